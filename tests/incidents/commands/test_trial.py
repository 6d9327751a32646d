"""Trying a version on recorded answers: exactly what it would have changed, and nothing else."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents import tasks
from incidents.commands.assess import answer_question, choose_type, leave_path_early
from incidents.commands.prioritise import set_priority
from incidents.commands.procedures_draft import edit_draft, start_shared_draft
from incidents.commands.trial import ask_trial, give_trials_back, run_trial, take_asked_trials
from incidents.models import Trial, TrialCase, TrialRow
from incidents.queries.paths import question_now
from incidents.queries.trial import case_numbered, case_shown, rows_of, type_titles
from incidents.queries.trial_run import run
from incidents.rules.packs.editing import Edit
from tests.factories import LEAK, OURS, answer_all, fresh, log_incident, make_person
from tests.incidents.procedures import begin, in_use, path_to, put, taken_live

NOT_OURS = ("deny", "inside", "affirm", "deny", "deny")
RIVER = ("deny", "river_or_sea")


@pytest.fixture
def ida(wexmouth):
    return make_person(wexmouth, "ida", "Ida Author", "procedure_author")


@pytest.fixture
def worked(amina, noon):
    """A month's work: references by how the questions were answered."""
    ways = {"ours": ("GAS-SMELL", OURS), "not_ours": ("GAS-SMELL", NOT_OURS), "leak": ("FLOOD", LEAK)}
    made = {
        name: {answer_all(log_incident(amina, code, at=noon), answers, by=amina).reference for _ in range(3)}
        for name, (code, answers) in ways.items()
    }
    log_incident(amina, "GAS-SMELL", at=noon)  # still being asked
    return made


def tried(version, by, at):
    """Ask, lease and run."""
    trial = ask_trial(version_id=version.pk, since=at - timedelta(days=30), until=at + timedelta(hours=1), by=by, at=at)
    assert take_asked_trials(at=at) == [trial.pk]
    return run_trial(trial_id=trial.pk, at=at)


def incidents(trial, **which):
    return set(rows_of(trial, **which).values_list("incident__reference", flat=True))


def test_a_draft_that_changes_one_priority_shows_exactly_the_incidents_it_would_change(worked, ida, noon):
    draft = begin(ida)
    draft = put(draft, path_to(draft, "GAS-SMELL", "o_ours", "priority"), "P2", by=ida)
    trial = tried(draft, ida, noon)
    assert trial.state == "done"
    assert incidents(trial, verdict="changed") == incidents(trial, difference="priority") == worked["ours"]
    assert incidents(trial, verdict="same") == worked["not_ours"] | worked["leak"]
    assert {name: trial.totals[name] for name in ("incidents", "changed", "stuck", "same", "under_way", "left_out")} == {
        "incidents": 9,
        "changed": 3,
        "stuck": 0,
        "same": 6,
        "under_way": 1,
        "left_out": 0,
    }
    assert trial.totals["differences"]["plan"] == 0
    case = case_shown(case_numbered(trial, 1))
    assert (case["before"]["priority"], case["after"]["priority"], case["incidents"]) == ("P1", "P2", 3)
    assert [step["ask"] for step in case["before"]["steps"]] == [step["ask"] for step in case["after"]["steps"]]


def test_an_incident_under_way_keeps_the_version_it_began_with(worked, ida, amina, wexmouth, noon):
    approver = make_person(wexmouth, "pat", "Pat Approver", "procedure_approver")
    under_way = log_incident(amina, "GAS-SMELL", at=noon)
    draft = begin(ida)
    draft = put(draft, path_to(draft, "GAS-SMELL", "o_ours", "priority"), "P2", by=ida)
    draft = put(draft, path_to(draft, "GAS-SMELL", "o_ours", "determinant"), "GAS-2-A", by=ida)
    new = taken_live(draft, author=ida, approver=approver)
    done = answer_all(under_way, OURS, by=amina)
    assert (done.priority, done.pack_id) == ("P1", under_way.pack_id) and under_way.pack_id != new.pk
    fresh_one = answer_all(log_incident(amina, "GAS-SMELL", at=noon), OURS, by=amina)
    assert (fresh_one.priority, fresh_one.pack_id) == ("P2", new.pk)


def test_the_version_in_use_changes_nothing(worked, ida, wexmouth, noon):
    trial = tried(in_use(wexmouth.pk), ida, noon)
    assert (trial.totals["same"], trial.totals["changed"], trial.totals["stuck"]) == (9, 0, 0)


