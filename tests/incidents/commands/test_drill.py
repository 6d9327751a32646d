"""Drills: a training room with copies of what people need, that leaves the working centre as it is and tells nobody anything."""

from datetime import timedelta

import pytest

from dispatch.accounts.actors import staff_of
from dispatch.accounts.models import Centre, Membership
from dispatch.clock.models import Timer
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.deliver import deliver, take_due
from incidents.commands.drill import end_drill, enter_drill, open_drill, pause_drill, resume_drill
from incidents.commands.intake import open_incident
from incidents.models import Contact, Desk, Drill, Incident, Message, ProcedurePack
from incidents.queries.board import board
from incidents.queries.clock_prints import clock_prints
from incidents.queries.where import places_for
from resources.commands.site_notes import add_site_note, retire_site_note
from resources.models import Organisation, Unit
from resources.queries.site_notes import notes_of as site_notes_of
from tests.factories import NOON, fresh, let_time_pass, log_incident, make_person, make_place, make_unit, offer
from tests.incidents.drills import OPENED, after, names_of, opened, past_shift, play


@pytest.fixture
def shift(telephony, amina):
    return past_shift(telephony, amina)


def in_the_room(drill, person):
    """The same person in the training room."""
    return staff_of(Membership.objects.select_related("user", "centre").get(centre_id=drill.room_id, user_id=person.user_id))


def test_the_training_room_has_what_people_need_and_nobodys_number(wexmouth, shift, sol, amina, noon):
    Desk.objects.create(centre=wexmouth, code="D1", name="First", role="agent", made_at=noon)
    make_unit(wexmouth, "EX9", exercise=True)
    room = opened(sol, sol, amina).room
    assert room.is_training_room and room not in Centre.objects.working() and room not in Centre.objects.of_their_own()
    ours, theirs = ProcedurePack.objects.of(wexmouth.pk).live(), ProcedurePack.objects.of(room.pk).live()
    assert sorted(ours.values_list("digest", flat=True)) == sorted(theirs.values_list("digest", flat=True))
    unit = Unit.objects.get(centre=room)
    assert (unit.call_sign, unit.exercise, unit.status, unit.email, unit.codes) == ("B41", True, "available", "", ["housing_duty"])
    assert Desk.objects.of(room.pk).get().code == "D1"
    numbers = Organisation.objects.filter(centre=room).values_list("telephone", "email")
    assert numbers and all(number.startswith("01632 9609") and not email for number, email in numbers)
    assert in_the_room(Drill.objects.get(), amina).role == "agent"


def test_the_working_centre_stays_as_it_is(wexmouth, shift, sol, amina):
    before, number = board(wexmouth.pk, OPENED), fresh(wexmouth).last_incident_number
    drill = opened(sol, amina)
    play(drill, 1, 2)
    call = Contact.objects.get(centre=drill.room)
    open_incident(centre=drill.room, by=in_the_room(drill, amina), at=after(5, OPENED), contact_id=call.pk)
    end_drill(drill_id=drill.pk, by=sol, at=after(9, OPENED))
    assert board(wexmouth.pk, OPENED) == before and fresh(wexmouth).last_incident_number == number


def test_everything_in_a_training_room_is_an_exercise_whoever_makes_it(shift, sol, amina):
    drill = opened(sol, amina)
    there = in_the_room(drill, amina)
    assert offer(there, at=OPENED).exercise
    assert open_incident(centre=drill.room, by=there, at=OPENED, summary="Nobody said so").exercise


def test_the_room_uses_the_gazetteer_and_site_notes_of_the_working_centre_and_changes_neither(wexmouth, shift, sol, noon):
    place = make_place(wexmouth, "14", "Alder Road")
    note = add_site_note(place_id=place.pk, text="Dog", review_on=noon.date() + timedelta(days=90), by=sol, at=noon)
    drill = opened(sol)
    for text in ("14 alder road", "14 aldr road"):
        found = places_for(drill.room_id, text)["results"]
        assert [(each["id"], [every["text"] for every in each["site_notes"]]) for each in found] == [(place.pk, ["Dog"])], text
    assert site_notes_of(drill.room_id, place.pk)[0]["id"] == note.pk
    with pytest.raises(Refusal) as written:
        add_site_note(place_id=place.pk, text="Cat", review_on=noon.date() + timedelta(days=90), by=in_the_room(drill, sol), at=OPENED)
    assert written.value.code == "a-drill"
    with pytest.raises(NotFound):
        retire_site_note(note_id=note.pk, why="Played", by=in_the_room(drill, sol), at=OPENED)
    logged = log_incident(in_the_room(drill, sol), gazetteer=place.pk, place_text="", lat=None, lon=None, at=OPENED)
    assert logged.place_text.startswith("14 Alder Road")


