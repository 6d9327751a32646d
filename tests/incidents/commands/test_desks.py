"""Desks: kept by an administrator, taken with one key, one person at each."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.desks import keep_desk, retire_desk, sign_on
from incidents.models import DeskLine, DeskTurn
from incidents.queries.desks import desks_shown
from incidents.rules.desks import desk_for, destination
from tests.factories import make_person


@pytest.fixture
def ada(wexmouth):
    return make_person(wexmouth, "admin", "Ada Lane", "administrator")


@pytest.fixture
def desks(ada, noon):
    """D1 for an agent, S1 for a supervisor."""
    return [keep_desk(code=code, name=f"Desk {code}", role=role, by=ada, at=noon) for code, role in (("D1", "agent"), ("S1", "supervisor"))]


def lines(desk) -> list[str]:
    return list(DeskLine.objects.filter(desk=desk).order_by("pk").values_list("what", flat=True))


def test_a_desk_of_the_same_code_is_changed_and_not_made_twice(desks, ada, noon):
    again = keep_desk(code="d1 ", name="By the window", role="dispatcher", patch="Harbour", by=ada, at=noon)
    assert (again.pk, again.name, again.patch) == (desks[0].pk, "By the window", "Harbour")
    assert lines(again) == ["kept", "kept"]


@pytest.mark.parametrize(("change", "code"), [({"name": " "}, "desk-words-missing"), ({"role": "pilot"}, "role-unknown")])
def test_a_desk_needs_words_and_a_role(ada, noon, change, code):
    with pytest.raises(Refusal) as refusal:
        keep_desk(**{"code": "D9", "name": "Desk", "role": "agent", **change}, by=ada, at=noon)
    assert refusal.value.code == code


def test_only_an_administrator_keeps_desks(sol, noon):
    with pytest.raises(NotAllowed):
        keep_desk(code="D1", name="Desk", role="agent", by=sol, at=noon)


def test_signing_on_with_one_key_finds_the_desk_that_is_meant_for_the_role(desks, sol, amina, noon):
    assert sign_on(by=sol, at=noon).desk.code == "S1"
    assert sign_on(by=amina, at=noon).desk.code == "D1"
    assert [desk["person"] for desk in desks_shown(sol.centre_id, noon)] == ["Amina Khan", "Sol Reyes"]
    assert lines(desks[1]) == ["kept", "signed_on"]


def test_a_desk_has_one_person_and_the_second_is_told_who(desks, sol, amina, noon):
    sign_on(desk_id=desks[0].pk, by=amina, at=noon)
    with pytest.raises(Refusal, match="Amina Khan is at D1") as refusal:
        sign_on(desk_id=desks[0].pk, by=sol, at=noon)
    assert refusal.value.code == "desk-taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskTurn.objects.create(centre_id=sol.centre_id, desk=desks[0], person_id=sol.user_id, began_at=noon)


def test_whoever_takes_another_desk_moves(desks, amina, noon):
    sign_on(desk_id=desks[0].pk, by=amina, at=noon)
    sign_on(desk_id=desks[1].pk, by=amina, at=noon)
    assert [turn.ended_how for turn in DeskTurn.objects.order_by("pk")] == ["moved", ""]
    with pytest.raises(Refusal) as refusal:
        sign_on(by=amina, at=noon)
    assert refusal.value.code == "desk-yours"


def test_when_no_desk_is_free_work_goes_on_without_one(desks, sol, amina, dev, noon):
    sign_on(by=sol, at=noon)
    sign_on(by=amina, at=noon)
    with pytest.raises(Refusal, match="goes on without one") as refusal:
        sign_on(by=dev, at=noon)
    assert refusal.value.code == "no-desk-free"


def test_a_desk_whose_person_forgot_to_sign_off_can_be_taken_and_what_they_hold_is_named(desks, gas, amina, dev, noon):
    sign_on(desk_id=desks[0].pk, by=amina, at=noon)
    later = noon + timedelta(hours=13)
    assert desks_shown(amina.centre_id, later)[0]["forgotten"]
    sign_on(desk_id=desks[0].pk, by=dev, at=later)
    assert DeskTurn.objects.get(person_id=amina.user_id).ended_how == "forgotten"
    assert lines(desks[0]) == ["kept", "signed_on", "left", "forgotten", "signed_on"]


def test_a_desk_in_use_is_not_taken_out_of_use(desks, ada, amina, noon):
    turn = sign_on(desk_id=desks[0].pk, by=amina, at=noon)
    with pytest.raises(Refusal, match="Amina Khan") as refusal:
        retire_desk(desk_id=turn.desk_id, by=ada, at=noon)
    assert refusal.value.code == "desk-in-use"
    retire_desk(desk_id=desks[1].pk, by=ada, at=noon)
    with pytest.raises(Refusal) as refusal:
        sign_on(desk_id=desks[1].pk, by=amina, at=noon)
    assert refusal.value.code == "desk-retired"


def test_a_desk_of_another_centre_is_not_there(desks, charlie, noon):
    with pytest.raises(NotFound):
        sign_on(desk_id=desks[0].pk, by=charlie, at=noon)


def test_the_record_of_a_desk_is_never_changed(desks):
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskLine.objects.update(text="Nothing")


def test_the_last_desk_comes_first_and_any_free_one_last():
    free = [(1, "agent"), (2, "supervisor")]
    assert [desk_for("supervisor", last, free) for last in (1, 7, None)] == [1, 2, 2]
    assert desk_for("auditor", None, free) == 1
    assert desk_for("agent", 1, []) is None


@pytest.mark.parametrize(("text", "how"), [("queue", "queue"), (" left ", "left"), ("to:sol", "to:")])
def test_where_something_goes_is_read_from_one_word(text, how):
    assert destination(text).how == how  # type: ignore[union-attr]
    assert destination("to:") is destination("elsewhere") is None
