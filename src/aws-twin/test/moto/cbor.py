"""Lets moto answer the SDKs' calls to CloudWatch, which come as Smithy RPC v2 in CBOR.

moto 5.2.1 knows the service's JSON only. This turns a call into JSON before moto sees it, and moto's
answer back into CBOR. Both follow botocore's own model of the service, and its own codec, so that
nothing of what moto answers is added, lost or renamed on the way.
"""

import datetime
import io
import json

import botocore.session
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer

PROTOCOL = "rpc-v2-cbor"
PATH = "/service/GraniteServiceVersion20100801/operation/"
CLOUDWATCH = botocore.session.Session().get_service_model("cloudwatch")
ERROR = 400


def speaks_cbor(environ):
    return environ.get("HTTP_SMITHY_PROTOCOL") == PROTOCOL and environ["PATH_INFO"].startswith(PATH)


def through_json(application, environ, start_response):
    operation = environ["PATH_INFO"].removeprefix(PATH)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    asked = json.dumps(decoded(body), default=datetime.datetime.timestamp).encode()
    status, headers, answer = call(
        application,
        environ
        | {
            "PATH_INFO": "/",
            "RAW_URI": "/",
            "REQUEST_URI": "/",
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "CONTENT_LENGTH": str(len(asked)),
            "HTTP_X_AMZ_TARGET": "GraniteServiceVersion20100801." + operation,
            "wsgi.input": io.BytesIO(asked),
        },
    )
    tree = json.loads(answer or b"{}")
    if int(status.split()[0]) >= ERROR:
        encoded = encoded_texts({key: str(value) for key, value in tree.items()})
    else:
        encoded = encoded_shape(tree, CLOUDWATCH.operation_model(operation).output_shape)
    kept = [(k, v) for k, v in headers if k.lower() not in ("content-type", "content-length")]
    start_response(
        status,
        kept
        + [
            ("Content-Type", "application/cbor"),
            ("Content-Length", str(len(encoded))),
            ("smithy-protocol", PROTOCOL),
        ],
    )
    return [encoded]


def call(application, environ):
    heard = []
    body = b"".join(application(environ, lambda *status_and_headers: heard.extend(status_and_headers)))
    return heard[0], heard[1], body


def decoded(body):
    return RpcV2CBORParser().parse_data_item(io.BufferedReader(io.BytesIO(body))) if body else {}


def encoded_shape(tree, shape):
    if shape is None:
        return encoded_texts({})
    out = bytearray()
    RpcV2CBORSerializer()._serialize_data_item(out, typed(tree, shape), shape)
    return bytes(out)


def encoded_texts(texts):
    serializer, out = RpcV2CBORSerializer(), bytearray()
    out += serializer._get_initial_byte(serializer.MAP_MAJOR_TYPE, len(texts))
    for text in [part for item in texts.items() for part in item]:
        serializer._serialize_type_string(out, text, None, None)
    return bytes(out)


def typed(value, shape):
    """JSON has no instants: what is one, the shape says."""
    if value is None:
        return None
    if shape.type_name == "structure":
        return {k: typed(v, shape.members[k]) for k, v in value.items() if k in shape.members}
    if shape.type_name == "list":
        return [typed(item, shape.member) for item in value]
    if shape.type_name == "map":
        return {k: typed(v, shape.value) for k, v in value.items()}
    if shape.type_name == "timestamp":
        return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
    return value
