"""Trying a version of a procedure on recorded answers: asked for by a person, run by a worker, kept as rows."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.models import ProcedurePack, Trial, TrialCase, TrialRow
from incidents.queries.trial_run import Ran, run

USUAL_DAYS = 30
LONGEST = timedelta(days=366)
KEPT = 10  # trials of one pack; older ones go
WAITING_AT_ONCE = 5
LEASE_S = 180  # a worker that has not come back by then has died
MOST_ATTEMPTS = 3
ROWS_AT_ONCE = 2_000  # in one transaction, so that nobody waits long for the database


def ask_trial(*, version_id: int, since: datetime, until: datetime, by: Staff, at: datetime) -> Trial:
    """Ask for a version to be tried on the incidents opened in a period; a worker runs it.

    Raises:
        Refusal: "period-unknown", "draft-unfinished", "version-retired", "trials-waiting".
    """
    insist(by, Act.TRY_PROCEDURES, by)
    require(since < until <= at + timedelta(days=1), "The period ends after it begins, and not in the future.", code="period-unknown")
    require(until - since <= LONGEST, f"Choose a period of at most {LONGEST.days} days.", code="period-unknown")
    with transaction.atomic():
        version = ProcedurePack.objects.of(by.centre_id).select_for_update(no_key=True).filter(pk=version_id).first()
        if version is None:
            raise NotFound("There is no such version of a procedure.", code="not-found")
        require(version.status != ProcedurePack.Status.RETIRED, "This version is no longer in use.", code="version-retired")
        require(version.working is None, "This draft is half written: mend what its findings name first.", code="draft-unfinished")
        waiting = Trial.objects.of(by.centre_id).unfinished().count()
        require(waiting < WAITING_AT_ONCE, "Several trials are waiting already. Look at those first.", code="trials-waiting")
        trial = Trial.objects.create(
            centre=by.centre,
            pack=version,
            digest=version.digest,
            version=version.version,
            status_then=version.status,
            since=since,
            until=until,
            asked_at=at,
            asked_by_id=by.user_id,
            next_at=at,
        )
        _let_old_ones_go(version)
    return trial


def _let_old_ones_go(version: ProcedurePack) -> None:
    of_pack = Trial.objects.of(version.centre_id).filter(pack__pack_id=version.pack_id)
    kept = list(of_pack.order_by("-pk").values_list("pk", flat=True)[:KEPT])
    of_pack.exclude(pk__in=kept).delete()


def take_asked_trials(*, at: datetime, limit: int = 4) -> list[int]:
    """Lease trials that wait, to one worker only; returns their keys. One that failed too often is given up."""
    skip = connection.features.has_select_for_update_skip_locked
    if not Trial.objects.unfinished().filter(next_at__lte=at).exists():
        return []
    with transaction.atomic():
        due = Trial.objects.unfinished().filter(next_at__lte=at).order_by("next_at", "pk").select_for_update(skip_locked=skip)
        found = list(due[:limit])
        tired = [each.pk for each in found if each.attempts >= MOST_ATTEMPTS]
        Trial.objects.filter(pk__in=tired).update(
            state=Trial.State.FAILED, done_at=at, trouble="It was begun several times and never ended."
        )
        fresh = [each for each in found if each.pk not in tired]
        for each in fresh:
            each.state, each.attempts, each.next_at = Trial.State.RUNNING, each.attempts + 1, at + timedelta(seconds=LEASE_S)
        Trial.objects.bulk_update(fresh, ["state", "attempts", "next_at"])
    return [each.pk for each in fresh]


def give_trials_back(*, trial_ids: list[int], at: datetime) -> None:
    """The broker is away: leave these for the next look, as if they had not been taken."""
    for trial in Trial.objects.filter(pk__in=trial_ids, state=Trial.State.RUNNING):
        Trial.objects.filter(pk=trial.pk).update(state=Trial.State.ASKED, next_at=at, attempts=max(0, trial.attempts - 1))


def run_trial(*, trial_id: int, at: datetime) -> Trial | None:
    """Run a leased trial and keep what it found. Run again, it begins anew."""
    trial = Trial.objects.select_related("pack").filter(pk=trial_id, state=Trial.State.RUNNING).first()
    if trial is None:
        return None
    if trial.pack.digest != trial.digest:
        return _finish(trial, Trial.State.FAILED, at, trouble="The draft was changed before it was tried. Try it again.")
    ran = run(trial.pack, since=trial.since, until=trial.until)
    TrialCase.objects.filter(trial=trial).delete()
    _keep(trial, ran)
    return _finish(trial, Trial.State.DONE, at, totals=ran.totals)


def _keep(trial: Trial, ran: Ran) -> None:
    cases = [
        TrialCase(
            trial=trial,
            number=number,
            type_code=case.type_code,
            verdict=case.verdict,
            differences=case.differences,
            incidents=len(case.incidents),
            before=case.before,
            after=case.after,
        )
        for number, case in enumerate(ran.cases, 1)
    ]
    TrialCase.objects.bulk_create(cases, batch_size=200)
    rows = [TrialRow(case=case, incident_id=pk) for case, found in zip(cases, ran.cases, strict=True) for pk in found.incidents]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        TrialRow.objects.bulk_create(rows[start : start + ROWS_AT_ONCE])


def _finish(trial: Trial, state: Trial.State, at: datetime, **result: object) -> Trial:
    """Only the worker that still holds it finishes it."""
    held = Trial.objects.filter(pk=trial.pk, state=Trial.State.RUNNING, attempts=trial.attempts)
    held.update(state=state, done_at=at, **result)
    trial.refresh_from_db()
    return trial
