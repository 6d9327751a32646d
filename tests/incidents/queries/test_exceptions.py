"""A storm of exceptions, made by real commands and followed through the log as a browser follows it."""

import json
from datetime import timedelta

from dispatch.live.models import BoardEvent
from incidents.commands.escalate import escalate, take_alarm
from incidents.models import Escalation
from incidents.queries.board import board
from incidents.queries.exceptions import exceptions
from incidents.rules.exceptions import lines, needs
from tests.factories import let_time_pass, log_incident
from tests.js.test_reducer_twin import follow, snapshot

STORM = 150


def followed(centre_id, before):
    """The board as a browser has it, by kind: an old picture and the events since."""
    picture = snapshot(before)
    for event in BoardEvent.objects.filter(board_id=centre_id, sequence__gt=before["sequence"]).order_by("sequence"):
        picture = follow(picture, json.loads(event.payload))
    cards = {}
    for (kind, _), card in picture["cards"].items():
        if not card.get("gone"):
            cards.setdefault(kind, []).append(card)
    return cards


def test_a_storm_is_at_most_twenty_lines_and_none_is_lost(wexmouth, amina, sol, gas_to_send, noon):
    before = board(wexmouth.pk, noon)
    calm = [log_incident(amina, "FLOOD", summary=f"Leak {number}", at=noon) for number in range(50)]
    for number in range(STORM):
        at = noon + timedelta(milliseconds=400 * number)
        escalate(incident_id=calm[number % 50].pk, what=f"Who decides? {number}", by=amina, at=at)
    late = noon + timedelta(seconds=90)
    let_time_pass(late)

    found = needs(followed(wexmouth.pk, before), late)
    made = lines(found)
    waiting = Escalation.objects.untaken().values_list("pk", flat=True)
    assert len(waiting) > STORM
    assert {need["id"] for need in found if need["id"].startswith("alarm:")} == {f"alarm:{pk}" for pk in waiting}
    assert len(made) <= 20
    assert sum(len(line["members"]) for line in made) == len(found)
    assert (made[0]["kind"], made[0]["head"]["where"]) == ("unsent", gas_to_send.reference)
    assert exceptions(wexmouth.pk, late)["lines"] == made


def test_nobody_sent_stays_red_with_who_took_it_until_somebody_is_sent(wexmouth, sol, gas_to_send, noon):
    late = noon + timedelta(seconds=91)
    let_time_pass(late)
    (alarm,) = Escalation.objects.untaken().filter(cause="not_sent")
    take_alarm(alarm_id=alarm.pk, by=sol, at=late)
    (line,) = [line for line in exceptions(wexmouth.pk, late)["lines"] if line["kind"] == "unsent"]
    assert line["head"]["owner"] == sol.name
    assert line["head"]["take_url"] is None


def test_another_centres_exceptions_are_not_here(elsewhere, gas_to_send, noon):
    let_time_pass(noon + timedelta(seconds=91))
    assert exceptions(elsewhere.pk, noon + timedelta(seconds=91))["count"] == 0
