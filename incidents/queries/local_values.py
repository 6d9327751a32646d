"""What a pack leaves to the centre, and what of it is still missing: contacts of organisations, and values written down."""

from collections.abc import Mapping

from dispatch.refusal import require
from incidents.rules.packs import Core, Pack
from resources.models import Organisation


def organisations_reached(centre_id: int) -> set[str]:
    """Codes of the organisations that the centre has a contact of."""
    entered = Organisation.objects.filter(centre_id=centre_id).exclude(telephone="", email="")
    return set(entered.values_list("code", flat=True))


def missing_contacts(centre_id: int, core: Core) -> list[str]:
    """Organisations that nobody can reach yet."""
    entered = organisations_reached(centre_id)
    return sorted(code for code, each in core.organisations.items() if not each.contact and code not in entered)


def missing_local_values(centre_id: int, pack: Pack, values: Mapping[str, str]) -> list[str]:
    """Names that the pack asks for, and that are neither written down nor an organisation with a contact."""
    entered = organisations_reached(centre_id)
    return [name for name in pack.local_must_set if name not in entered and not values.get(name)]


def insist_on_contacts(centre_id: int, core: Core) -> None:
    """Refuse while an organisation cannot be reached."""
    missing = missing_contacts(centre_id, core)
    require(not missing, f"Enter a contact first for: {', '.join(missing)}.", code="contacts-missing", organisations=missing)
