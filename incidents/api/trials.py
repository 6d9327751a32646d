"""Trying procedures over REST: a version against the recorded answers of a period."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.trial import LONGEST, USUAL_DAYS, ask_trial
from incidents.models import Trial
from incidents.queries.trial import case_numbered, case_shown, row_shown, rows_of, trial_numbered, trial_shown, trials_of


class AskTrial(serializers.Serializer[Any]):
    """A version, and a period: two instants, or so many days until now."""

    version = serializers.IntegerField(min_value=1, max_value=2**53)
    days = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST.days)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


def the_trial(request: Request, trial_id: int) -> Trial:
    """The trial that the address names, for those who may try procedures."""
    person = staff(request)
    insist(person, Act.TRY_PROCEDURES, person)
    return trial_numbered(person.centre_id, trial_id)


class TrialList(StaffView):
    """Trials."""

    @reads("Trials of procedures, newest first", operation_id="trials_list")
    def get(self, request: Request) -> Response:
        """A page of them."""
        person = staff(request)
        insist(person, Act.TRY_PROCEDURES, person)
        return page_of(trials_of(person.centre_id), request, lambda rows: [trial_shown(each) for each in rows])

    @writes("Try a version on the recorded answers of a period; a worker runs it", AskTrial)
    def post(self, request: Request) -> Response:
        """Ask for it."""
        body, person, at = body_of(AskTrial, request), staff(request), now()
        until = body.get("until", at)
        since = body.get("since", until - timedelta(days=body.get("days", USUAL_DAYS)))
        trial = ask_trial(version_id=body["version"], since=since, until=until, by=person, at=at)
        return Response(trial_shown(trial_numbered(person.centre_id, trial.pk)), status=201)


class TrialOne(StaffView):
    """One trial."""

    @reads("A trial: where it stands, and its totals once it is done")
    def get(self, request: Request, trial_id: int) -> Response:
        """Look at it."""
        return Response(trial_shown(the_trial(request, trial_id)))


class TrialIncidents(StaffView):
    """The incidents of a trial."""

    @reads("The incidents of a trial; ?verdict=changed|stuck|same, ?difference=priority|plan|organisations|escalation|advice")
    def get(self, request: Request, trial_id: int) -> Response:
        """A page of them."""
        trial, asked = the_trial(request, trial_id), request.query_params
        rows = rows_of(trial, verdict=asked.get("verdict", ""), difference=asked.get("difference", ""))
        return page_of(rows, request, lambda found: [row_shown(each) for each in found])


class TrialCaseOne(StaffView):
    """Two paths side by side."""

    @reads("One way of answering: the path as recorded, and as the version would have walked it")
    def get(self, request: Request, trial_id: int, number: int) -> Response:
        """Both paths."""
        return Response(case_shown(case_numbered(the_trial(request, trial_id), number)))
