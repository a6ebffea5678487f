"""A plan as Terraform prints it, made of resources with the names that Pulumi gives to their properties."""

import csv
import pathlib
import re

BRIDGE = pathlib.Path(__file__).resolve().parents[2] / "bridge"
PLAN_FORMAT = "1.2"

# Their keys are data, not names of properties.
MAPS = {
    "dimensions",
    "resource_type_management_preference",
    "resource_type_opt_in_preference",
    "restore_metadata_overrides",
    "tags",
}

# Lists of blocks whose names in Terraform are plurals already, and plurals of lists of values, which there are none.
PLURALS = {
    "aliases": "alias",
    "block_device_mappings": "block_device_mappings",
    "client_id_lists": "client_id_list",
    "redacted_fields": "redacted_fields",
    "starts_withs": "starts_with",
    "tag_specifications": "tag_specifications",
}


def renamed():
    """What com.pulumi:aws calls otherwise than by the rule, by type and the name there: as the bridge knows it."""
    rows = csv.reader((BRIDGE / "properties.tsv").read_text().splitlines(), delimiter="\t")
    kept = [row for row in rows if not row[0].startswith("#") and row[2] not in ("one", "many", "number")]
    return {(row[0], row[2]): row[1] for row in kept}


RENAMED = renamed()


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def singular(name):
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    return name.removesuffix("s")


def is_blocks(value):
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def named(kind, name, value):
    if (kind, name) in RENAMED:
        return RENAMED[kind, name]
    usual = singular(snake(name)) if is_blocks(value) else snake(name)
    return PLURALS.get(snake(name), usual)


def values(kind, tree):
    if isinstance(tree, list):
        return [values(kind, each) for each in tree]
    if isinstance(tree, float) and tree.is_integer():
        return int(tree)
    if not isinstance(tree, dict):
        return tree
    made = {}
    for name, value in tree.items():
        if snake(name) in MAPS:
            made[snake(name)] = value
        else:
            made[named(kind, name, value)] = values(kind, value)
    return made


def of(resources):
    planned = [
        {
            "address": f"{each['type']}.{each['name']}",
            "mode": "managed",
            "type": each["type"],
            "name": each["name"],
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "values": values(each["type"], each["values"]),
        }
        for each in resources
    ]
    changes = [
        {**each, "change": {"actions": ["create"], "before": None, "after": each["values"], "after_unknown": {}}}
        for each in planned
    ]
    return {
        "format_version": PLAN_FORMAT,
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {},
    }
