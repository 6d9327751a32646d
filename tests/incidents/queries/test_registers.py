"""The service catalogue and the methods pages: made from packs in use and from what happened, never from thin air."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dispatch.clock.models import Timer
from incidents.commands.advise import read_advice
from incidents.commands.call_back import record_call_back
from incidents.commands.contacts import end_contact
from incidents.commands.recall import withdraw_advice
from incidents.models import Incident, ProcedurePack, RecallTask
from incidents.queries.catalogue import catalogue, in_words
from incidents.queries.knowledge import knowledge, known, methods
from incidents.queries.procedures import live_packs
from incidents.rules.knowledge import nearest_rank, share
from tests.factories import log_incident, offer


def services(centre, at):
    return {each.code: each for section in catalogue(centre.pk, at).sections for each in section.services}


def test_every_type_in_use_is_a_service_with_its_own_volumes_targets_and_people(wexmouth, gas_to_send, flood, van, noon):
    Incident.objects.filter(pk=flood.pk).update(opened_at=noon - timedelta(days=60))
    shown = services(wexmouth, noon)
    assert set(shown) == {kind.code for held in live_packs(wexmouth.pk) for kind in held.pack.incident_types}
    assert [(shown[code].month, shown[code].year) for code in ("GAS-SMELL", "FLOOD", "LIFT-TRAP")] == [(1, 1), (0, 1), (0, 0)]
    gas = shown["GAS-SMELL"]
    assert [each.priority for each in gas.promises] == ["P1"]
    assert gas.promises[0].targets.dispatch_s == live_packs(wexmouth.pk)[0].core.priorities["P1"].dispatch_s
    assert gas.promises[0].words.startswith("sent within ")
    assert [in_words(each) for each in (90, 1200, 7200, 172_800)] == ["90 s", "20 min", "2 h", "2 days"]
    assert 1 in [each.units for each in gas.responders]
    assert any("gas" in partner.lower() for partner in gas.partners)


def test_what_is_no_service_any_more_is_counted_apart(wexmouth, amina, gas_to_send, noon):
    log_incident(amina)  # its type is not known yet
    found = catalogue(wexmouth.pk, noon)
    assert (found.year, found.other) == (2, 1)
    ProcedurePack.objects.of(wexmouth.pk).filter(pack_id="council-utility-ooh").update(status="retired")
    assert catalogue(wexmouth.pk, noon).other == 2


def test_the_catalogue_is_the_centres_own(wexmouth, elsewhere, gas_to_send, noon):
    assert catalogue(elsewhere.pk, noon).year == 0


def test_the_methods_file_is_whole_and_every_figure_it_names_is_counted():
    named = {method.figure for chapter in methods().chapters for method in chapter.methods if method.figure}
    assert named <= known() and len(named) >= 12
    assert [len(chapter.methods) for chapter in methods().chapters] == [9, 7, 8]


def test_a_new_centre_has_no_figures_yet_and_none_is_made_up(elsewhere, noon):
    shown = [method for chapter in knowledge(elsewhere.pk, noon) for method in chapter.methods]
    assert [method.method.id for method in shown if method.figure] == []
    assert any(method.kept for method in shown) and not all(method.kept for method in shown)


@pytest.fixture
def worked(gas_to_send, amina, sol, telephony, noon):
    """A little of everything."""
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw_advice(line="GAS-OUT", why="Wrong", say_instead="Wait inside.", by=sol, at=noon)
    record_call_back(task_id=RecallTask.objects.get().pk, result="told", by=amina, at=noon)
    signal = offer(telephony, channel="alarm")
    end_contact(contact_id=signal.pk, why="Test signal", by=amina, at=noon)
    Timer.objects.filter(kind="not-answered").update(state="settled", settled_at=noon)


def test_the_figures_are_the_centres_own_work(worked, wexmouth, elsewhere, noon):
    figures = {m.method.id: m.figure for chapter in knowledge(wexmouth.pk, noon) for m in chapter.methods if m.figure}
    assert figures["decision_tree"] == share(1, 1, "paths were asked to the end; the others were left early, with a reason")
    assert figures["judgement"].words.startswith("0 of 1")
    assert figures["sensor"].words.startswith("1 of 1")
    assert figures["call_back"].words.startswith("1 of 1")
    assert [m for chapter in knowledge(elsewhere.pk, noon) for m in chapter.methods if m.figure] == []


def test_a_percentage_is_said_of_many_and_never_of_a_few():
    assert share(3, 9, "things").words == "3 of 9 things"
    assert share(3, 10, "things").words == "30 %: 3 of 10 things"
    assert nearest_rank([float(each) for each in range(1, 11)], 90) == 9
    assert nearest_rank([4.0], 99) == 4


def test_the_pages_take_few_queries(worked, wexmouth, noon):
    for ask, most in ((lambda: catalogue(wexmouth.pk, noon), 3), (lambda: knowledge(wexmouth.pk, noon), 20)):
        ask()
        with CaptureQueriesContext(connection) as taken:
            ask()
        assert len(taken) <= most
