"""The demo's centre: who can sign in, and who only a token lets in."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dispatch.accounts.models import Centre, Membership, User
from incidents.demo.load import load_centre
from incidents.demo.town import COLLEAGUES, PEOPLE, SYSTEMS, UNITS
from incidents.models import Incident
from resources.models import Unit
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> Centre:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    return load_centre(at=NOON)


def test_everybody_of_the_demo_can_sign_in_with_its_password(demo: Centre) -> None:
    people = User.objects.filter(username__in=[person.username for person in PEOPLE])
    assert len(people) == len(PEOPLE)
    assert all(person.check_password("demo") for person in people)


def test_colleagues_and_machines_cannot_sign_in_and_are_not_offered(demo: Centre) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "Amina Khan" in page
    for each in (*COLLEAGUES, *SYSTEMS):
        assert each.name not in page
        assert not User.objects.get(username=each.username).has_usable_password()
        assert Client().post("/sign-in/demo/", {"username": each.username}).status_code == 404


def test_loading_twice_makes_everything_once(demo: Centre) -> None:
    load_centre(at=NOON)
    assert Centre.objects.count() == 1
    assert Unit.objects.count() == len(UNITS)
    assert Membership.objects.count() == len(PEOPLE) + len(COLLEAGUES) + len(SYSTEMS)


def test_the_empty_demo_has_no_incident(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    call_command("demo", "--empty")
    assert Unit.objects.exists()
    assert not Incident.objects.exists()


def test_outside_the_demo_the_command_refuses(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Centre.objects.exists()
