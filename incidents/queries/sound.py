"""Who would hear an alarm: what was last said of each desk's sound, and of those who sit at none."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from incidents.models import DeskTurn, SoundCheck
from incidents.rules.sound import UNCHECKED, WORDS, sound_state


class Sound(NamedTuple):
    """What is known of a sound: ``state`` is "heard", "unheard" or "unchecked"; ``at`` when it was said."""

    state: str
    at: datetime | None

    @property
    def word(self) -> str:
        """The state in words."""
        return WORDS[self.state]


NEVER = Sound(UNCHECKED, None)


def sound_of(centre_id: int, person_id: int, turn: DeskTurn | None, at: datetime) -> Sound:
    """That of a person, by the turn they are in."""
    checks = SoundCheck.objects.filter(centre_id=centre_id)
    mine = checks.filter(desk_id=turn.desk_id) if turn else checks.filter(desk=None, person_id=person_id)
    return _known(mine.first(), turn, at)


def sounds_of_turns(centre_id: int, turns: Iterable[DeskTurn], at: datetime) -> dict[int, Sound]:
    """By desk, that of everybody who is at one."""
    checks = {check.desk_id: check for check in SoundCheck.objects.filter(centre_id=centre_id, desk__isnull=False)}
    return {turn.desk_id: _known(checks.get(turn.desk_id), turn, at) for turn in turns}


def sounds_of_people(centre_id: int, at: datetime) -> dict[int, Sound]:
    """By person: of whoever is at a desk, and of whoever is at none and has said something lately."""
    checks = list(SoundCheck.objects.filter(centre_id=centre_id))
    turns = {turn.desk_id: turn for turn in DeskTurn.objects.running().filter(centre_id=centre_id)}
    found = {check.person_id: _known(check, None, at) for check in checks if check.desk_id is None}
    of_desk = {check.desk_id: check for check in checks if check.desk_id is not None}
    return found | {turn.person_id: _known(of_desk.get(turn.desk_id), turn, at) for turn in turns.values()}


def _known(check: SoundCheck | None, turn: DeskTurn | None, at: datetime) -> Sound:
    if check is None:
        return NEVER
    since = turn.began_at if turn else None
    state = sound_state(heard=check.heard, checked_at=check.at, since=since, at=at)
    return Sound(state, check.at) if state != UNCHECKED else NEVER
