"""The answer targets of a centre."""

from typing import Any

from incidents.models import AnswerTarget, Contact
from incidents.rules.answering import TARGETS, Target, usual_target


def target_for(centre_id: int, channel: str, line: str) -> Target:
    """The target of a line: its own, or its channel's, or the usual one."""
    own = AnswerTarget.objects.filter(centre_id=centre_id, channel=channel, line__in=("", line))
    found = own.order_by("-line").first()
    return Target(found.answer_s, found.callback_s, found.basis) if found else usual_target(channel)


def targets_of(centre_id: int) -> list[dict[str, Any]]:
    """Every target that holds in a centre, by channel and line, with where it comes from."""
    own = {(each.channel, each.line): each for each in AnswerTarget.objects.filter(centre_id=centre_id)}
    shown: dict[tuple[str, str], dict[str, Any]] = {
        (channel, ""): {**target._asdict(), "own": False} for channel, target in TARGETS.items()
    }
    for key, each in own.items():
        shown[key] = {"answer_s": each.answer_s, "callback_s": each.callback_s, "basis": each.basis, "own": True}
    words = dict(Contact.Channel.choices)
    return [
        {"channel": channel, "channel_word": words.get(channel, channel), "line": line, **known}
        for (channel, line), known in sorted(shown.items())
    ]
