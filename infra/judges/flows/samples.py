"""Sample events and situations: ${words} in them stand for what differs between stacks."""

import json
import string


def filled(value, names):
    """The value with its words filled in; an unknown word is an error."""
    return json.loads(string.Template(json.dumps(value)).substitute(names))
