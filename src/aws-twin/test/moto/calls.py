"""Writes down every call of AWS that passes, one line each, whoever makes it.

    seconds <tab> region <tab> service <tab> operation <tab> status <tab> bytes in <tab> bytes out

Seconds are Unix time when the answer was ready; bytes are those of bodies.
"""

import io
import re
import time
from urllib.parse import parse_qs

FORM = "application/x-www-form-urlencoded"
CREDENTIAL = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
RPC = re.compile(r"/service/[^/]+/operation/([^/]+)")
EBS = [
    ("POST", re.compile(r"/snapshots"), "StartSnapshot"),
    ("POST", re.compile(r"/snapshots/completion/[^/]+"), "CompleteSnapshot"),
    ("PUT", re.compile(r"/snapshots/[^/]+/blocks/\d+"), "PutSnapshotBlock"),
    ("GET", re.compile(r"/snapshots/[^/]+/blocks/\d+"), "GetSnapshotBlock"),
    ("GET", re.compile(r"/snapshots/[^/]+/blocks"), "ListSnapshotBlocks"),
    ("GET", re.compile(r"/snapshots/[^/]+/changedblocks"), "ListChangedBlocks"),
]


def written(application, file):
    def write_and_answer(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        heard = []

        def start(status, headers, *more):
            heard.append(status.split()[0])
            return start_response(status, headers, *more)

        answer = application(environ | {"wsgi.input": io.BytesIO(body)}, start)
        signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed:
            sizes = [len(body), sum(len(part) for part in answer)]
            fields = [f"{time.time():.3f}", *signed.groups(), operation(environ, body), heard[0], *sizes]
            print(*fields, sep="\t", file=file, flush=True)
        return answer

    return write_and_answer


def operation(environ, body):
    path = environ["PATH_INFO"]
    if "HTTP_X_AMZ_TARGET" in environ:
        return environ["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
    if RPC.fullmatch(path):
        return RPC.fullmatch(path)[1]
    if environ.get("CONTENT_TYPE", "").startswith(FORM):
        return parse_qs(body.decode())["Action"][0]
    for method, pattern, name in EBS:
        if environ["REQUEST_METHOD"] == method and pattern.fullmatch(path):
            return name
    return f"{environ['REQUEST_METHOD']} {path}"
