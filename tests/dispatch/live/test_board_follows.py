"""An old board plus its events, in any order and each twice, is the fresh board: told with the reducer's twin.

The step-by-step comparison after each command is in tests/incidents/commands/test_board_follows.py.
"""

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from dispatch.live.models import BoardEvent
from incidents.commands.contacts import answer_contact, end_contact
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.intake import link_contact
from incidents.commands.prioritise import set_priority
from incidents.commands.respond import report_status
from incidents.commands.support import ask_support
from incidents.models import Escalation
from incidents.queries.board import board
from resources.commands.status import record_position, report_own_status
from tests.factories import LEAK, OURS, answer_all, let_time_pass, log_incident, offer, send
from tests.js.test_reducer_twin import follow, snapshot


def present(picture: dict[str, Any]) -> dict[Any, Any]:
    """The cards that a person would see."""
    return {key: card for key, card in picture["cards"].items() if not card.get("gone")}


def a_busy_hour(*, telephony, amina, dev, sol, wexmouth, van, engineer, noon) -> None:
    """Real commands, and clocks that fall due between them."""
    first, wrong = offer(telephony), offer(telephony, at=noon + timedelta(seconds=5))
    answer_contact(contact_id=first.pk, by=amina, at=noon)
    gas = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
    link_contact(incident_id=gas.pk, contact_id=first.pk, by=amina, at=noon)
    end_contact(contact_id=wrong.pk, why="Wrong number", by=dev, at=noon)
    offer(telephony, at=noon + timedelta(minutes=1))
    leak = answer_all(log_incident(dev, "FLOOD"), LEAK, by=dev)
    deployment = send(gas, "B41", by=dev)
    let_time_pass(noon + timedelta(minutes=4))
    later = noon + timedelta(minutes=5)
    for status in ("acknowledged", "en_route", "on_scene"):
        report_status(deployment_id=deployment.pk, status=status, by=amina, at=later)
    ask_support(deployment_id=deployment.pk, wanted="A second person", by=amina, at=later)
    escalate(incident_id=leak.pk, what="No engineer answers", by=amina, at=later)
    take_alarm(alarm_id=Escalation.objects.untaken().order_by("pk").first().pk, by=sol, at=later)
    set_priority(incident_id=leak.pk, priority="P4", reason="It has stopped", by=sol, at=later)
    report_own_status(unit_id=engineer.pk, status="break", by=dev, at=later)
    record_position(unit_id=van.pk, lat=50.57, lon=-2.97, by=telephony, at=later)
    let_time_pass(noon + timedelta(minutes=40))


@pytest.fixture
def lived(request, wexmouth, telephony, amina, dev, sol, van, engineer, noon):
    """A board as it was, the events since, and the board as it is."""
    before = board(wexmouth.pk, noon)
    a_busy_hour(telephony=telephony, amina=amina, dev=dev, sol=sol, wexmouth=wexmouth, van=van, engineer=engineer, noon=noon)
    since = BoardEvent.objects.filter(board_id=wexmouth.pk, sequence__gt=before["sequence"]).order_by("sequence")
    events = [json.loads(each.payload) for each in since]
    assert len(events) > 25
    return before, events, board(wexmouth.pk, noon)


@pytest.mark.parametrize("seed", range(12))
def test_events_in_any_order_and_twice_give_the_fresh_board(lived, seed):
    before, events, now = lived
    heard = events * 2
    random.Random(seed).shuffle(heard)
    picture = snapshot(before)
    for message in heard:
        picture = follow(picture, message)
    assert present(picture) == present(snapshot(now))
    assert (picture["sequence"], picture["ahead"]) == (now["sequence"], [])


def test_a_board_fetched_in_the_middle_catches_up_with_what_it_already_holds(lived):
    """The snapshot may hold more than its number says: the events it repeats must change nothing."""
    _, events, now = lived
    picture = snapshot({**now, "sequence": events[len(events) // 2]["sequence"]})
    for message in events:
        picture = follow(picture, message)
    assert present(picture) == present(snapshot(now))


def test_a_missing_event_is_seen_as_a_gap(lived):
    before, events, now = lived
    picture = snapshot(before)
    for message in events[:3] + events[4:]:
        picture = follow(picture, message)
    assert picture["sequence"] == events[2]["sequence"] < picture["head"] == now["sequence"]
