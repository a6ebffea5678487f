"""Asks the libraries of in-toto and SPDX what they think of ours: a question as JSON from standard input."""

import json
import sys
import tempfile

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def dsse(question):
    """The ids of the keys that signed the envelope, and its digest; or why not."""
    keys = [
        SSlibKey.from_crypto(load_pem_public_key(key["pem"].encode()), keyid=key["id"])
        for key in question["keys"]
    ]
    envelope = Envelope.from_dict(json.loads(question["envelope"]))
    try:
        signers = envelope.verify(keys, question["threshold"])
    except VerificationError as refusal:
        return {"refused": str(refusal)}
    statement = json_format.Parse(envelope.payload, statement_pb2.Statement())
    Statement.copy_from_pb(statement).validate()
    predicate = json_format.MessageToJson(statement.predicate)
    provenance = json_format.Parse(predicate, provenance_pb2.Provenance())
    return {
        "signers": sorted(signers),
        "type": statement.predicate_type,
        "disk": statement.subject[0].digest["sha256"],
        "builder": provenance.run_details.builder.id,
        "dependencies": len(provenance.build_definition.resolved_dependencies),
    }


def spdx(question):
    """What the document breaks."""
    with tempfile.NamedTemporaryFile(suffix=".spdx.json") as file:
        file.write(question["document"].encode())
        file.flush()
        document = parse_file(file.name)
    messages = validate_full_spdx_document(document)
    return {
        "packages": len(document.packages),
        "broken": [message.validation_message for message in messages],
    }


def main():
    question = json.load(sys.stdin)
    answer = {"dsse": dsse, "spdx": spdx}[question["ask"]](question)
    json.dump(answer, sys.stdout)


main()