def test_no_message_leaves_a_training_room(shift, sol, amina, settings):
    drill = opened(sol, amina)
    telling = {"channel": "email", "to_name": "B41", "address": "b41@wexmouth.example", "subject": "Go", "body": "Go"}
    message = Message.objects.create(centre=drill.room, key="brief-drill", queued_at=OPENED, next_at=OPENED, **telling)
    assert message.pk in take_due(at=OPENED)
    assert not deliver(message_id=message.pk, at=OPENED)
    assert fresh(message).state == "withheld" and not fresh(message).attempts


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"speed": 3}, "speed-unknown"),
        ({"until_at": NOON}, "window-invalid"),
        ({"until_at": NOON + timedelta(hours=12, seconds=1)}, "window-invalid"),
        ({"until_at": OPENED + timedelta(seconds=1)}, "still-to-come"),
        ({"from_at": NOON - timedelta(minutes=1)}, "before-the-record"),
        ({"from_at": NOON + timedelta(minutes=50)}, "nothing-recorded"),
        ({"people": []}, "people-needed"),
        ({"people": [f"p{number}" for number in range(70)]}, "people-needed"),
        ({"people": ["nobody"]}, "person-unknown"),
    ],
)
def test_only_a_past_shift_of_the_record_is_replayed_with_people_of_the_centre(shift, sol, wrong, code):
    good = {"from_at": NOON, "until_at": NOON + timedelta(hours=1), "speed": 1, "people": names_of(sol)}
    at = NOON + timedelta(days=2) if code == "window-invalid" else OPENED
    with pytest.raises(Refusal) as refusal:
        open_drill(**{**good, **wrong}, by=sol, at=at)
    assert refusal.value.code == code
    assert not Drill.objects.exists() and not Centre.objects.exclude(drill_of=None).exists()


def test_who_watches_nothing_or_works_elsewhere_takes_no_part(shift, sol, ana, charlie, telephony):
    for stranger in (ana, charlie, telephony):
        with pytest.raises(Refusal) as refusal:
            opened(sol, sol, stranger)
        assert refusal.value.code == "person-unknown"


def test_a_drill_is_opened_by_those_in_charge_one_at_a_time_and_never_inside_another(shift, sol, amina):
    with pytest.raises(NotAllowed):
        opened(amina)
    drill = opened(sol)
    with pytest.raises(Refusal) as second:
        opened(sol)
    inside = in_the_room(drill, sol)
    offer(inside, at=OPENED)
    with pytest.raises(Refusal) as nested:
        open_drill(from_at=OPENED, until_at=after(1, OPENED), speed=1, people=names_of(sol), by=inside, at=after(2, OPENED))
    assert (second.value.code, nested.value.code) == ("drill-under-way", "drill-in-a-drill")
    end_drill(drill_id=drill.pk, by=sol, at=after(60, OPENED))
    assert opened(sol, at=after(70, OPENED)).room != drill.room


def test_it_is_paused_goes_on_and_ends_from_either_room(shift, sol, tess, amina):
    drill = opened(sol, amina, tess)
    pause_drill(drill_id=drill.pk, by=in_the_room(drill, tess), at=after(10, OPENED))
    pause_drill(drill_id=drill.pk, by=sol, at=after(20, OPENED))
    resume_drill(drill_id=drill.pk, by=sol, at=after(30, OPENED))
    resume_drill(drill_id=drill.pk, by=sol, at=after(40, OPENED))
    assert list(drill.pauses.values_list("began_at", "ended_at")) == [(after(10, OPENED), after(30, OPENED))]
    for act in (pause_drill, resume_drill, end_drill):
        with pytest.raises(NotAllowed):
            act(drill_id=drill.pk, by=in_the_room(drill, amina), at=after(50, OPENED))
    end_drill(drill_id=drill.pk, by=sol, at=after(50, OPENED))
    with pytest.raises(Refusal) as again:
        end_drill(drill_id=drill.pk, by=sol, at=after(51, OPENED))
    assert again.value.code == "drill-ended"


def test_a_stranger_finds_no_drill(shift, sol, charlie):
    drill = opened(sol)
    for act in (pause_drill, resume_drill, end_drill, enter_drill):
        with pytest.raises(NotFound):
            act(drill_id=drill.pk, by=charlie, at=OPENED)


def test_who_takes_part_enters_and_nobody_else(wexmouth, shift, sol, amina, dev):
    drill = opened(sol, amina)
    enter_drill(drill_id=drill.pk, by=amina, at=after(5, OPENED))
    enter_drill(drill_id=drill.pk, by=in_the_room(drill, amina), at=after(9, OPENED))
    assert drill.seats.get().entered_at == after(5, OPENED)
    with pytest.raises(Refusal) as refusal:
        enter_drill(drill_id=drill.pk, by=dev, at=OPENED)
    assert refusal.value.code == "no-seat"
    with pytest.raises(NotAllowed):
        enter_drill(drill_id=drill.pk, by=make_person(wexmouth, "writer", "A Writer", "procedure_author"), at=OPENED)


def test_the_end_takes_everybody_out_and_stops_every_clock(shift, sol, amina):
    drill = opened(sol, amina)
    play(drill, 1)
    open_incident(centre=drill.room, by=in_the_room(drill, amina), at=OPENED, summary="Left open", lat=50.57, lon=-2.98)
    assert Timer.objects.armed().filter(centre=drill.room).exists() and drill.room_id in centres_looked_at()
    end_drill(drill_id=drill.pk, by=sol, at=after(5, OPENED))
    assert not Membership.objects.filter(centre=drill.room).exists() and drill.seats.count() == 1
    assert not Timer.objects.armed().filter(centre=drill.room).exists() and drill.room_id not in centres_looked_at()
    assert "not-answered" not in let_time_pass(after(3600, OPENED))


def centres_looked_at() -> set[int]:
    """Whose open incidents the auditor of clocks looks at."""
    return set(Incident.objects.filter(pk__in=clock_prints()).values_list("centre_id", flat=True))
