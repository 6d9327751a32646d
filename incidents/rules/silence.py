"""What to do when a caller does not speak: the steps, in order, and what may come of them. Our own wording.

Callers may be unable to speak safely. Nothing is ended quietly: a call on which nothing was heard is called back.
"""

from typing import NamedTuple


class Step(NamedTuple):
    """One step: what the agent does or says."""

    code: str
    do: str
    listen_for: str


STEPS: tuple[Step, ...] = (
    Step("ask", "“You are through to the control room. Do you need help?”", "Speech, whispering, crying"),
    Step("sound", "“If you cannot speak, cough or tap the phone now.”", "A cough, a tap, a knock"),
    Step("keys", "“If you cannot make a sound, press any key twice.”", "Key tones"),
    Step("listen", "Say nothing for ten seconds and listen.", "Voices, a struggle, an alarm, traffic, a television"),
    Step("known", "Look at who this number is: earlier contacts, open incidents, site notes.", "A history of violence or illness"),
    Step("assure", "“I am staying on the line. I will ring this number back if we are cut off.”", "Any answer"),
)

OUTCOMES: dict[str, str] = {
    "speaks": "The caller speaks",
    "signalled": "Answered by a sound or a key",
    "distress": "Distress was heard",
    "nothing": "Nothing was heard",
    "accidental": "Plainly by accident",
}
NEEDS_WORDS = frozenset({"distress", "accidental"})
CALLED_BACK = frozenset({"nothing", "accidental"})


def missing_before(outcome: str, taken: list[str]) -> list[str]:
    """The steps that must still be taken before this outcome: all of them before nothing, or an accident, is believed."""
    if outcome not in CALLED_BACK:
        return []
    return [step.code for step in STEPS if step.code not in taken]
