"""The kinds of line in a contact's history, by code, in the words a person reads."""

from enum import StrEnum


class What(StrEnum):
    """A line's code."""

    OFFERED = "offered"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    LOST = "lost"
    CALLBACK_OWED = "callback.owed"
    CALLBACK_BEGUN = "callback.begun"
    CALLBACK_DONE = "callback.done"
    CALLBACK_LATE = "callback.late"
    TRANSFER_OFFERED = "transfer.offered"
    TRANSFER_TAKEN = "transfer.taken"
    TRANSFER_DECLINED = "transfer.declined"
    TRANSFER_BACK = "transfer.back"
    PASSED_ON = "passed.on"
    SILENT_STEP = "silent.step"
    SILENT_ENDED = "silent.ended"
    TALK = "talk"
    REFERRED = "referred"
    LINKED = "linked"
    ENDED = "ended"
    LETTER = "letter"
    ALARM = "alarm"


WHAT: dict[str, str] = {
    What.OFFERED: "Arrived",
    What.ANSWERED: "Answered",
    What.OVERDUE: "Not answered in time",
    What.LOST: "Lost before an answer",
    What.CALLBACK_OWED: "To be called back",
    What.CALLBACK_BEGUN: "Being called back",
    What.CALLBACK_DONE: "Call back",
    What.CALLBACK_LATE: "Not called back in time",
    What.TRANSFER_OFFERED: "Handed over",
    What.TRANSFER_TAKEN: "Transfer accepted",
    What.TRANSFER_DECLINED: "Transfer declined",
    What.TRANSFER_BACK: "Transfer came back",
    What.PASSED_ON: "Passed on at the end of a turn",
    What.SILENT_STEP: "Silent call",
    What.SILENT_ENDED: "Silent call ended",
    What.TALK: "Conversation",
    What.REFERRED: "Passed to an outside organisation",
    What.LINKED: "Became part of an incident",
    What.ENDED: "Ended",
    What.LETTER: "E-mail",
    What.ALARM: "Alarm company",
}
