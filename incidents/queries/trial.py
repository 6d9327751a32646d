"""Trials as people see them: what was asked, the totals, the incidents of each kind, and two paths side by side."""

from typing import Any

from django.db.models import QuerySet

from dispatch.refusal import NotFound
from incidents.models import ProcedurePack, Trial, TrialCase, TrialRow
from incidents.queries.trial_run import tried_packs
from incidents.rules.trial import DIFFERENCES
from resources.queries.cards import stamp

Status = ProcedurePack.Status
TRIED = {Status.DRAFT: 0, Status.IN_REVIEW: 1, Status.APPROVED: 2, Status.LIVE: 3}


def can_be_tried(row: ProcedurePack) -> bool:
    """Whether a trial can be asked for: not retired, and its text reads as a pack."""
    return row.status in TRIED and row.working is None


def versions_to_try(centre_id: int) -> list[dict[str, Any]]:
    """Every version that can be tried, drafts first: ``{id, title, version, status, status_word, ready}``."""
    rows = ProcedurePack.objects.of(centre_id).filter(status__in=TRIED).defer("core", "body")
    return [
        {
            "id": row.pk,
            "pack": row.pack_id,
            "title": row.title,
            "version": row.version,
            "status": row.status,
            "status_word": row.get_status_display(),
            "ready": can_be_tried(row),
        }
        for row in sorted(rows, key=lambda row: (TRIED[Status(row.status)], row.title, -row.pk))
    ]


def trial_numbered(centre_id: int, trial_id: int) -> Trial:
    """The centre's trial of this key.

    Raises:
        NotFound: there is none, or it is another centre's.
    """
    trials = Trial.objects.of(centre_id).select_related("pack", "asked_by").defer("pack__core", "pack__body", "pack__working")
    found = trials.filter(pk=trial_id).first()
    if found is None:
        raise NotFound("There is no such trial.", code="not-found")
    return found


def trials_of(centre_id: int) -> QuerySet[Trial]:
    """The centre's trials."""
    return Trial.objects.of(centre_id).select_related("pack", "asked_by").defer("pack__core", "pack__body", "pack__working")


def trial_shown(trial: Trial) -> dict[str, Any]:
    """A trial without its cases. ``changed_since``: the draft has another text now."""
    return {
        "id": trial.pk,
        "version_id": trial.pack_id,
        "pack": trial.pack.pack_id,
        "title": trial.pack.title,
        "version": trial.version,
        "status_then": trial.status_then,
        "changed_since": trial.pack.digest != trial.digest,
        "since": stamp(trial.since),
        "until": stamp(trial.until),
        "state": trial.state,
        "state_word": trial.get_state_display(),
        "asked_at": stamp(trial.asked_at),
        "asked_by": trial.asked_by.name,
        "done_at": stamp(trial.done_at),
        "trouble": trial.trouble,
        "totals": trial.totals,
    }


def type_titles(trial: Trial) -> dict[str, str]:
    """The titles of the types tried, by code."""
    return {kind.code: kind.title for each in tried_packs(trial.pack) for kind in each.pack.incident_types}


def rows_of(trial: Trial, *, verdict: str = "", difference: str = "") -> QuerySet[TrialRow]:
    """The incidents of a trial, those of one verdict or with one difference."""
    rows = TrialRow.objects.filter(case__trial=trial).select_related("case", "incident").defer("case__before", "case__after")
    if verdict in TrialCase.Verdict.values:
        rows = rows.filter(case__verdict=verdict)
    if difference in DIFFERENCES:
        numbers = [
            number for number, found in TrialCase.objects.filter(trial=trial).values_list("number", "differences") if difference in found
        ]
        rows = rows.filter(case__number__in=numbers)
    return rows


def row_shown(row: TrialRow) -> dict[str, Any]:
    """One incident of a trial, and the case that shows its two paths."""
    return {
        "incident": row.incident.reference,
        "opened_at": stamp(row.incident.opened_at),
        "type": row.case.type_code,
        "verdict": row.case.verdict,
        "verdict_word": row.case.get_verdict_display(),
        "differences": row.case.differences,
        "case": row.case.number,
    }


def case_numbered(trial: Trial, number: int) -> TrialCase:
    """One way of answering, with both paths.

    Raises:
        NotFound: the trial has none of that number.
    """
    found = TrialCase.objects.filter(trial=trial, number=number).first()
    if found is None:
        raise NotFound("There is no such case.", code="not-found")
    return found


def case_shown(case: TrialCase) -> dict[str, Any]:
    """Both paths, and what differs."""
    return {
        "case": case.number,
        "type": case.type_code,
        "verdict": case.verdict,
        "verdict_word": case.get_verdict_display(),
        "differences": case.differences,
        "incidents": case.incidents,
        "before": case.before,
        "after": case.after,
    }
