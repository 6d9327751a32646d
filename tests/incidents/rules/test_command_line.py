"""The command bar's language: places, names, short forms, and refusals in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.command_completion import complete
from incidents.rules.command_line import VERBS, NotUnderstood, Order, parse

UNITS = ["M21", "M22", "R7", "R71", "K9"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="="), min_size=1)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("D M21 1042", Order("D", ("M21",), "1042")),
        ("d m21 1042", Order("D", ("M21",), "1042")),
        ("D M21 M22 1042", Order("D", ("M21", "M22"), "1042")),
        ("D M21,M22 1042", Order("D", ("M21", "M22"), "1042")),
        ("D M21 M21 1042", Order("D", ("M21",), "1042")),
        ("DE K 1042", Order("DE", ("K9",), "1042")),
        ("DO R7 1042", Order("DO", ("R7",), "1042")),
        ("DISP M21 1042", Order("D", ("M21",), "1042")),
        ("AK M21", Order("AK", ("M21",))),
        ("AR M21 R7", Order("AR", ("M21", "R7"))),
        ("C M21", Order("CL", ("M21",))),
        ("SD M21 not needed", Order("SD", ("M21",), words="not needed")),
        ("N 1042 two people, one = hurt", Order("N", incident="1042", words="two people, one = hurt")),
        ("WC M21 ok", Order("WC", ("M21",), all_well=True)),
        ("WC M21 help man with a knife", Order("WC", ("M21",), words="man with a knife", all_well=False)),
        ("P 1042 p1 child inside", Order("P", incident="1042", words="child inside", priority="P1")),
        ("ES 1042 evacuate the block?", Order("ES", incident="1042", words="evacuate the block?")),
        ("MI 1042 three streets", Order("MI", incident="1042", words="three streets")),
        ("TA", Order("TA")),
        ("ON", Order("ON")),
        ("on d1", Order("ON", desk="d1")),
        ("OFF", Order("OFF")),
        ("OFF left back at noon", Order("OFF", where="left", words="back at noon")),
        ("1042", Order("OPEN", incident="1042")),
        ("D incident=1042 unit=M21", Order("D", ("M21",), "1042")),
        ("D unit=M21,M22 incident=1042", Order("D", ("M21", "M22"), "1042")),
        ("D M21 incident=1042", Order("D", ("M21",), "1042")),
        ("SD unit=M21 reason=not needed any more", Order("SD", ("M21",), words="not needed any more")),
        ("N incident=1042 text=a = b", Order("N", incident="1042", words="a = b")),
        ("P incident=1042 priority=P2 reason=gas", Order("P", incident="1042", words="gas", priority="P2")),
        ("WC unit=M21 answer=help words=hurt", Order("WC", ("M21",), words="hurt", all_well=False)),
    ],
)
def test_a_line_means_one_order(line: str, order: Order) -> None:
    assert parse(line, UNITS) == order


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "Type a command."),
        ("   ", "Type a command."),
        ("Z M21", "There is no command “Z”."),
        ("A M21", "“A” could be AK or AR."),
        ("D M2 1042", "“M2” could be M21 or M22."),
        ("D X9 1042", "There is no unit called “X9”."),
        ("D M21", "Say which incident: D M21 1042"),
        ("D 1042", "Say which unit: D M21 1042"),
        ("D M21 unit=M22 1042", "“M21” is not the number of an incident."),
        ("N 1042", "Say why, or what"),
        ("N harbour text", "“harbour” is not the number of an incident."),
        ("P 1042 P9 because", "A priority is one of"),
        ("P 1042 P1", "Say why, or what"),
        ("WC M21", "Say ok or help"),
        ("WC M21 perhaps", "Say ok or help"),
        ("SD M21", "Say why, or what"),
        ("TA 7", "“7” is too much here."),
        ("AR M21 priority=P1", "AR does not take priority."),
        ("N " + "x" * 600, "A command has at most 500 characters."),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(line: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse(line, UNITS)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_whole_call_sign_wins_over_the_longer_ones_it_begins() -> None:
    assert parse("AR R7", UNITS).units == ("R7",)


@given(st.text(max_size=600))
def test_any_text_is_an_order_or_one_sentence(text: str) -> None:
    try:
        order = parse(text, UNITS)
    except NotUnderstood as no:
        assert str(no)
    else:
        assert set(order.units) <= set(UNITS)


@given(st.sampled_from(VERBS), st.text(max_size=120))
def test_any_rest_of_a_known_verb_is_an_order_or_one_sentence(verb, rest: str) -> None:
    try:
        order = parse(f"{verb.code} {rest}", UNITS)
    except NotUnderstood as no:
        assert str(no)
    else:
        assert order.verb == verb.code
        assert bool(order.incident) == ("incident" in verb.needs)


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True), st.integers(1, 10**9))
def test_places_and_names_say_the_same(units: list[str], number: int) -> None:
    assert parse(f"D {' '.join(units)} {number}", UNITS) == parse(f"D incident={number} units={','.join(units)}", UNITS)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_a_note_keeps_its_words(words: list[str]) -> None:
    text = " ".join(words)[:400]
    assert parse(f"N 1042 {text}", UNITS).words == text.strip()


def test_completions_follow_the_place_in_the_line() -> None:
    units = {"M21": "Available", "M22": "On the way"}
    incidents = {"1042": "Smell of gas, 14 Harbour Lane"}
    assert [each["text"] for each in complete("A", units, incidents)] == ["AK", "AR"]
    assert complete("10", units, incidents) == [{"text": "1042", "label": "Smell of gas, 14 Harbour Lane"}]
    assert [each["text"] for each in complete("D M", units, incidents)] == ["D M21", "D M22"]
    assert [each["text"] for each in complete("D M21 1", units, incidents)] == ["D M21 1042"]
    assert [each["text"] for each in complete("WC M21 o", units, incidents)] == ["WC M21 ok"]
    assert [each["text"] for each in complete("P 1042 P", units, incidents)] == [
        "P 1042 P1",
        "P 1042 P2",
        "P 1042 P3",
        "P 1042 P4",
        "P 1042 P5",
    ]
    assert complete("ZZ M", units, incidents) == []


@given(st.text(max_size=80))
def test_completions_never_fail(text: str) -> None:
    for each in complete(text, {"M21": "Available"}, {"1042": "Gas"}):
        assert set(each) == {"text", "label"}
