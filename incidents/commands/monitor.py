"""Answers to checks on crews: by the crew's page, by message, by radio or in person on its behalf (320 1.5; CFACC39 P8)."""

from datetime import datetime
from typing import NamedTuple

from dispatch.accounts.actors import Actor, Crew
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._checks import plan_check
from incidents.commands._emergency import begin, insist_silence_is_kept
from incidents.commands.deploy import incident_of
from incidents.commands.respond import insist_own
from incidents.commands.words import Said, word_said
from incidents.models import Check, Deployment, Emergency, Escalation
from incidents.rules.emergencies import MOST_WRONG_WORDS
from incidents.rules.entries import Entry
from incidents.rules.welfare import ON_BEHALF, heard


class Answer(NamedTuple):
    """What was answered: how it came, who said it, in which words, and what the safe word told us."""

    all_well: bool
    words: str
    via: str
    said_by: str
    said: Said | None


def answer_check(
    *,
    check_id: int,
    all_well: bool,
    by: Actor,
    at: datetime,
    words: str = "",
    via: str = "",
    said_by: str = "",
    word: str = "",
) -> Check:
    """Answer a check. ``all_well=False`` raises an alarm at once; either way the next check is planned.

    A check can be answered before it is asked (the crew reported by itself). It cannot be waved away.

    Args:
        words: what was said: the transcript when somebody answers for the crew.
        via: how it came (``welfare.ON_BEHALF``); a crew's own answer always came by its page.
        said_by: who said it, when it was heard from the crew.
        word: the agreed word, where one is agreed. The duress word is taken as if it were the safe one.

    Raises:
        Refusal: "channel-unknown", "word-needed", "word-wrong" (at the desk only), "silent".
    """
    known = Check.objects.filter(pk=check_id).values_list("deployment_id", "deployment__unit_id", "wants_word").first()
    if known is None:
        raise NotFound("There is no such check.", code="not-found")
    deployment_id, unit_id, wants_word = known
    insist_own(by, deployment_id)
    own = isinstance(by, Crew)
    require(own or not via or via in ON_BEHALF, "Say how the answer came.", code="channel-unknown")
    said = word_said(unit_id, word) if wants_word and all_well else None  # slow on purpose: before any lock
    require(own or said != Said.WRONG, "That is not the agreed word.", code="word-wrong")
    answer = Answer(all_well, words.strip()[:1000], "page" if own else via or "radio", said_by.strip()[:120], said)
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.ANSWER_CHECK) as change:
        check = Check.objects.select_related("deployment__unit").get(pk=check_id)
        insist_silence_is_kept(change, check.deployment)
        if check.state in (Check.State.ANSWERED, Check.State.ENDED):
            change.abandoned = True
            return check
        if said == Said.WRONG:
            _count_wrong_word(change, check)
        else:
            take_answer(change, check, answer)
    return check


def take_answer(change: Change, check: Check, answer: Answer) -> None:
    """Write the answer down, plan the next check, and ring for help when it is needed."""
    _answer(change, check, answer)
    plan_check(change, check.deployment)
    if answer.said == Said.DURESS:
        begin(change, check.deployment, Emergency.Kind.DURESS, how="The check was answered with the duress word.")
    elif not answer.all_well:
        _raise_not_well(change, check)


def _answer(change: Change, check: Check, answer: Answer) -> None:
    call_sign = check.deployment.unit.call_sign
    check.state, check.answered_at, check.answered_by_name = Check.State.ANSWERED, change.at, change.by.label
    check.all_well = answer.all_well and answer.said != Said.DURESS
    check.words, check.via, check.said_by = answer.words, answer.via, answer.said_by
    check.save()
    # The same line for either word: a crew's own page shows it.
    result = "gave its word" if answer.said else "all well" if answer.all_well else "NOT well"
    source = "" if answer.via == "page" else f" ({heard(answer.via, answer.said_by, change.by.label)})"
    text = f"{call_sign}: {result}{source}. {answer.words}".strip()
    change.log(Entry.CHECK_ANSWERED, text, unit=call_sign, check=check.pk, all_well=check.all_well, via=answer.via, said_by=answer.said_by)


def _count_wrong_word(change: Change, check: Check) -> None:
    """A word that is neither: the check stays open, and after a few a supervisor is told."""
    check.wrong_words += 1
    check.save(update_fields=["wrong_words"])
    call_sign = check.deployment.unit.call_sign
    change.log(Entry.WORD_NOT_KNOWN, f"{call_sign} gave a word that was not agreed", unit=call_sign, check=check.pk)
    if check.wrong_words == MOST_WRONG_WORDS:
        _ring(change, check.deployment, f"{call_sign} has given a wrong word {MOST_WRONG_WORDS} times", "Somebody else may hold its phone")


def _raise_not_well(change: Change, check: Check) -> None:
    call_sign = check.deployment.unit.call_sign
    _ring(change, check.deployment, f"{call_sign} is not well: {check.words or 'no words given'}", "Speak to the crew now")


def _ring(change: Change, deployment: Deployment, what: str, action: str) -> None:
    cause = Escalation.Cause.HELP_WANTED
    raise_alarm(change, cause=cause, to_role="supervisor", what=what, action=action, deployment=deployment)
