"""A fingerprint of everything a replay wrote: equal for two replays of the same record, whatever interrupted them."""

import hashlib
import json

from incidents.models import Incident, LogLine
from incidents.rules.chain import instant


def fingerprint(centre_id: int) -> str:
    """SHA-256 over a centre's incidents and log lines in their order, without the database's own keys."""
    seal = hashlib.sha256()
    incidents = Incident.objects.of(centre_id).order_by("number")
    facts = ("number", "stage", "type_code", "priority", "place_text", "revision", "close_code", "close_outcome", "log_count")
    for row in incidents.values_list(*facts).iterator(2000):
        seal.update(json.dumps(row).encode())
    lines = LogLine.objects.filter(incident__centre_id=centre_id).order_by("incident__number", "number")
    columns = ("incident__number", "number", "at", "recorded_at", "by_name", "entry", "text")
    for incident, number, at, recorded_at, *words in lines.values_list(*columns).iterator(2000):
        seal.update(json.dumps([incident, number, instant(at), instant(recorded_at), *words]).encode())
    return seal.hexdigest()
