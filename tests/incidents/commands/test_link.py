"""Linking and undoing: what becomes of a duplicate, and what a link may not be."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.escalate import escalate
from incidents.commands.link import link_incidents, unlink_incidents
from incidents.models import Incident, IncidentLink, LogLine, Notice
from incidents.queries.linked import contacts_of, links_of
from tests.factories import OURS, answer_all, clocks, entries, fresh, log_incident, offer, send


def link(one, other, by, at, kind="duplicate", why="The same fire"):
    return link_incidents(incident_id=one.pk, other_id=other.pk, kind=kind, why=why, by=by, at=at)


def refused(*args, **kwargs):
    before = (IncidentLink.objects.count(), LogLine.objects.count())
    with pytest.raises(Refusal) as refusal:
        link(*args, **kwargs)
    assert (IncidentLink.objects.count(), LogLine.objects.count()) == before
    return refusal.value


def test_a_duplicate_points_at_its_main_incident_its_clocks_stop_and_nothing_is_lost(gas, gas_to_send, amina, telephony, noon):
    call = offer(telephony, words="Rotten eggs on the stairs")
    second = answer_all(log_incident(amina, "GAS-SMELL", contact_id=call.pk, summary="Gas in number 16"), OURS, by=amina)
    assert clocks(second)
    link(second, gas_to_send, amina, noon)
    second = fresh(second)
    assert (second.duplicate_of, second.stage, second.close_code, clocks(second)) == (gas.reference, "closed", "duplicate_linked", {})
    (shown,) = links_of(fresh(gas_to_send))
    assert (shown["word"], shown["incident"], shown["summary"], shown["contacts"]) == (
        "Has the duplicate",
        second.reference,
        "Gas in number 16",
        1,
    )
    assert [each.pk for each in contacts_of(fresh(gas_to_send))] == [call.pk]
    assert entries(second)[-1] == entries(gas)[-1] == "link.made"
    assert list(Incident.objects.counted()) == [fresh(gas_to_send)]


def test_undone_it_is_open_again_with_the_clocks_its_state_asks_for(gas_to_send, amina, noon):
    second = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
    before = clocks(second)
    made = link(second, gas_to_send, amina, noon)
    unlink_incidents(link_id=made.pk, why="Another house", by=amina, at=noon)
    second = fresh(second)
    assert (second.duplicate_of, second.stage, second.closed_at, second.close_outcome) == ("", "to_send", None, "")
    assert clocks(second) == before
    assert links_of(fresh(gas_to_send)) == []
    assert fresh(made).unlinked_why == "Another house"
    with pytest.raises(Refusal) as refusal:
        unlink_incidents(link_id=made.pk, why="Again", by=amina, at=noon)
    assert refusal.value.code == "link-undone"


def test_what_is_more_urgent_or_still_to_be_told_goes_over_to_the_main_incident(flood, amina, noon):
    gas = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
    assert (flood.priority, gas.priority) == ("P2", "P1")
    told = set(Notice.objects.filter(incident=flood).values_list("code", flat=True))
    link(gas, flood, amina, noon)
    assert (fresh(flood).priority, fresh(flood).urgency) == ("P1", 1)
    assert "GAS_EMERGENCY" in set(Notice.objects.filter(incident=flood, confirmed_at=None).values_list("code", flat=True)) - told
    assert "priority.raised" in entries(flood)


def test_a_less_urgent_duplicate_lowers_nothing(gas_to_send, flood, amina, noon):
    link(flood, gas_to_send, amina, noon)
    assert fresh(gas_to_send).priority == "P1"


def test_duplicates_of_a_duplicate_go_with_it(amina, noon):
    first, second, third, main = (log_incident(amina) for _ in range(4))
    link(first, third, amina, noon)
    link(second, third, amina, noon)
    link(main, first, amina, noon, kind="related")
    link(third, main, amina, noon)
    assert {fresh(each).duplicate_of for each in (first, second, third)} == {main.reference}
    standing = IncidentLink.objects.standing()
    assert sorted(standing.values_list("incident__number", "other__number", "kind")) == [
        (each.number, main.number, "duplicate") for each in (first, second, third)
    ]


def test_a_duplicate_is_never_a_main_incident(amina, noon):
    first, second, third = (log_incident(amina) for _ in range(3))
    link(first, second, amina, noon)
    told = refused(third, first, amina, noon)
    assert (told.code, told.facts["main"]) == ("main-is-duplicate", second.reference)
    assert refused(second, first, amina, noon).code == "linked-already"
    assert refused(first, second, amina, noon).code == "linked-already"
    assert refused(first, first, amina, noon).code == "link-to-itself"
    assert refused(first, third, amina, noon).code == "incident-closed"


def test_a_crew_or_an_alarm_is_not_left_behind(gas_to_send, van, amina, sol, noon):
    send(gas_to_send, "B41", by=amina)
    other = log_incident(amina)
    assert refused(gas_to_send, other, amina, noon).code == "units-at-duplicate"
    escalate(incident_id=other.pk, what="Is this ours?", by=amina, at=noon)
    assert refused(other, gas_to_send, amina, noon).code == "alarm-untaken"


@pytest.mark.parametrize(("kind", "why", "code"), [("duplicate", " ", "reason-needed"), ("twin", "So", "link-kind-unknown")])
def test_a_link_says_how_and_why(amina, noon, kind, why, code):
    assert refused(log_incident(amina), log_incident(amina), amina, noon, kind=kind, why=why).code == code


def test_parent_and_child_are_one_link_and_both_stay_open(amina, noon):
    storm, tree, wall = (log_incident(amina) for _ in range(3))
    link(storm, tree, amina, noon, kind="parent", why="One storm")
    link(wall, storm, amina, noon, kind="child", why="One storm")
    assert [(each["word"], each["incident"]) for each in links_of(fresh(storm))] == [
        ("Has the part", tree.reference),
        ("Has the part", wall.reference),
    ]
    assert links_of(fresh(tree))[0]["word"] == "Part of"
    assert fresh(tree).is_open and fresh(storm).is_open
    assert refused(storm, log_incident(amina), amina, noon, kind="child").code == "child-has-parts"
    assert refused(log_incident(amina), tree, amina, noon, kind="child").code == "parent-is-child"
    assert refused(tree, log_incident(amina), amina, noon, kind="child").code == "linked-already"


def test_another_kind_of_link_replaces_the_first_and_keeps_it_in_the_record(amina, noon):
    one, other = log_incident(amina), log_incident(amina)
    related = link(one, other, amina, noon, kind="related", why="The same street")
    link(one, other, amina, noon)
    assert fresh(related).unlinked_why == "Linked in another way"
    assert [each["kind"] for each in links_of(fresh(one))] == ["duplicate"]


def test_a_stranger_finds_neither_incident_nor_link(gas, flood, amina, charlie, noon):
    theirs = log_incident(charlie)
    with pytest.raises(NotFound):
        link(gas, theirs, amina, noon)
    with pytest.raises(NotFound):
        link(gas, flood, charlie, noon)
    made = link(gas, flood, amina, noon, kind="related")
    with pytest.raises(NotFound):
        unlink_incidents(link_id=made.pk, why="Mine", by=charlie, at=noon)


def test_a_closed_incident_is_no_main_incident_but_may_be_related(gas, amina, noon, as_amina):
    done = log_incident(amina)
    Incident.objects.filter(pk=done.pk).update(closed_at=noon, stage="closed")
    assert refused(gas, done, amina, noon).code == "incident-closed"
    assert link(gas, done, amina, noon + timedelta(minutes=1), kind="related").pk


def test_an_exercise_is_not_linked_with_real_work(gas, amina, noon):
    played = log_incident(amina)
    Incident.objects.filter(pk=played.pk).update(exercise=True)
    assert refused(played, gas, amina, noon).code == "exercise-mixed"
