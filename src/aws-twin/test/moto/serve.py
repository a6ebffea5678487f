"""Runs moto's server on a port of the loopback, one request at a time.

    python serve.py [--port PORT] [--mended] [--calls FILE]

"python -m moto.server" answers requests in parallel without any lock, so that two conditional
writes at once can both succeed: on AWS each is atomic. Here a lock makes them so. It also does not speak
CBOR, as SDKs do to CloudWatch: see cbor.py. Mended, disks can be published on it: see mended.py. It
writes every call down where it is told to: see calls.py.

Ends when its standard input ends, and so with whoever started it.
"""

import argparse
import os
import sys
import threading

import calls
import cbor
import mended
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

moto = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def application(environ, start_response):
    with one_at_a_time:
        if cbor.speaks_cbor(environ):
            return cbor.through_json(moto, environ, start_response)
        return list(moto(environ, start_response))


def end_with_whoever_started_this():
    sys.stdin.buffer.read()
    os._exit(0)


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--port", type=int, default=0, help="default: a free one")
parser.add_argument("--mended", action="store_true", help="publish disks to the end")
parser.add_argument("--calls", type=argparse.FileType("w"), help="where calls are written down")
args = parser.parse_args()

if args.mended:
    mended.apply()
served = calls.written(application, args.calls) if args.calls else application
threading.Thread(target=end_with_whoever_started_this, daemon=True).start()
run_simple("127.0.0.1", args.port, served, threaded=True)
