"""Safe words and duress words: agreed with a supervisor, kept as hashes only, and heard without a sign of which it was."""

from datetime import datetime
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.models import CrewWords
from incidents.rules.emergencies import SHORTEST_WORD, as_said
from resources.models import Unit


class Said(StrEnum):
    """What a word told us."""

    SAFE = "safe"
    DURESS = "duress"
    WRONG = "wrong"


def agree_words(*, unit_id: int, holder: str, safe: str, duress: str, by: Staff, at: datetime, button: str = "") -> CrewWords:
    """Agree the two words of a unit's lone worker; they replace those before.

    Args:
        holder: whose words they are.
        button: how the button of the crew's page reads that means duress; it must look like nothing.

    Raises:
        Refusal: "word-too-short", "words-too-alike", "words-needed".
    """
    unit = Unit.objects.of(by.centre_id).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound("There is no such unit.", code="not-found")
    insist(by, Act.AGREE_WORDS, unit)
    require(holder.strip(), "Say whose words they are.", code="words-needed")
    safe, duress = as_said(safe), as_said(duress)
    long_enough = len(safe) >= SHORTEST_WORD and len(duress) >= SHORTEST_WORD
    require(long_enough, f"Each word needs at least {SHORTEST_WORD} characters.", code="word-too-short")
    require(safe not in duress and duress not in safe, "The two words must not be alike.", code="words-too-alike")
    facts = {
        "holder": holder.strip()[:120],
        "safe_hash": make_password(safe),
        "duress_hash": make_password(duress),
        "button": button.strip()[:40] or CrewWords._meta.get_field("button").get_default(),  # noqa: SLF001  (a documented name)
        "agreed_at": at,
        "agreed_by_name": by.label,
    }
    with transaction.atomic():
        agreed, _ = CrewWords.objects.update_or_create(unit=unit, defaults=facts)
    return agreed


def word_said(unit_id: int, word: str) -> Said:
    """Which of a unit's words this is. Both hashes are always computed, so that the time taken tells nothing.

    Raises:
        Refusal: "word-needed" when none was given.
    """
    said = as_said(word)
    require(said, "Give the agreed word.", code="word-needed")
    agreed = CrewWords.objects.filter(unit_id=unit_id).first()
    if agreed is None:
        return Said.WRONG
    is_safe = check_password(said, agreed.safe_hash)
    is_duress = check_password(said, agreed.duress_hash)
    return Said.DURESS if is_duress else Said.SAFE if is_safe else Said.WRONG
