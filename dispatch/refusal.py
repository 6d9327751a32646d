"""How a command says no. One sentence for the person, one code for the machine."""

from typing import Any


class Refusal(Exception):
    """A command's no.

    Args:
        message: one plain sentence for the person who asked.
        code: a stable, hyphenated word for programs ("unit-unavailable").
        facts: what the asker needs to go on, for instance who holds the unit. JSON values only, no personal data.
    """

    status = 409

    def __init__(self, message: str, *, code: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.facts = facts


class NotAllowed(Refusal):
    """The person's role does not include this act."""

    status = 403


class NotFound(Refusal):
    """Nothing of that name in the person's centre: another centre's rows look exactly like this."""

    status = 404


def require(condition: object, message: str, *, code: str, **facts: Any) -> None:
    """Refuse unless the condition holds."""
    if not condition:
        raise Refusal(message, code=code, **facts)
