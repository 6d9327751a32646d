"""Big screens: letting one in, what it sees, and ending it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from dispatch.accounts.models import User, Wall
from dispatch.accounts.models.token import digest_of
from dispatch.live.models import BoardEvent
from dispatch.live.rights import Claim
from dispatch.live.tickets import claim_in
from dispatch.refusal import NotAllowed, NotFound, Refusal
from dispatch.watchers import Accounts
from incidents.commands.contacts import answer_contact
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.walls import MOST_OPEN, end_wall, make_wall
from incidents.models import Escalation
from incidents.rules.wall import LISTS, event_for_wall
from tests.factories import log_incident, offer, send

SECRETS = ("14 Harbour Lane", "Mrs Pike", "07700 900123", "Sol Reyes", "Amina Khan", "Gwen", "He shouts")


def seen(key: str):
    return Client().get("/api/v1/wall/", headers={"Authorization": f"Bearer {key}"})


def test_a_screen_is_let_in_by_its_key_and_only_its_digest_is_kept(sol, gas, noon):
    wall, key = make_wall(name=" North wall ", by=sol, at=noon)
    assert (wall.name, wall.digest, wall.made_by_name) == ("North wall", digest_of(key), sol.name)
    assert key not in json.dumps(list(Wall.objects.values()), default=str)
    answer = seen(key)
    assert [card["reference"] for card in answer.json()["incidents"]] == [gas.reference]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_a_screen_needs_a_name(sol, noon, name):
    with pytest.raises(Refusal) as refusal:
        make_wall(name=name, by=sol, at=noon)
    assert (refusal.value.code, Wall.objects.count()) == ("name-needed", 0)


def test_a_centre_has_a_few_screens(sol, noon):
    for number in range(MOST_OPEN):
        last = make_wall(name=f"Screen {number}", by=sol, at=noon).wall
    with pytest.raises(Refusal) as refusal:
        make_wall(name="One more", by=sol, at=noon)
    assert refusal.value.code == "too-many-walls"
    end_wall(wall_id=last.pk, by=sol, at=noon)
    assert make_wall(name="One more", by=sol, at=noon).wall.ended_at is None


def test_who_is_not_in_charge_lets_no_screen_in_and_ends_none(amina, sol, charlie, noon):
    wall = make_wall(name="North", by=sol, at=noon).wall
    with pytest.raises(NotAllowed):
        make_wall(name="Mine", by=amina, at=noon)
    with pytest.raises(NotAllowed):
        end_wall(wall_id=wall.pk, by=amina, at=noon)
    with pytest.raises(NotFound):
        end_wall(wall_id=wall.pk, by=charlie, at=noon)


def test_an_ended_screen_sees_nothing_and_its_socket_does_not_stand(sol, noon):
    wall, key = make_wall(name="North", by=sol, at=noon)
    claim = claim_in(seen(key).json()["ticket"], "")
    assert claim == Claim(-wall.pk, sol.centre_id, wall_digest=wall.digest)
    assert Accounts().standing([claim]) == {claim: "wall"}
    end_wall(wall_id=wall.pk, by=sol, at=noon + timedelta(hours=1))
    again = end_wall(wall_id=wall.pk, by=sol, at=noon + timedelta(hours=2))
    assert again.ended_at == noon + timedelta(hours=1)
    assert Accounts().standing([claim]) == {}
    assert seen(key).status_code == 401


def test_a_screens_key_opens_nothing_else_and_a_persons_token_no_screen(sol, as_sol, noon):
    key = make_wall(name="North", by=sol, at=noon).key
    for path in ("board/", "incidents/", "units/", "walls/"):
        assert Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert as_sol.get("wall/").status_code == 401
    assert seen("").status_code == seen("nonsense\x00").status_code == 401


def test_neither_picture_nor_event_holds_a_name_an_address_or_anybodys_words(sol, amina, telephony, gas_to_send, van, noon):
    key = make_wall(name="North", by=sol, at=noon).key
    contact = offer(telephony, caller_name="Mrs Pike", caller_number="07700 900123")
    answer_contact(contact_id=contact.pk, by=amina, at=noon)
    log_incident(amina, "FLOOD", summary="He shouts at Mrs Pike", caller_name="Mrs Pike")
    send(gas_to_send, "B41", by=amina)
    escalate(incident_id=gas_to_send.pk, what="He shouts: who decides?", by=amina, at=noon)
    take_alarm(alarm_id=Escalation.objects.get().pk, by=sol, at=noon)
    escalate(incident_id=gas_to_send.pk, what="He shouts again", by=amina, at=noon)

    picture = seen(key).json()
    events = [event_for_wall(json.loads(each.payload)) for each in BoardEvent.objects.all()]
    assert all(picture[shelf] for shelf in ("incidents", "units", "contacts", "alarms"))
    told = json.dumps([{shelf: picture[shelf] for shelf in LISTS}, events])
    assert [secret for secret in SECRETS if secret in told] == []
    raw = "".join(BoardEvent.objects.values_list("payload", flat=True))
    assert "He shouts" in raw, "the test's own words must be on the board itself"
    assert [each["sequence"] for each in events] == list(BoardEvent.objects.order_by("sequence").values_list("sequence", flat=True))


def test_the_page_shows_the_address_once(sol, amina, noon):
    http = Client()
    http.force_login(User.objects.get(pk=sol.user_id))
    made = http.post("/walls", {"name": "North"})
    key = made.content.decode().split("/wall#")[1].split('"')[0]
    assert seen(key).status_code == 200
    assert key not in http.get("/walls").content.decode()
    assert http.post("/walls", {"name": " "}).status_code == 422
