"""Runs moto as an account of AWS for Terraform's real plugin: python serve.py ACCOUNT DOMAIN ZONE

Makes the hosted zone that an environment names, which must be there before its stack, and prints the
port. What moto does not implement ends in an error of the server, and the plugin asks for that up to
25 times; here it is a refusal at once. One request at a time: on AWS each is atomic.

Ends when its standard input ends, and so with whoever started it.
"""

import json
import os
import sys
import threading
from xml.sax.saxutils import escape

account, domain, zone = sys.argv[1:]
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import mended  # noqa: E402
from moto.backends import get_backend  # noqa: E402 (moto reads its settings when it is loaded)
from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: E402

SERVER_ERROR = 500
FORM = "application/x-www-form-urlencoded"

# Calls that only look at what they are given; moto has none of them.
HARMLESS = {
    "AWSStepFunctions.ValidateStateMachineDefinition": {
        "result": "OK",
        "diagnostics": [],
        "truncated": False,
    }
}

moto = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def application(environ, start_response):
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target in HARMLESS:
        return answered(start_response, "200 OK", "application/json", json.dumps(HARMLESS[target]))
    if "Credential=ASIA" not in signature(environ):  # those of a role know their account
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
    heard = []
    try:
        with one_at_a_time:
            answer = moto(environ, lambda *status_and_headers: heard.extend(status_and_headers[:2]))
            body = b"".join(answer)
    except Exception as bug:  # whatever its code meets, moto lets it through
        return refused(environ, start_response, f"{type(bug).__name__}: {bug}")
    status, headers = heard
    if int(status.split()[0]) >= SERVER_ERROR or body.lower().startswith(b"<!doctype html>"):
        return refused(environ, start_response, "it has no such call")
    start_response(status, headers)
    return [body]


def signature(environ):
    return environ.get("HTTP_AUTHORIZATION", "")


def refused(environ, start_response, why):
    """In the form of the protocol that the call was made in."""
    message = f"moto: {why}"
    error = f"<Error><Code>NotImplemented</Code><Message>{escape(message)}</Message></Error>"
    if "/ec2/" in signature(environ):
        kind, text = "text/xml", f"<Response><Errors>{error}</Errors></Response>"
    elif environ.get("CONTENT_TYPE", "").startswith(FORM):
        kind, text = "text/xml", f"<ErrorResponse>{error}</ErrorResponse>"
    else:
        kind, text = "application/json", json.dumps({"__type": "NotImplemented", "message": message})
    return answered(start_response, "400 Bad Request", kind, text)


def answered(start_response, status, kind, text):
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(text.encode())))])
    return [text.encode()]


def make_zone():
    backend = get_backend("route53")[account]["aws"]
    made = backend.create_hosted_zone(name=domain, private_zone=False)
    backend.zones[zone] = backend.zones.pop(made.resource_id)
    made.resource_id = zone


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


mended.apply()
make_zone()
server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
print(server.port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.buffer.read()
