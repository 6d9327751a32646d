"""Setting how soon a line is to be answered."""

from datetime import datetime

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from incidents.models import AnswerTarget


def set_answer_target(
    *, channel: str, answer_s: int, by: Staff, at: datetime, line: str = "", callback_s: int = 900, basis: str = ""
) -> AnswerTarget:
    """Set how soon a channel, or one line of it, is to be answered, in seconds. Contacts that wait keep the target they came under."""
    insist(by, Act.SET_UP, by)
    target, _ = AnswerTarget.objects.update_or_create(
        centre_id=by.centre_id,
        channel=channel,
        line=line.strip(),
        defaults={"answer_s": answer_s, "callback_s": callback_s, "basis": basis.strip()},
    )
    return target
