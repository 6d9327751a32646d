"""A drill plays by itself: what was recorded comes again at its time, without anybody's name, and crews work as they did."""

import pytest
from django.utils import timezone

from dispatch.accounts.actors import Console
from incidents import tasks
from incidents.commands.contacts import answer_contact
from incidents.commands.drill import end_drill, pause_drill, resume_drill
from incidents.commands.drill_play import play_drill, play_next_contact
from incidents.models import Contact, Deployment, Drill, Incident
from resources.models import Unit
from tests.factories import LEAK, answer_all, fresh, log_incident, offer, send
from tests.incidents.commands.test_drill import in_the_room
from tests.incidents.drills import OPENED, after, every, opened, past_shift, play


@pytest.fixture
def shift(telephony, amina):
    return past_shift(telephony, amina)


def came(drill) -> list[float]:
    """Seconds after the opening at which contacts came."""
    offered = Contact.objects.of(drill.room_id).order_by("pk").values_list("offered_at", flat=True)
    return [(at - drill.opened_at).total_seconds() for at in offered]


@pytest.mark.parametrize(("speed", "times"), [(1, [10, 600, 1200]), (10, [10, 60, 120])])
def test_contacts_come_at_their_recorded_distances_divided_by_the_speed(shift, sol, speed, times):
    drill = opened(sol, speed=speed)
    play(drill, *every(10, 1300))
    assert came(drill) == times


def test_what_was_said_comes_again_but_never_who_said_it(shift, sol):
    drill = opened(sol)
    play(drill, *every(20, 1220))
    first, _, last = Contact.objects.of(drill.room_id).order_by("pk")
    assert (first.channel, first.line, first.exercise, first.caller_name) == ("telephone", "Repairs", True, "")
    assert first.words == "(name left out): water through the ceiling, ring (number left out)"
    assert (first.place_text, first.lat) == ("14 Harbour Lane", 50.5745)
    assert first.caller_number == last.caller_number == "01632 960001", "the same caller has the same number"
    assert first.source_reference == f"drill-{drill.pk}-1"


def test_it_stands_still_in_a_pause_and_plays_nothing_after_its_end(shift, sol):
    drill = opened(sol)
    play(drill, 1)
    pause_drill(drill_id=drill.pk, by=sol, at=after(2, OPENED))
    assert play(drill, 610, 700) == [0, 0]
    resume_drill(drill_id=drill.pk, by=sol, at=after(702, OPENED))
    assert play(drill, 720, *every(20, 1280))[0] == 0
    play(drill, 1290, 1301)
    assert came(drill) == [1, 1301]
    end_drill(drill_id=drill.pk, by=sol, at=after(1302, OPENED))
    assert play(drill, 5000) == [0]


def test_while_nothing_played_it_it_stood_still(shift, sol):
    drill = opened(sol)
    play(drill, 1)
    assert play(drill, 4000) == [0], "whoever played it had died"
    assert play(drill, *every(20, 4580))[-1] == 0 and play(drill, 4600) == [1]
    assert drill.pauses.get().began_by_name == "Console"


def test_it_goes_on_where_it_was_killed_and_doubles_nothing(shift, sol, monkeypatch):
    drill = opened(sol, speed=10)
    monkeypatch.setattr("incidents.commands.drill_play.contact_again", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        play(drill, 1)
    monkeypatch.undo()
    assert not Contact.objects.of(drill.room_id).exists()
    console = Console(drill.room_id)
    assert play_next_contact(drill_id=drill.pk, by=console, at=after(2, OPENED)) is not None
    assert play_next_contact(drill_id=drill.pk, by=console, at=after(2, OPENED)) is None
    assert Contact.objects.of(drill.room_id).count() == 1


def test_a_caller_who_hung_up_hangs_up_again_unless_somebody_answers(shift, sol, amina):
    drill = opened(sol, amina)
    play(drill, *every(20, 1200))
    last = Contact.objects.of(drill.room_id).order_by("pk").last()
    play(drill, 1229)
    assert fresh(last).state == "waiting"
    play(drill, 1230)
    assert fresh(last).lost == "abandoned"
    second = Contact.objects.of(drill.room_id).order_by("pk")[1]
    answer_contact(contact_id=second.pk, by=in_the_room(drill, amina), at=after(1231, OPENED))
    play(drill, 1240)
    assert fresh(second).lost == ""


def test_a_crew_answers_drives_arrives_and_finishes_as_fast_as_in_the_shift(shift, sol, amina):
    drill = opened(sol, amina, speed=2)
    assert drill.pace["acknowledged"] == {"s": 20.0, "n": 1} and drill.pace["clear"]["n"] == 0
    there = in_the_room(drill, amina)
    incident = answer_all(log_incident(there, "FLOOD", at=OPENED, summary="Water"), LEAK, by=there, at=OPENED)
    sent = send(incident, "B41", by=there, at=OPENED)
    play(drill, *every(1, 30))
    crew, unit = fresh(sent), Unit.objects.get(pk=sent.unit_id)
    assert (crew.acknowledged_at, crew.en_route_at, crew.status) == (after(10, OPENED), after(20, OPENED), "en_route")
    assert 50.5745 < unit.lat < 50.5763, "it drives"
    play(drill, *every(5, 105))
    assert fresh(sent).at_scene_at == after(100, OPENED) and fresh(unit).lat == incident.lat
    play(drill, *every(20, 900))
    assert fresh(sent).status == "clear"
    assert Deployment.objects.filter(incident__centre=drill.centre, status="on_scene").count() == 1, "the real crew has not moved"


def test_a_crew_waits_while_the_drill_stands_still(shift, sol, amina):
    drill = opened(sol, amina)
    there = in_the_room(drill, amina)
    sent = send(log_incident(there, at=OPENED), "B41", by=there, at=OPENED)
    pause_drill(drill_id=drill.pk, by=sol, at=after(10, OPENED))
    resume_drill(drill_id=drill.pk, by=sol, at=after(1010, OPENED))
    play(drill, 1019)
    assert fresh(sent).status == "alerted"
    play(drill, 1020)
    assert fresh(sent).status == "acknowledged"


def test_a_drill_that_cannot_be_played_holds_up_no_other(shift, sol, elsewhere, charlie, monkeypatch):
    offer(charlie)
    broken, whole = opened(sol), opened(charlie)
    for each in (broken, whole):
        Drill.objects.filter(pk=each.pk).update(opened_at=timezone.now(), seen_at=timezone.now())
    play = tasks.play_drill
    monkeypatch.setattr(tasks, "let_go", lambda: None)  # the test's own transaction lives in this session
    monkeypatch.setattr(
        tasks, "play_drill", lambda *, drill_id, **told: 1 / 0 if drill_id == broken.pk else play(drill_id=drill_id, **told)
    )
    tasks.pump_drills()
    assert Contact.objects.of(whole.room_id).count() == 1 and not Contact.objects.of(broken.room_id).exists()


def test_a_drill_that_nobody_ended_is_ended_after_a_day(shift, sol):
    drill = opened(sol)
    play_drill(drill_id=drill.pk, by=Console(drill.centre_id), at=after(24 * 3600 + 1, OPENED))
    assert fresh(drill).ended_by_name == "Console"


def test_played_incidents_are_in_no_figure(shift, sol, amina):
    drill = opened(sol, amina)
    log_incident(in_the_room(drill, amina), at=OPENED)
    assert not Incident.objects.counted().filter(centre=drill.room).exists()
