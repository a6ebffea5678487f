"""EventBridge's patterns, as moto reads them."""

from moto.events.models import EventPattern, EventPatternParser


def matching_rules(rules, event):
    """Names of the rules of the event's region that react to it."""
    return [rule["name"] for rule in rules if rule["region"] == event["region"] and reacts(rule["pattern"], event)]


def reacts(pattern, event):
    return EventPattern(pattern, EventPatternParser(pattern).parse()).matches_event(event)
