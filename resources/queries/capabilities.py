"""What units can do, by code: read in one plain statement, since sending a unit asks it of the whole centre."""

from collections.abc import Sequence

from django.db import connection

OF_CENTRE = """
    SELECT able.unit_id, capability.code FROM resources_unit_capabilities AS able
    JOIN resources_capability AS capability ON capability.id = able.capability_id
    WHERE capability.centre_id = %s
"""
OF_UNITS = OF_CENTRE + " AND able.unit_id IN ({units})"


def capability_codes(centre_id: int, unit_ids: Sequence[int] | None = None) -> dict[int, list[str]]:
    """Codes in order, by unit: of these units of the centre, or of all. A unit that can do nothing special is not there."""
    found: dict[int, list[str]] = {}
    if unit_ids is not None and not unit_ids:
        return found
    statement = OF_CENTRE if unit_ids is None else OF_UNITS.format(units=", ".join(["%s"] * len(unit_ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [centre_id, *(unit_ids or ())])
        for unit_id, code in cursor.fetchall():
            found.setdefault(unit_id, []).append(code)
    return {unit_id: sorted(codes) for unit_id, codes in found.items()}
