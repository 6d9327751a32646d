"""Exercises beside real work: what is played and what is real never touch."""

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import require
from incidents.models import Contact


def refuse_mixing(one: bool, other: bool, first: str, second: str) -> None:
    """Refuse to bring something played and something real together.

    Args:
        one, other: whether each is an exercise.
        first, second: how the sentence names them.

    Raises:
        Refusal: "exercise-mixed".
    """
    words = {True: "an exercise", False: "real"}
    require(one == other, f"{first} is {words[one]} and {second} is {words[other]}. They are kept apart.", code="exercise-mixed")


def is_exercise(contact_id: int | None, *, claimed: bool, by: Actor) -> bool:
    """Whether a new incident is an exercise: as its contact is; without one, as somebody who runs exercises says.

    Raises:
        NotAllowed: the person does not run exercises.
    """
    if contact_id:
        played = Contact.objects.of(by.centre_id).filter(pk=contact_id).values_list("exercise", flat=True).first()
        return bool(played)
    if claimed:
        insist(by, Act.RUN_EXERCISE, by)
    return claimed
