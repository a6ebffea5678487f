"""Runs moto's server on a port of the loopback, a free one unless told otherwise, one request at a time.

"python -m moto.server" answers requests in parallel without any lock, so that two conditional
writes at once can both succeed: on AWS each is atomic. Here a lock makes them so. It also does not speak
CBOR, as SDKs do to CloudWatch: see cbor.py.

Ends when its standard input ends, and so with whoever started it.
"""

import os
import sys
import threading

import cbor
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


threading.Thread(target=end_with_whoever_started_this, daemon=True).start()
run_simple("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0, application, threaded=True)
