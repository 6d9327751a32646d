"""METHANE, the levels of command, and IIMARCH in a crew's brief: pure rules."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.jesip import IIMARCH, JDM, as_crew_brief, decision_text, own_task
from incidents.rules.major import FIELDS, FUNCTIONS, LEVELS, acronym, as_text, changed_letters, may_be_major, people_known, roles_of

words = st.text(min_size=1, max_size=20).filter(lambda text: "INTENT" not in text)
letters = st.fixed_dictionaries(dict.fromkeys(FIELDS, st.sampled_from(["", "a", "b"])))


@given(letters, letters)
def test_exactly_the_letters_that_differ_are_marked(before, after):
    changed = changed_letters(before, after)
    assert {code: after[code] for code in changed} | {code: before[code] for code in FIELDS if code not in changed} == after
    assert changed == [code for code in FIELDS if code in changed]
    assert all(before[code] != after[code] for code in changed)


@given(st.fixed_dictionaries(dict.fromkeys(IIMARCH, words)), words, words)
def test_a_crew_keeps_its_own_task_through_any_number_of_briefings(said, task, place):
    once = as_crew_brief(said, task=task, place=place)
    assert own_task(once["task"]) == task and once["place_and_access"] == place
    assert as_crew_brief(said, task=once["task"], place=place) == once
    assert all(any(part in written for written in once.values()) for part in said.values())


def test_the_m_is_only_there_once_it_is_a_major_incident():
    assert (acronym(""), acronym("standby"), acronym("declared")) == ("ETHANE", "METHANE", "METHANE")
    said = dict.fromkeys(FIELDS, "") | {"hazards": "Smoke"}
    assert as_text(said, major="") == "Hazards: Smoke"
    assert as_text(said, major="declared") == "Major incident: declared\nHazards: Smoke"


def test_every_way_of_naming_the_levels_has_three_and_the_functions():
    for code, names in LEVELS.items():
        assert len(names) == 3 and set(roles_of(code)) == {*names, *FUNCTIONS}


def test_many_callers_crews_or_parts_make_the_console_offer_it():
    calm = {"contacts": 4, "crews": 2, "linked": 2}
    assert not may_be_major(**calm)
    assert all(may_be_major(**calm | {name: number + 1}) for name, number in calm.items())


def test_a_decision_in_words_holds_what_was_weighed_and_nothing_empty():
    steps = dict.fromkeys(JDM, "") | {"gather": "Smoke"}
    assert decision_text("Evacuate", steps, "Both") == "Evacuate (decided by Both)\nGather information and intelligence: Smoke"


def test_casualties_begin_with_what_is_known_of_people_and_not_of_things():
    assert people_known(["structure", "trapped", "life_risk"]) == "Number not known. Reported: people trapped, a risk to life."
    assert people_known(["structure", "gas"]) == people_known([]) == "Not known yet."