@pytest.mark.parametrize(
    ("where", "value", "difference"),
    [
        (("o_ours", "plan"), None, "plan"),
        (("o_ours", "notify"), [], "organisations"),
        (("o_ours", "escalate_now"), 2, "escalation"),
        (("o_ours", "advice"), ["GAS-OUT"], "advice"),
    ],
)
def test_each_kind_of_difference_is_told_apart(worked, ida, noon, where, value, difference):
    draft = begin(ida)
    draft = put(draft, path_to(draft, "GAS-SMELL", *where), value, by=ida)
    trial = tried(draft, ida, noon)
    assert incidents(trial, verdict="changed") == incidents(trial, difference=difference) == worked["ours"]
    assert [name for name, count in trial.totals["differences"].items() if count] == [difference]


def test_what_a_person_changed_by_hand_is_not_the_procedures_doing(worked, ida, amina, sol, wexmouth, noon):
    incident = answer_all(log_incident(amina, "FLOOD", at=noon), LEAK, by=amina)
    set_priority(incident_id=incident.pk, priority="P1", reason="An old man alone", by=amina, at=noon)
    assert tried(in_use(wexmouth.pk), ida, noon).totals["changed"] == 0


def test_an_answer_that_is_gone_and_a_question_that_is_new_cannot_be_replayed(worked, ida, noon, wexmouth):
    draft = begin(ida)
    answers = [dict(each) for each in _node(draft, "GAS-SMELL", "q_harm")["answers"]]
    for each in answers:
        each["code"] = "no_harm" if each["code"] == "deny" else each["code"]
    put(draft, path_to(draft, "GAS-SMELL", "q_harm", "answers"), answers, by=ida)
    first = _node(draft, "FLOOD", fresh(draft).body["incident_types"][_place(draft, "FLOOD")]["tree"]["start"])
    nodes = [*_tree(draft, "FLOOD")["nodes"], {**first, "id": "q_new", "ask": "Is anybody ill?"}]
    put(draft, (*path_to(draft, "FLOOD"), "tree", "nodes"), nodes, by=ida)
    draft = put(draft, (*path_to(draft, "FLOOD"), "tree", "start"), "q_new", by=ida)
    trial = tried(draft, ida, noon)
    assert incidents(trial, verdict="stuck") == worked["ours"] | worked["not_ours"] | worked["leak"]
    troubles = {case.type_code: case.after["trouble"] for case in TrialCase.objects.filter(trial=trial)}
    assert troubles == {"GAS-SMELL": "answer_gone", "FLOOD": "question_new"}
    assert "Is anybody ill?" in TrialCase.objects.get(trial=trial, type_code="FLOOD").after["words"]


def test_a_path_left_early_is_measured_by_its_fallback(ida, amina, noon):
    incident = log_incident(amina, "GAS-SMELL", at=noon)
    leave_path_early(incident_id=incident.pk, reason="The line went dead", by=amina, at=noon)
    draft = begin(ida)
    fallback = _kind(draft, "GAS-SMELL")["fallback"]
    draft = put(draft, path_to(draft, "GAS-SMELL", fallback, "notify"), [], by=ida)
    trial = tried(draft, ida, noon)
    assert incidents(trial, difference="organisations") == {incident.reference}
    assert TrialCase.objects.get().before["early"] is True


def test_a_type_chosen_anew_is_tried_from_its_own_first_question(ida, amina, noon, wexmouth):
    incident = log_incident(amina, "GAS-SMELL", at=noon)
    question = question_now(incident)
    answer_question(incident_id=incident.pk, question=question["id"], answer="deny", by=amina, at=noon)
    choose_type(incident_id=incident.pk, type_code="FLOOD", reason="It is water", by=amina, at=noon)
    answer_all(incident, LEAK, by=amina)
    trial = tried(in_use(wexmouth.pk), ida, noon)
    assert (trial.totals["same"], TrialCase.objects.get().type_code) == (1, "FLOOD")


def test_the_newest_incidents_are_tried_when_there_are_too_many(worked, wexmouth, noon):
    totals = run(in_use(wexmouth.pk), since=noon - timedelta(days=1), until=noon + timedelta(hours=1), most=4).totals
    assert (totals["incidents"] + totals["under_way"], totals["left_out"]) == (4, 6)


