"""The pages beside the handbook: who opens them, what they show, what they say when there is nothing, and how cheap they are."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dispatch.accounts.models import Role
from incidents.commands.advise import read_advice
from incidents.commands.call_back import record_call_back
from incidents.commands.recall import withdraw_advice
from incidents.commands.trial import ask_trial, run_trial, take_asked_trials
from incidents.models import ProcedurePack, Recall, RecallTask, Trial
from tests.factories import make_person
from tests.incidents.procedures import in_use

READ_BY_ALL = ("/recalls", "/services", "/law", "/knowledge")
INSTEAD = "Stay inside and keep the doors shut."


def browser_of(person):
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def text(http, path):
    answer = http.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def recall(gas_to_send, telephony, amina, sol, noon):
    """A line withdrawn after one person heard it."""
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    return withdraw_advice(line="GAS-OUT", why="The street is not safe", say_instead=INSTEAD, by=sol, at=noon)


@pytest.fixture
def trial(gas_to_send, sol, wexmouth, noon):
    """The version in use, tried on one incident."""
    trial = ask_trial(version_id=in_use(wexmouth.pk).pk, since=noon - timedelta(days=1), until=noon + timedelta(days=1), by=sol, at=noon)
    take_asked_trials(at=noon)
    return run_trial(trial_id=trial.pk, at=noon)


@pytest.mark.parametrize("role", [role for role in Role.values if role != "system"])
def test_everybody_reads_the_registers_and_those_who_may_see_trials(wexmouth, trial, role):
    http = browser_of(make_person(wexmouth, "reader", "Some Reader", role))
    assert [http.get(path).status_code for path in READ_BY_ALL] == [200] * len(READ_BY_ALL)
    expected = 200 if role in {"supervisor", "team_lead", "procedure_author", "procedure_approver"} else 403
    assert {http.get(path).status_code for path in ("/trials", f"/trials/{trial.pk}", f"/trials/{trial.pk}/cases/1")} == {expected}


def test_a_recall_shows_whom_to_call_to_those_who_call_and_to_nobody_else(wexmouth, recall, amina):
    author = browser_of(make_person(wexmouth, "author", "An Author", "procedure_author"))
    page = text(browser_of(amina), f"/recalls/{recall.pk}")
    assert "07700 900 123" in page and INSTEAD in page and "Nobody has it yet" in page
    assert "900 123" not in text(author, f"/recalls/{recall.pk}")


def test_a_call_back_that_was_made_is_shown_with_its_result_although_nobody_knows_a_name(recall, amina):
    record_call_back(task_id=RecallTask.objects.get().pk, result="told", by=amina, at=recall.withdrawn_at)
    page = text(browser_of(amina), f"/recalls/{recall.pk}")
    assert "Nobody is left to be called back" in page and "Reached and told" in page and "Incident’s own number" in page


def test_the_incident_page_says_what_to_say_instead_and_who_is_to_be_called(recall, gas_to_send, amina):
    page = text(browser_of(amina), f"/incidents/{gas_to_send.reference}")
    assert "Withdrawn advice" in page and INSTEAD in page and f"/recalls/{recall.pk}" in page


def test_only_who_may_withdraw_finds_the_button(recall, amina, sol):
    assert "Withdraw…" not in text(browser_of(amina), "/recalls")
    assert "Withdraw…" in text(browser_of(sol), "/recalls")


def test_nothing_to_show_is_said_in_words(wexmouth, sol):
    http = browser_of(sol)
    assert "No advice is withdrawn" in text(http, "/recalls")
    assert "No line has these words" in text(http, "/recalls?words=zzzz")
    assert "Nothing has been tried yet" in text(http, "/trials")
    assert "None of this sort" in text(http, "/law?standing=review_due")
    ProcedurePack.objects.of(wexmouth.pk).update(status="retired")
    assert "No procedure is in use" in text(http, "/services")
    assert "No procedure in use names a law" in text(http, "/law")
    assert "There is no version to try" in text(http, "/trials")


@pytest.mark.parametrize("path", ["/recalls/999", "/trials/999", "/trials/999/cases/1"])
def test_what_is_not_there_is_not_found(sol, path):
    assert browser_of(sol).get(path).status_code == 404


def test_another_centre_sees_nothing_of_ours(charlie, recall, trial):
    http = browser_of(charlie)
    paths = (f"/recalls/{recall.pk}", f"/trials/{trial.pk}", f"/trials/{trial.pk}/cases/1")
    assert {http.get(path).status_code for path in paths} == {404}
    assert "The street is not safe" not in text(http, "/recalls")


def test_a_trial_shows_its_state_until_it_is_done(trial, sol):
    http = browser_of(sol)
    assert "GAS-SMELL" in text(http, f"/trials/{trial.pk}?verdict=same")
    assert text(http, f"/trials/{trial.pk}/cases/1").count("Smell of gas") == 2
    Trial.objects.update(state="running", done_at=None)
    assert "data-waits" in text(http, f"/trials/{trial.pk}")
    Trial.objects.update(state="failed", done_at=timezone.now(), trouble="The draft was changed.")
    assert "The draft was changed." in text(http, f"/trials/{trial.pk}")


@pytest.mark.parametrize(
    "query", ["?words=%00", "?verdict=%FF&difference=x&page=-7", "?standing=<script>", "?page=99999999999999999999", "?version=abc"]
)
def test_strange_addresses_break_nothing(sol, trial, recall, query):
    http = browser_of(sol)
    for path in ("/recalls", "/trials", f"/trials/{trial.pk}", "/law", "/services", "/knowledge"):
        assert http.get(path + query).status_code == 200


@pytest.mark.parametrize(("path", "most"), [("/recalls", 12), ("/services", 8), ("/law", 7), ("/knowledge", 26), ("/trials", 7)])
def test_the_pages_are_cheap(sol, recall, trial, path, most):
    http = browser_of(sol)
    http.get(path)
    with CaptureQueriesContext(connection) as asked:
        http.get(path)
    assert len(asked) <= most, [each["sql"][:90] for each in asked]
    assert Recall.objects.count() == 1


def test_a_withdrawn_line_is_marked_in_the_handbook_with_what_is_said_instead(recall, amina):
    page = text(browser_of(amina), "/procedures/GAS-SMELL")
    assert "<s>" in page and f"<b>Say instead:</b> {INSTEAD}" in page and f'href="/recalls/{recall.pk}"' in page


def test_the_page_of_a_version_leads_to_its_trial_for_those_who_may_try(wexmouth, ana, amina):
    version = in_use(wexmouth.pk).pk
    way = f'href="/trials?version={version}"'
    assert [way in text(browser_of(person), f"/procedures/versions/{version}") for person in (ana, amina)] == [True, False]
    assert f'<option value="{version}" selected>' in text(browser_of(ana), f"/trials?version={version}")
