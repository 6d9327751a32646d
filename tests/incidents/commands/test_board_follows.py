"""Whatever a command does, the old board plus its event is the same as a fresh board."""

from datetime import timedelta

import orjson
import pytest

from dispatch.live.models import BoardEvent
from incidents.commands.advise import read_advice
from incidents.commands.call_back import record_call_back, sign_unreached, take_call_back
from incidents.commands.close import close_incident
from incidents.commands.contacts import answer_contact, end_contact
from incidents.commands.deploy import change_brief
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import correct_facts
from incidents.commands.monitor import answer_check
from incidents.commands.prioritise import set_priority
from incidents.commands.recall import withdraw_advice
from incidents.commands.respond import report_status, write_update
from incidents.commands.support import ask_support, give_support
from incidents.models import Check, Escalation, RecallTask, SupportRequest
from incidents.queries.board import board
from incidents.queries.closing import required_facts
from resources.commands.status import record_position
from tests.factories import OURS, answer_all, fresh, let_time_pass, log_incident, offer, read_out, send

SHELVES = {"incident": "incidents", "unit": "units", "contact": "contacts", "alarm": "alarms", "recall": "recalls"}


class Picture:
    """A browser's board: a snapshot, and every event since."""

    def __init__(self, centre, at) -> None:
        self.centre, self.at = centre, at
        shown = board(centre.pk, at)
        self.sequence = shown["sequence"]
        self.cards = {(card["kind"], card["id"]): card for shelf in SHELVES.values() for card in shown[shelf]}

    def follow(self) -> None:
        """Take in the events since, without a gap."""
        for event in BoardEvent.objects.filter(board_id=self.centre.pk, sequence__gt=self.sequence).order_by("sequence"):
            assert event.sequence == self.sequence + 1
            self.sequence = event.sequence
            for card in orjson.loads(event.payload)["cards"]:
                self.cards[card["kind"], card["id"]] = card

    def insist(self, step: str) -> None:
        """It must look as a fresh snapshot does."""
        self.follow()
        shown = {key: card for key, card in self.cards.items() if not card.get("gone")}
        now = board(self.centre.pk, self.at)
        truth = {(card["kind"], card["id"]): card for shelf in SHELVES.values() for card in now[shelf]}
        assert shown == truth, step
        assert self.sequence == now["sequence"], step


@pytest.fixture
def picture(wexmouth, van, engineer, noon) -> Picture:
    return Picture(wexmouth, noon)


def test_the_board_follows_a_whole_incident_step_by_step(picture, telephony, amina, dev, sol, van, noon):
    call, wrong = offer(telephony), offer(telephony)
    picture.insist("offered")
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    picture.insist("answered")
    let_time_pass(noon + timedelta(seconds=15))
    picture.insist("overdue")
    end_contact(contact_id=wrong.pk, why="Wrong number", by=dev, at=noon)
    picture.insist("ended")
    gas = log_incident(amina, "GAS-SMELL", contact_id=call.pk)
    picture.insist("logged")
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, place_text="16 Harbour Lane")
    picture.insist("corrected")
    for answer in OURS:
        answer_all(gas, (answer,), by=amina)
        picture.insist(f"answered {answer}")
    set_priority(incident_id=gas.pk, priority="P2", reason="Outside", by=sol, at=noon)
    picture.insist("lowered")
    deployment = send(gas, "B41", by=amina)
    picture.insist("sent")
    let_time_pass(noon + timedelta(minutes=6))
    picture.insist("not acknowledged, repeated")
    for alarm in Escalation.objects.untaken():
        take_alarm(alarm_id=alarm.pk, by=sol, at=noon)
        picture.insist("taken")
    for status in ("acknowledged", "en_route", "on_scene"):
        report_status(deployment_id=deployment.pk, status=status, by=amina, at=noon)
        picture.insist(status)
    record_position(unit_id=van.pk, lat=50.57, lon=-2.97, by=amina, at=noon)
    picture.insist("moved")
    change_brief(deployment_id=deployment.pk, by=amina, at=noon, task="Back door")
    picture.insist("new brief")
    let_time_pass(noon + timedelta(minutes=21))
    picture.insist("check missed")
    answer_check(check_id=Check.objects.latest("pk").pk, all_well=False, by=amina, at=noon)
    picture.insist("not well")
    ask_support(deployment_id=deployment.pk, wanted="Ladder", by=amina, at=noon)
    picture.insist("asked")
    give_support(request_id=SupportRequest.objects.get().pk, how="Sent", by=amina, at=noon)
    picture.insist("given")
    escalate(incident_id=gas.pk, what="Cordon?", by=amina, at=noon)
    picture.insist("escalated")
    write_update(incident_id=gas.pk, text="Engineer here", by=amina, at=noon)
    picture.insist("updated")
    confirm_notice(incident_id=gas.pk, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    picture.insist("told")
    report_status(deployment_id=deployment.pk, status="clear", by=amina, at=noon)
    picture.insist("clear")
    for alarm in Escalation.objects.untaken():
        take_alarm(alarm_id=alarm.pk, by=sol, at=noon)
        picture.insist("taken again")
    read_out(gas, by=amina)
    facts = dict.fromkeys(required_facts(fresh(gas)), "Done")
    close_incident(incident_id=gas.pk, code="resolved_on_scene", outcome="Safe", facts=facts, by=amina, at=noon)
    picture.insist("closed")
    assert fresh(gas).stage == "closed"


def test_an_event_taken_in_twice_or_late_changes_nothing(picture, amina, noon):
    gas = log_incident(amina, "GAS-SMELL")
    picture.insist("logged")
    events = [orjson.loads(each) for each in BoardEvent.objects.order_by("sequence").values_list("payload", flat=True)]
    answer_all(gas, OURS, by=amina)
    picture.follow()
    for card in (card for event in events for card in event["cards"]):
        assert card["revision"] < picture.cards[card["kind"], card["id"]]["revision"]


def test_the_board_follows_advice_that_is_withdrawn_until_everybody_is_told(picture, gas_to_send, flood, amina, sol, noon):
    for incident in (gas_to_send, flood):
        read_advice(incident_id=incident.pk, line="G-WORSE", by=amina, at=noon)
    picture.insist("read")
    recall = withdraw_advice(line="G-WORSE", why="Wrong number", say_instead="Ring 999 if it gets worse.", by=sol, at=noon)
    picture.insist("withdrawn")
    let_time_pass(noon + timedelta(minutes=31))
    picture.insist("overdue")
    one, other = RecallTask.objects.filter(recall=recall).order_by("pk")
    take_call_back(task_id=one.pk, by=amina, at=noon)
    picture.insist("taken")
    record_call_back(task_id=one.pk, result="cannot_reach", words="No such number", by=amina, at=noon)
    picture.insist("to be signed")
    sign_unreached(task_id=one.pk, agreed=True, by=sol, at=noon)
    picture.insist("signed")
    record_call_back(task_id=other.pk, result="told", by=amina, at=noon)
    picture.insist("told")
