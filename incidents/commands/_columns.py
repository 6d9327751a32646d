"""An incident's columns as they stand, to be compared: only what changed is written."""

from typing import Any

import orjson

from incidents.models import Incident

COLUMNS = tuple(field.attname for field in Incident._meta.concrete_fields if not field.primary_key)  # noqa: SLF001  (a documented name)


def facts_of(incident: Incident) -> dict[str, Any]:
    """Every column, so that only what changed is written. Lists and mappings as text: they can be changed in place."""
    values = incident.__dict__
    return {name: orjson.dumps(values[name]) if isinstance(values[name], list | dict) else values[name] for name in COLUMNS}
