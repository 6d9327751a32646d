"""Every story can be lived through on the shipped procedures: its answers lead exactly where it says."""

import re
from functools import cache
from pathlib import Path

import pytest

from incidents.demo.stories import CLOSING_FACTS, STORIES, Story
from incidents.rules.decision_path import Given, Walk, walk
from incidents.rules.packs import IncidentType, PackSet, read_folder

CHANNELS = {"telephone", "text", "relay", "email", "web", "alarm", "partner", "in_person"}
NUMBERS = r"(01632 960\d{3}|07700 900\d{3})"


@cache
def packs() -> PackSet:
    return read_folder(Path(__file__).resolve().parents[3] / "incidents" / "packs")


@cache
def kinds() -> dict[str, IncidentType]:
    return {kind.code: kind for pack in packs().packs for kind in pack.incident_types}


def walked(type_code: str, answers: tuple[tuple[str, str], ...]) -> Walk:
    return walk(kinds()[type_code], [Given(question, answer) for question, answer in answers])


def end_of(story: Story) -> Walk:
    first = walked(story.type_code, story.answers)
    return walked(first.transfer, story.after_transfer) if first.transfer else first


def last_type(story: Story) -> IncidentType:
    return kinds()[walked(story.type_code, story.answers).transfer or story.type_code]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.code)
def test_its_answers_lead_to_its_outcome(story: Story) -> None:
    outcome = end_of(story).outcome
    assert outcome is not None
    assert outcome.id == story.outcome


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.code)
def test_it_happens_at_an_address_of_the_town(story: Story) -> None:
    assert story.premises.line == story.place


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.code)
def test_it_can_be_closed(story: Story) -> None:
    core = packs().core
    assert core is not None
    assert story.close_code in core.close_codes
    assert story.closing
    assert set(last_type(story).close_requires) <= set(CLOSING_FACTS)


def test_a_crew_that_is_sent_reports_something() -> None:
    silent = [story.code for story in STORIES if (outcome := end_of(story).outcome) and outcome.deploys and not story.updates]
    assert silent == []


def test_there_are_forty_or_more_and_every_incident_type_has_two() -> None:
    assert len(STORIES) >= 40
    counted = {code: sum(story.type_code == code for story in STORIES) for code in kinds()}
    assert min(counted.values()) >= 2, counted


def test_every_priority_comes_up() -> None:
    assert {outcome.priority for story in STORIES if (outcome := end_of(story).outcome)} == {"P1", "P2", "P3", "P4", "P5"}


def test_codes_and_numbers_are_used_once_and_the_numbers_ring_nobody() -> None:
    for found in ([story.code for story in STORIES], [story.number for story in STORIES]):
        assert len(set(found)) == len(found)
    assert all(re.fullmatch(NUMBERS, story.number) for story in STORIES)


def test_channels_are_those_that_a_contact_may_have() -> None:
    assert {story.channel for story in STORIES} <= CHANNELS


def test_no_closing_fact_is_left_over() -> None:
    assert set(CLOSING_FACTS) == {fact for kind in kinds().values() for fact in kind.close_requires}
