"""A crew in danger: one named person has it, a checklist, an end with a result; duress keeps the crew's phone as it was."""

import threading

import pytest
from django.db import connection

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.check_plans import set_checks
from incidents.commands.deploy import change_brief, stand_down
from incidents.commands.emergency import end_emergency, own_emergency, press_button, raise_emergency, record_step
from incidents.commands.escalate import take_alarm
from incidents.commands.monitor import answer_check
from incidents.commands.respond import report_status
from incidents.commands.words import agree_words
from incidents.models import Check, Emergency, Escalation, LogLine
from incidents.queries.board import board
from tests.factories import NOON, entries, fresh

SAFE, DURESS = "blue kettle", "Red Lorry"


@pytest.fixture
def mayday(sent, dan, noon) -> Emergency:
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    report_status(deployment_id=sent.pk, status="emergency", by=dan, at=noon)
    return Emergency.objects.get()


@pytest.fixture
def lone(sent, van, dan, sol, noon) -> Check:
    """Dan at the scene, with words agreed and a check planned."""
    agree_words(unit_id=van.pk, holder="Dan Okafor", safe=SAFE, duress=DURESS, by=sol, at=noon)
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    return Check.objects.get()


def test_a_mayday_stands_on_the_board_until_it_has_ended(mayday, sent, dev, noon):
    (card,) = board(sent.incident.centre_id, noon)["emergencies"]
    assert (card["emergency"], card["call_sign"], card["owned_by"]) == ("mayday", "B41", None)
    own_emergency(emergency_id=mayday.pk, by=dev, at=noon)
    record_step(emergency_id=mayday.pk, step="speak", by=dev, at=noon)
    (card,) = board(sent.incident.centre_id, noon)["emergencies"]
    assert (card["owned_by"], card["steps_done"]) == ("Dev Patel", 1)
    end_emergency(emergency_id=mayday.pk, result="Ladder slipped; both down and unhurt", by=dev, at=noon)
    assert board(sent.incident.centre_id, noon)["emergencies"] == []
    assert fresh(sent).status == "on_scene"
    assert {"emergency.mayday", "emergency.owned", "emergency.step", "emergency.ended"} <= set(entries(sent.incident))


def test_whoever_takes_its_alarm_has_the_mayday(mayday, sol, dev, noon):
    take_alarm(alarm_id=mayday.alarm_id, by=sol, at=noon)
    assert fresh(mayday).owned_by_id == sol.user_id
    with pytest.raises(Refusal, match="Sol Reyes has it"):
        own_emergency(emergency_id=mayday.pk, by=dev, at=noon)


def test_an_agent_neither_has_nor_ends_a_mayday(mayday, amina, dev, sol, noon):
    with pytest.raises(NotAllowed):
        own_emergency(emergency_id=mayday.pk, by=amina, at=noon)
    with pytest.raises(Refusal) as unowned:
        end_emergency(emergency_id=mayday.pk, result="Fine", by=sol, at=noon)
    own_emergency(emergency_id=mayday.pk, by=dev, at=noon)
    with pytest.raises(NotAllowed):
        end_emergency(emergency_id=mayday.pk, result="Fine", by=amina, at=noon)
    with pytest.raises(Refusal) as silent:
        end_emergency(emergency_id=mayday.pk, result=" ", by=dev, at=noon)
    assert (unowned.value.code, silent.value.code) == ("emergency-unowned", "words-needed")


def test_a_crew_in_danger_is_not_sent_home(mayday, sent, dan, sol, noon):
    with pytest.raises(Refusal) as no:
        stand_down(deployment_id=sent.pk, why="Done", by=sol, at=noon)
    assert no.value.code == "mayday-open"
    assert fresh(sent).ended_at is None


def test_the_desk_calls_a_mayday_for_a_crew_and_says_what_it_heard(sent, amina, charlie, noon):
    raised = raise_emergency(deployment_id=sent.pk, kind="mayday", how="Mayday twice on channel 3", by=amina, at=noon)
    again = raise_emergency(deployment_id=sent.pk, kind="mayday", how="And once more", by=amina, at=noon)
    assert (raised.pk, raised.how, raised.raised_by_name) == (again.pk, "Mayday twice on channel 3", "Amina Khan")
    with pytest.raises(NotFound):
        own_emergency(emergency_id=raised.pk, by=charlie, at=noon)


