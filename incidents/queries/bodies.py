"""The organisations outside that a caller can be passed to: those of the packs in use, and those the centre entered itself."""

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, may
from incidents.queries.procedures import live_packs
from incidents.rules.packs.lookup import Partner
from resources.models import Organisation


def outside_bodies(centre_id: int) -> dict[str, Partner]:
    """By code, in the order of their names. The centre's own entry wins; a number it left out is the pack's."""
    found: dict[str, Partner] = {}
    for each in live_packs(centre_id):
        for code, listed in each.core.organisations.items():
            found[code] = Partner(code, listed.label, listed.contact, listed.authority)
    for own in Organisation.objects.filter(centre_id=centre_id):
        number = own.telephone or (found[own.code].contact if own.code in found else None)
        found[own.code] = Partner(own.code, own.label, number, own.authority)
    return dict(sorted(found.items(), key=lambda item: (item[1].label, item[0])))


def is_above(person: Actor, body: Partner) -> bool:
    """Whether sending a caller there is beyond this person's own authority (CC38 1.4: within the limits of your role)."""
    return body.authority != Organisation.Authority.AGENT and not may(person, Act.INFORM_ABOVE, person)
