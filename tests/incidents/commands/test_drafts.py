"""Drafts: every word is kept, no window writes over another unseen, and a colleague can take over."""

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.drafts import Typed, keep_drafts, take_draft
from incidents.models import Draft, LogLine
from incidents.queries.drafts import drafts_of, place_of
from tests.factories import fresh, log_incident


def typed(text, *, field="summary", turn=1, version=0, over=""):
    return Typed(field=field, text=text, over=over, version=version, turn=turn)


@pytest.fixture
def where(gas, amina):
    return place_of(amina, reference=gas.reference)


def kept(where, *fields, by, at, writer="one"):
    return keep_drafts(where=where, writer=writer, typed=fields, by=by, at=at)


def shown(where, by, at):
    return {each["field"]: (each["text"], each["mine"]) for each in drafts_of(by, where, at=at)}


def test_what_is_typed_is_kept_word_by_word_without_a_log_line_or_a_board_number(where, gas, amina, noon):
    before = (LogLine.objects.count(), fresh(gas).revision)
    for turn, text in enumerate(("Sm", "Smell of", "Smell of gas "), 1):
        assert kept(where, typed(text, turn=turn), by=amina, at=noon) == []
    assert shown(where, amina, noon) == {"summary": ("Smell of gas ", True)}
    assert (LogLine.objects.count(), fresh(gas).revision) == before


def test_a_late_save_of_an_earlier_turn_changes_nothing(where, amina, noon):
    kept(where, typed("Smell of gas", turn=5), by=amina, at=noon)
    kept(where, typed("Smell", turn=4), by=amina, at=noon)
    assert Draft.objects.get().text == "Smell of gas"


def test_another_window_never_writes_over_words_it_has_not_seen(where, amina, noon):
    kept(where, typed("Smell of gas"), by=amina, at=noon)
    (theirs,) = kept(where, typed("Water"), by=amina, at=noon, writer="two")
    assert (theirs.text, Draft.objects.get().text) == ("Smell of gas", "Smell of gas")
    assert kept(where, typed("Water", version=theirs.version), by=amina, at=noon, writer="two") == []
    assert Draft.objects.get().text == "Water"


def test_what_was_sent_is_let_go_of_but_not_what_another_window_typed_since(where, amina, noon):
    kept(where, typed("Gas"), typed("Dog", field="hazards"), by=amina, at=noon)
    kept(where, typed(None, turn=2), by=amina, at=noon)
    assert shown(where, amina, noon) == {"hazards": ("Dog", True)}
    assert len(kept(where, typed(None, field="hazards"), by=amina, at=noon, writer="two")) == 1


def test_a_colleague_sees_it_takes_it_over_and_the_first_can_go_on(where, amina, dev, noon):
    kept(where, typed("Smell of gas"), by=amina, at=noon)
    assert shown(where, dev, noon) == {"summary": ("Smell of gas", False)}
    taken = take_draft(draft_id=Draft.objects.get().pk, by=dev, at=noon)
    assert (taken.person_id, taken.text) == (dev.user_id, "Smell of gas")
    assert kept(where, typed("Smell of gas and smoke", turn=2), by=amina, at=noon) == []
    assert Draft.objects.count() == 2


def test_words_of_ones_own_are_not_lost_by_taking_over(where, amina, dev, noon):
    kept(where, typed("Smell of gas"), by=amina, at=noon)
    kept(where, typed("Leak"), by=dev, at=noon)
    with pytest.raises(Refusal) as refusal:
        take_draft(draft_id=Draft.objects.get(person_id=amina.user_id).pk, by=dev, at=noon)
    assert refusal.value.code == "draft-own"


def test_what_is_new_is_ones_own_and_a_contacts_words_go_with_it(call, amina, dev, noon):
    new = place_of(amina)
    kept(new, typed("Not logged yet"), by=amina, at=noon)
    assert (shown(new, amina, noon), shown(new, dev, noon)) == ({"summary": ("Not logged yet", True)}, {})
    with pytest.raises(NotFound):
        take_draft(draft_id=Draft.objects.get().pk, by=dev, at=noon)
    kept(place_of(amina, contact_id=call.pk), typed("Gas", field="hazards"), by=amina, at=noon)
    incident = log_incident(amina, contact_id=call.pk)
    assert "hazards" in shown(place_of(amina, reference=incident.reference), amina, noon)


def test_only_colleagues_of_the_floor_may_and_strangers_find_nothing(where, gas, amina, charlie, telephony, noon):
    kept(where, typed("Smell of gas"), by=amina, at=noon)
    with pytest.raises(NotAllowed):
        kept(where, typed("x"), by=telephony, at=noon)
    with pytest.raises(NotFound):
        place_of(charlie, reference=gas.reference)
    with pytest.raises(NotFound):
        take_draft(draft_id=Draft.objects.get().pk, by=charlie, at=noon)