def test_the_duress_word_is_red_at_the_desk_and_looks_answered(lone, sent, dan, noon):
    answer_check(check_id=lone.pk, all_well=True, word="  red LORRY ", by=dan, at=noon)
    emergency = Emergency.objects.get()
    assert (emergency.kind, fresh(lone).state, fresh(lone).all_well) == ("duress", "answered", False)
    assert Check.objects.filter(state="planned").count() == 1
    assert LogLine.objects.get(entry="check.answered").text == "B41: gave its word."


def test_no_word_is_kept_anywhere_in_the_clear(lone, sent, dan, amina, noon):
    answer_check(check_id=lone.pk, all_well=True, word=DURESS, by=dan, at=noon)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall()).casefold()
            assert SAFE not in rows and DURESS.casefold() not in rows, table


def test_a_wrong_word_leaves_the_check_open_and_the_third_one_rings(lone, sent, dan, amina, noon):
    for _ in range(3):
        answer_check(check_id=lone.pk, all_well=True, word="green boat", by=dan, at=noon)
    assert (fresh(lone).state, fresh(lone).wrong_words) == ("planned", 3)
    assert Escalation.objects.get().what == "B41 has given a wrong word 3 times"
    with pytest.raises(Refusal) as no:
        answer_check(check_id=lone.pk, all_well=True, word="green boat", by=amina, at=noon)
    assert no.value.code == "word-wrong"


def test_under_duress_nothing_reaches_the_phone_and_the_crew_goes_on_as_ever(lone, sent, dan, sol, dev, noon):
    press_button(deployment_id=sent.pk, by=dan, at=noon)
    for act in (
        lambda: change_brief(deployment_id=sent.pk, task="Leave at once", by=dev, at=noon),
        lambda: stand_down(deployment_id=sent.pk, why="Danger", by=sol, at=noon),
        lambda: report_status(deployment_id=sent.pk, status="committed", by=dev, at=noon),
        lambda: answer_check(check_id=lone.pk, all_well=True, word=SAFE, by=dev, at=noon),
        lambda: raise_emergency(deployment_id=sent.pk, kind="mayday", how="Heard", by=dev, at=noon),
    ):
        with pytest.raises(Refusal) as no:
            act()
        assert no.value.code == "silent"
    set_checks(incident_id=sent.incident_id, interval_min=5, grace_min=2, reason="Duress", by=dev, at=noon)
    report_status(deployment_id=sent.pk, status="clear", by=dan, at=noon)
    assert Emergency.objects.open().count() == 1


def test_only_a_supervisor_ends_silent_listening(lone, sent, dan, dev, sol, noon):
    press_button(deployment_id=sent.pk, by=dan, at=noon)
    duress = Emergency.objects.get()
    own_emergency(emergency_id=duress.pk, by=dev, at=noon)
    with pytest.raises(NotAllowed):
        end_emergency(emergency_id=duress.pk, result="Police are there", by=dev, at=noon)
    end_emergency(emergency_id=duress.pk, result="Police spoke to Dan: safe", by=sol, at=noon)
    assert Emergency.objects.open().count() == 0


def test_words_are_agreed_with_a_supervisor_and_are_not_alike(van, amina, sol, charlie, noon):
    with pytest.raises(NotAllowed):
        agree_words(unit_id=van.pk, holder="Dan", safe=SAFE, duress=DURESS, by=amina, at=noon)
    with pytest.raises(NotFound):
        agree_words(unit_id=van.pk, holder="Dan", safe=SAFE, duress=DURESS, by=charlie, at=noon)
    for safe, duress, code in (
        ("abc", DURESS, "word-too-short"),
        ("lorry", "red lorry", "words-too-alike"),
        (SAFE, "BLUE  kettle", "words-too-alike"),
    ):
        with pytest.raises(Refusal) as no:
            agree_words(unit_id=van.pk, holder="Dan", safe=safe, duress=duress, by=sol, at=noon)
        assert no.value.code == code


@pytest.mark.needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_exactly_one_has_it(sent, dan, dev, sol, noon):
    report_status(deployment_id=sent.pk, status="emergency", by=dan, at=noon)
    emergency = Emergency.objects.get()
    start, answers = threading.Barrier(2), []

    def press(person) -> None:
        try:
            start.wait()
            own_emergency(emergency_id=emergency.pk, by=person, at=NOON)
            answers.append("mine")
        except Refusal as no:
            answers.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in (dev, sol)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["emergency-owned", "mine"]
    assert LogLine.objects.filter(entry="emergency.owned").count() == 1
