"""Live compliance: a later fact against an answer, and the review without which a P1 or P2 does not close."""

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.advise import leave_unread
from incidents.commands.comply import mark_contradiction, review_path, uphold_answer
from incidents.commands.rewalk import change_answer
from incidents.models import PathAnswer
from incidents.queries.closing import still_open
from incidents.queries.compliance import compliance
from tests.factories import fresh

REVIEW = "A supervisor or a lead must review the path check: "


def marked(incident, by, at):
    return mark_contradiction(incident_id=incident.pk, question="q_stopped", words="The crew says it still runs", by=by, at=at)


def in_the_way(incident):
    return [line for line in still_open(fresh(incident), {}) if line.startswith(REVIEW)]


def test_a_later_fact_against_an_answer_shows_at_once_and_holds_up_the_closing(flood, amina, noon):
    assert compliance(flood)["verdict"] == "followed" and in_the_way(flood) == []
    marked(flood, amina, noon)
    found = compliance(fresh(flood))
    assert found["verdict"] == "departed"
    assert found["contradicted"][0]["words"] == "The crew says it still runs"
    assert in_the_way(flood)[0].endswith("The crew says it still runs")


def test_it_is_settled_by_changing_the_answer(flood, amina, noon):
    marked(flood, amina, noon)
    change_answer(incident_id=flood.pk, question="q_stopped", was="deny", answer="unknown", reason="The crew", by=amina, at=noon)
    found = compliance(fresh(flood))
    assert (found["verdict"], found["contradicted"][0]["settled"]) == ("followed", "The answer was changed")
    assert "was changed from No to Not known" in found["changed"][0]


def test_or_by_letting_it_stand_with_a_reason(flood, amina, noon):
    marked(flood, amina, noon)
    with pytest.raises(Refusal) as refusal:
        marked(flood, amina, noon)
    uphold_answer(incident_id=flood.pk, question="q_stopped", reason="The crew meant the flat above", by=amina, at=noon)
    assert (refusal.value.code, compliance(fresh(flood))["verdict"], in_the_way(flood)) == ("contradiction-open", "followed", [])


def test_a_supervisor_reviews_what_fails_and_something_new_needs_a_new_review(flood, amina, sol, noon):
    marked(flood, amina, noon)
    with pytest.raises(NotAllowed):
        review_path(incident_id=flood.pk, reason="Fine", by=amina, at=noon)
    review_path(incident_id=flood.pk, reason="Heard the recording", by=sol, at=noon)
    assert (in_the_way(flood), compliance(fresh(flood))["reviewed"]) == ([], "Sol Reyes: Heard the recording")
    PathAnswer.objects.filter(path__incident=flood, question="q_elec").delete()
    assert len(in_the_way(flood)) == 1


def test_a_sound_path_needs_no_review_and_each_refusal_says_why(flood, amina, sol, noon):
    acts = {
        "path-sound": lambda: review_path(incident_id=flood.pk, reason="Fine", by=sol, at=noon),
        "reason-needed": lambda: review_path(incident_id=flood.pk, reason=" ", by=sol, at=noon),
        "words-needed": lambda: mark_contradiction(incident_id=flood.pk, question="q_elec", words=" ", by=amina, at=noon),
        "answer-unknown": lambda: mark_contradiction(incident_id=flood.pk, question="q_ours", words="x", by=amina, at=noon),
        "contradiction-unknown": lambda: uphold_answer(incident_id=flood.pk, question="q_elec", reason="x", by=amina, at=noon),
    }
    for code, act in acts.items():
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == code


def test_a_mandatory_line_is_read_or_a_reason_is_given(flood, amina, noon):
    unread = [line for line in still_open(fresh(flood), {}) if line.startswith("Not read")]
    assert len(unread) == 1
    with pytest.raises(Refusal) as refusal:
        leave_unread(incident_id=flood.pk, line="GAS-OUT", reason="Gone", by=amina, at=noon)
    leave_unread(incident_id=flood.pk, line="G-WORSE", reason="The line went dead", by=amina, at=noon)
    assert refusal.value.code == "advice-not-allowed"
    assert not any(line.startswith("Not read") for line in still_open(fresh(flood), {}))


def test_a_stranger_finds_nothing(flood, charlie, noon):
    for act in (
        lambda **who: mark_contradiction(question="q_elec", words="x", **who),
        lambda **who: uphold_answer(question="q_elec", reason="x", **who),
        lambda **who: review_path(reason="x", **who),
    ):
        with pytest.raises(NotFound):
            act(incident_id=flood.pk, by=charlie, at=noon)
