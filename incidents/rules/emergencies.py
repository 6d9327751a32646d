"""A crew in danger: what is to be done for each kind of emergency, and which words count as said."""

import unicodedata
from typing import NamedTuple

SHORTEST_WORD = 4  # characters
MOST_WRONG_WORDS = 3  # then a supervisor is told; the phone says the same as before


class Step(NamedTuple):
    """One thing to do for a crew in danger."""

    code: str
    words: str


MAYDAY = (
    Step("speak", "Speak to the crew: who is hurt, where exactly, what they need"),
    Step("channel", "Keep the channel clear for this crew"),
    Step("help", "Send help to them, and say how long it takes"),
    Step("warn", "Warn the other crews at this incident"),
    Step("account", "Account for everybody at the scene"),
    Step("manager", "Tell the duty manager"),
)
DURESS = (
    Step("silence", "Tell the room: nobody calls, texts or radios this crew"),
    Step("listen", "Listen only, where the crew’s device can be listened to without a sign"),
    Step("police", "Call the police: the place, what is known, “a person may be under duress”"),
    Step("others", "Hold other crews out of sight, and keep their radios off this crew’s channel"),
    Step("manager", "Tell the duty manager"),
)
STEPS = {"mayday": MAYDAY, "duress": DURESS}
HELP = {
    "mayday": "Take it, speak to the crew, send help.",
    "duress": "Silent: do not call, text or radio this crew. Listen only. Call the police.",
}


def step_words(kind: str, code: str) -> str:
    """The words of a step; empty when this kind of emergency has no such step."""
    return next((step.words for step in STEPS[kind] if step.code == code), "")


def as_said(word: str) -> str:
    """A word as people mean it: case, accents' encoding and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def return_status(before: str, *, at_scene: bool) -> str:
    """What a crew is doing once its Mayday has ended: back at the scene, or on its way again."""
    return "on_scene" if at_scene or before in ("on_scene", "on_scene_free", "committed") else "en_route"