def test_a_trial_is_refused_for_a_strange_period_or_version(ida, wexmouth, charlie, noon):
    version = in_use(wexmouth.pk)
    ask = {"version_id": version.pk, "since": noon - timedelta(days=1), "until": noon, "by": ida, "at": noon}
    for change, code in (
        ({"since": noon}, "period-unknown"),
        ({"since": noon - timedelta(days=500)}, "period-unknown"),
        ({"until": noon + timedelta(days=9)}, "period-unknown"),
    ):
        with pytest.raises(Refusal) as refusal:
            ask_trial(**{**ask, **change})
        assert refusal.value.code == code
    with pytest.raises(NotFound):
        ask_trial(**{**ask, "by": charlie})
    with pytest.raises(NotAllowed):
        ask_trial(**{**ask, "by": make_person(wexmouth, "agent9", "An Agent", "agent")})
    for _ in range(5):
        ask_trial(**ask)
    with pytest.raises(Refusal) as refusal:
        ask_trial(**ask)
    assert refusal.value.code == "trials-waiting"


def test_a_draft_that_was_changed_meanwhile_is_not_tried_by_mistake(worked, ida, noon):
    draft = begin(ida)
    draft = put(draft, path_to(draft, "GAS-SMELL", "o_ours", "priority"), "P2", by=ida)
    trial = ask_trial(version_id=draft.pk, since=noon - timedelta(days=1), until=noon + timedelta(hours=1), by=ida, at=noon)
    put(draft, path_to(draft, "GAS-SMELL", "o_ours", "priority"), "P3", by=ida)
    take_asked_trials(at=noon)
    assert run_trial(trial_id=trial.pk, at=noon).state == "failed"


def test_a_worker_that_died_is_followed_by_another_and_a_hopeless_trial_is_given_up(worked, ida, wexmouth, noon):
    version = in_use(wexmouth.pk)
    trial = ask_trial(version_id=version.pk, since=noon - timedelta(days=1), until=noon + timedelta(hours=1), by=ida, at=noon)
    assert take_asked_trials(at=noon) == [trial.pk]
    assert take_asked_trials(at=noon + timedelta(minutes=1)) == []
    assert take_asked_trials(at=noon + timedelta(minutes=4)) == [trial.pk]
    give_trials_back(trial_ids=[trial.pk], at=noon + timedelta(minutes=4))
    assert take_asked_trials(at=noon + timedelta(minutes=4)) == [trial.pk]
    assert run_trial(trial_id=trial.pk, at=noon).state == "done"
    rows = TrialRow.objects.count()
    assert run_trial(trial_id=trial.pk, at=noon) is None and TrialRow.objects.count() == rows
    Trial.objects.update(state="running", done_at=None, attempts=3, next_at=noon)
    assert take_asked_trials(at=noon) == []
    assert Trial.objects.get().state == "failed"


def test_the_pump_hands_a_trial_to_a_worker(worked, ida, wexmouth, noon, monkeypatch):
    ask_trial(version_id=in_use(wexmouth.pk).pk, since=noon - timedelta(days=1), until=noon + timedelta(hours=1), by=ida, at=noon)
    monkeypatch.setattr(tasks, "publish", lambda task, args: task(*args) is None)
    tasks.pump_trials()
    assert Trial.objects.get().state == "done"


def _place(draft, code):
    return next(place for place, kind in enumerate(fresh(draft).body["incident_types"]) if kind["code"] == code)


def _kind(draft, code):
    return fresh(draft).body["incident_types"][_place(draft, code)]


def _tree(draft, code):
    return _kind(draft, code)["tree"]


def _node(draft, code, id):
    return next(each for each in _tree(draft, code)["nodes"] if each["id"] == id)


def test_another_shared_line_is_tried_on_the_work_of_every_pack(worked, ida, noon):
    ends = [Edit("set", ("advice_library", "G-WORSE", "text"), "If it gets worse, hang up and call 999.")]
    draft, _ = edit_draft(version_id=start_shared_draft(by=ida, at=noon).pk, revision=1, edits=ends, by=ida, at=noon)
    trial = tried(draft, ida, noon)
    assert trial.totals["incidents"] == 9 and trial.totals["stuck"] == 0
    assert incidents(trial, verdict="changed") == incidents(trial, difference="advice") == told_of_it(trial) != set()
    assert "FLOOD" in type_titles(trial)


def told_of_it(trial):
    """The incidents whose outcome has the line that is worded anew."""
    after = "If it gets worse, hang up and call 999."
    return {row.incident.reference for row in rows_of(trial) if after in row.case.after["advice"]}
