"""Contacts move as the table says, and in no other way."""

import itertools

import pytest

from incidents.models import Contact
from incidents.rules.answering import TARGETS, turn_of
from incidents.rules.contact_moves import MOVES, Move, after
from incidents.rules.numbers import normalised
from incidents.rules.silence import OUTCOMES, STEPS, missing_before

STATES = set(Contact.State.values)


def test_every_pair_of_move_and_state_is_decided():
    every = itertools.product(Move, STATES, (False, True))
    allowed = {(move, state) for move, state, offered in every if after(move, state, offered=offered) is not None}
    assert allowed == {(move, state) for move, table in MOVES.items() for state in table}
    assert {state for table in MOVES.values() for state in (*table, *table.values())} == STATES
    assert not [move for move in Move if after(move, "ended", offered=False)], "what has ended stays ended"


def test_part_of_an_incident_an_offer_is_answered_before_anything_else():
    offered = {move for move in Move if after(move, "linked", offered=True)}
    assert offered == {Move.ACCEPT, Move.COME_BACK}
    assert offered.isdisjoint(move for move in Move if after(move, "linked", offered=False))


def test_every_channel_has_a_target_with_its_basis():
    assert set(TARGETS) == set(Contact.Channel.values)
    assert all(target.answer_s > 0 and target.basis for target in TARGETS.values())


def test_who_waits_at_the_other_end_goes_before_what_was_written():
    assert turn_of("telephone", "waiting") == turn_of("email", "transfer") == 0
    assert turn_of("email", "waiting") == turn_of("telephone", "callback") == 1
    assert turn_of("telephone", "answered") == 2


@pytest.mark.parametrize(
    "raw", ["07700 900123", "+447700900123", "0044 7700 900123", "sip:+447700900123@pbx.example", "18000 07700 900123"]
)
def test_a_number_is_the_same_however_it_is_written(raw):
    assert normalised(raw, "GB") == "+447700900123"


@pytest.mark.parametrize("raw", ["", "withheld", "anonymous", "Private", "0", "999", "1" * 40, "sip:anonymous@anonymous.invalid", "\x00"])
def test_a_withheld_number_is_nobodys(raw):
    assert normalised(raw, "GB") == ""


def test_only_nothing_and_an_accident_need_every_step():
    every = [step.code for step in STEPS]
    for outcome in OUTCOMES:
        assert missing_before(outcome, every) == []
        assert bool(missing_before(outcome, every[:-1])) == (outcome in ("nothing", "accidental"))
