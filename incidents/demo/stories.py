"""Contacts for the simulator: what a caller says, how the questions are answered, what crews report and how it ends."""

from pathlib import Path
from typing import Any, Final

import yaml

from incidents.demo.script import CLOSING_FACTS, Answers, Story

__all__ = ["CLOSING_FACTS", "STORIES", "Story"]

FOLDER: Final = Path(__file__).resolve().parent / "story_files"


def _answers(pairs: list[str]) -> Answers:
    """(question, answer) pairs from words: "q_life deny"."""
    return tuple((question, answer) for question, answer in (pair.split() for pair in pairs))


def _story(told: dict[str, Any]) -> Story:
    listed = {"answers": (), "after_transfer": (), "updates": ()} | told
    return Story(
        **listed
        | {
            "answers": _answers(listed["answers"]),
            "after_transfer": _answers(listed["after_transfer"]),
            "updates": tuple(listed["updates"]),
        }
    )


def _told() -> tuple[Story, ...]:
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(_story(told) for file in files for told in yaml.safe_load(file.read_text(encoding="utf-8")))


STORIES: Final[tuple[Story, ...]] = _told()
