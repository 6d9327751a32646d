"""An accountability round inside a change: a crew accounted for, or gone, and the end of the round."""

from incidents.commands._change import Change
from incidents.models import Deployment, Round, RoundAnswer
from incidents.rules.entries import Entry

WANTED = (RoundAnswer.State.ASKED, RoundAnswer.State.MISSING)


def account(change: Change, answer: RoundAnswer, state: RoundAnswer.State) -> None:
    """Keep how a crew stands in the round."""
    answer.state, answer.answered_at, answer.answered_by_name = state, change.at, change.by.label
    answer.save()


def end_when_complete(change: Change, running: Round) -> None:
    """A round ends by itself once nobody is wanted any more."""
    if running.answers.filter(state__in=WANTED).exists():
        return
    running.ended_at = change.at
    running.save(update_fields=["ended_at"])
    change.log(Entry.ROUND_ENDED, f"Everybody is accounted for, round {running.number}", round=running.pk)


def leave_round(change: Change, deployment: Deployment) -> None:
    """A crew that has left is not waited for."""
    asked = RoundAnswer.objects.filter(deployment=deployment, round__ended_at=None, state__in=WANTED).select_related("round").first()
    if asked is not None:
        account(change, asked, RoundAnswer.State.LEFT)
        end_when_complete(change, asked.round)
