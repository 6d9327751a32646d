"""Building the demo's centre: its people, depots, units, partners and procedures. Running it again changes nothing."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from dispatch.accounts.actors import staff_of
from dispatch.accounts.models import Centre, Membership, User
from dispatch.live import announce
from incidents.commands.procedures import load_packs
from incidents.demo import town
from incidents.demo.gazetteer import as_list, premises
from incidents.models import Desk
from resources.commands.gazetteer import import_gazetteer
from resources.commands.site_notes import add_site_note
from resources.models import Capability, Organisation, Place, Station, Unit
from resources.queries.cards import unit_cards

PASSWORD = "demo"  # noqa: S105  (the demo says so on its own sign-in page)
REVIEWED_WITHIN = timedelta(days=180)
PACKS = Path(settings.BASE_DIR) / "incidents" / "packs"


def load_centre(*, at: datetime) -> Centre:
    """The centre with everything it needs to begin work, and no incident."""
    with transaction.atomic():
        centre, fresh = Centre.objects.get_or_create(
            code=town.CENTRE.code, defaults={"name": town.CENTRE.name, "time_zone": town.CENTRE.time_zone}
        )
        if not fresh:
            return centre
        _people(centre)
        _company(centre)
        _partners(centre)
        _units(centre, at)
        _desks(centre, at)
        _gazetteer(centre, at)
        load_packs(centre=centre, folder=PACKS, live=True, at=at)
    return centre


def _gazetteer(centre: Centre, at: datetime) -> None:
    """The town's addresses, and what crews should know about some of them."""
    import_gazetteer(centre=centre, lines=as_list(), at=at)
    sol = staff_of(Membership.objects.select_related("user", "centre").get(user__username="supervisor", centre=centre))
    places = dict(Place.objects.of(centre.pk).exclude(uprn="").values_list("uprn", "pk"))
    for each in premises():
        if each.site_note:
            hazards = ", ".join(each.hazards).replace("_", " ")
            review_on = at.date() + REVIEWED_WITHIN
            told = {"text": each.site_note, "hazards": hazards, "source": "Site visit"}
            add_site_note(place_id=places[each.uprn], review_on=review_on, by=sol, at=at, **told)


def _people(centre: Centre) -> None:
    kept = make_password(PASSWORD)  # once: it is slow on purpose, and everybody's is the same
    for person in town.PEOPLE:
        user = User.objects.create_user(person.username, None, name=person.name)
        user.email, user.password = f"{person.username}@{town.CENTRE.code}.example", kept
        user.save(update_fields=["email", "password"])
        Membership.objects.create(user=user, centre=centre, role=person.role)


def _company(centre: Centre) -> None:
    """Colleagues and machines: only a token lets them in."""
    for each in (*town.COLLEAGUES, *town.SYSTEMS):
        user = User.objects.create_user(each.username, None, name=each.name)
        Membership.objects.create(user=user, centre=centre, role=each.role)


def _partners(centre: Centre) -> None:
    Organisation.objects.bulk_create(
        Organisation(centre=centre, code=each.code, label=each.label, telephone=each.telephone, email=each.email, authority=each.authority)
        for each in town.ORGANISATIONS
    )


def _desks(centre: Centre, at: datetime) -> None:
    Desk.objects.bulk_create(
        Desk(centre=centre, code=code, name=name, role=role, patch=patch, made_at=at) for code, name, role, patch in town.DESKS
    )


def _units(centre: Centre, at: datetime) -> None:
    stations = {
        each.code: Station.objects.create(centre=centre, code=each.code, name=each.name, lat=each.lat, lon=each.lon)
        for each in town.STATIONS
    }
    codes = sorted({code for crew in town.UNITS for code in crew.capabilities})
    capabilities = {code: Capability.objects.create(centre=centre, code=code, label=code.replace("_", " ").capitalize()) for code in codes}
    for crew in town.UNITS:
        unit = Unit.objects.create(
            centre=centre,
            call_sign=crew.call_sign,
            name=crew.name,
            kind=crew.kind,
            station=stations.get(crew.station),
            status="available",
            status_at=at,
            lat=crew.lat,
            lon=crew.lon,
            position_at=at,
            email=crew.email,
            telephone=crew.telephone,
        )
        unit.capabilities.set([capabilities[code] for code in crew.capabilities])
    announce(centre_id=centre.pk, at=at, cards=unit_cards(Unit.objects.of(centre.pk).for_cards()))
