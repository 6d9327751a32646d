"""A personnel-accountability round: every crew at an incident asked in one act, each heard or accounted for (NFPA 1561 practice)."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor, Crew
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._emergency import insist_silence_is_kept
from incidents.commands._round import account, end_when_complete
from incidents.commands.deploy import incident_of
from incidents.commands.respond import insist_own
from incidents.models import Deployment, Emergency, Escalation, Round, RoundAnswer
from incidents.rules.entries import Entry
from incidents.rules.welfare import ON_BEHALF, ROUND_LONGEST_MIN, heard


def start_round(*, incident_id: int, within_min: int, by: Actor, at: datetime, reason: str = "") -> Round:
    """Ask every crew at an incident whether all its people are accounted for. A crew under duress is not asked.

    Raises:
        Refusal: "round-under-way", "nobody-there", "time-out-of-bounds" (minutes), "incident-closed".
    """
    require(1 <= within_min <= ROUND_LONGEST_MIN, f"Give 1 to {ROUND_LONGEST_MIN} minutes.", code="time-out-of-bounds")
    with changing(incident_id, by=by, at=at, act=Act.COUNT_CREWS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        rounds = Round.objects.filter(incident=change.incident)
        require(not rounds.filter(ended_at=None).exists(), "A round is under way already.", code="round-under-way")
        silent = Emergency.objects.open().filter(incident=change.incident, kind=Emergency.Kind.DURESS).values("deployment")
        there = Deployment.objects.active().filter(incident=change.incident).exclude(pk__in=silent)
        crews = list(there.select_related("unit").order_by("pk"))
        require(crews, "No crew is there to be counted.", code="nobody-there")
        due_at = at + timedelta(minutes=within_min)
        started = Round.objects.create(
            incident=change.incident,
            number=rounds.count() + 1,
            reason=reason.strip()[:300],
            started_at=at,
            started_by_name=by.label,
            due_at=due_at,
        )
        RoundAnswer.objects.bulk_create(RoundAnswer(round=started, deployment=crew) for crew in crews)
        names = ", ".join(crew.unit.call_sign for crew in crews)
        change.log(
            Entry.ROUND_STARTED, f"{names}, within {within_min} min. {started.reason}".strip(), round=started.pk, within_min=within_min
        )
    return started


def answer_round(
    *, deployment_id: int, all_here: bool, by: Actor, at: datetime, words: str = "", via: str = "", said_by: str = ""
) -> RoundAnswer:
    """Account for a crew in the round under way: by its own page, or on its behalf with what was said.

    Raises:
        Refusal: "no-round" when none waits for this crew, "words-needed" on behalf, "channel-unknown", "silent".
    """
    insist_own(by, deployment_id)
    own = isinstance(by, Crew)
    require(own or via in ON_BEHALF, "Say how the answer came.", code="channel-unknown")
    require(own or words.strip(), "Write down what the crew said.", code="words-needed")
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.ANSWER_CHECK) as change:
        asked = RoundAnswer.objects.filter(deployment_id=deployment_id, round__incident=change.incident, round__ended_at=None)
        answer = asked.select_related("round", "deployment__unit").first()
        if answer is None:
            raise Refusal("No accountability round waits for this crew.", code="no-round")
        insist_silence_is_kept(change, answer.deployment)
        state = RoundAnswer.State.ALL_HERE if all_here else RoundAnswer.State.MISSING
        if answer.state == state == RoundAnswer.State.ALL_HERE:
            change.abandoned = True
            return answer
        answer.words, answer.via, answer.said_by = words.strip()[:1000], "page" if own else via, said_by.strip()[:120]
        account(change, answer, state)
        _log_answer(change, answer)
        end_when_complete(change, answer.round)
    return answer


def _log_answer(change: Change, answer: RoundAnswer) -> None:
    call_sign = answer.deployment.unit.call_sign
    source = heard(answer.via, answer.said_by, change.by.label)
    text = f"{call_sign}: {answer.get_state_display().lower()} ({source}). {answer.words}".strip()
    change.log(
        Entry.ROUND_ANSWERED, text, unit=call_sign, round=answer.round_id, state=answer.state, via=answer.via, said_by=answer.said_by
    )
    if answer.state == RoundAnswer.State.MISSING:
        raise_alarm(
            change,
            cause=Escalation.Cause.HELP_WANTED,
            to_role="supervisor",
            what=f"{call_sign}: somebody is missing. {answer.words}".strip(),
            action="Speak to the crew now, and start the search",
            deployment=answer.deployment,
        )


def late_round(change: Change, round_id: int) -> bool:
    """The round's time is over: who has not been heard goes to a supervisor. The round stays open until everybody is accounted for."""
    late = Round.objects.filter(pk=round_id, ended_at=None).first()
    if late is None:
        return False
    late.late_at = change.at
    late.save(update_fields=["late_at"])
    open_answers = late.answers.filter(state__in=(RoundAnswer.State.ASKED, RoundAnswer.State.MISSING))
    names = ", ".join(each.deployment.unit.call_sign for each in open_answers.select_related("deployment__unit").order_by("pk"))
    change.log(Entry.ROUND_LATE, f"Not accounted for: {names}", round=late.pk)
    raise_alarm(
        change,
        cause=Escalation.Cause.ROUND_LATE,
        to_role="supervisor",
        what=f"Not accounted for: {names}",
        action="Call them now; send somebody to look for those who stay silent",
    )
    return True
