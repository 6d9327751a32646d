"""The kinds of log line, by code, in the words a person reads."""

from enum import StrEnum


class Entry(StrEnum):
    """A log line's code."""

    CONTACT_LINKED = "contact.linked"
    CONTACT_NOTE = "contact.note"
    REPEAT_CONTACT = "contact.repeat"
    REASSESSED = "contact.reassessed"
    CALLER_SAID = "contact.said"
    LINKED = "link.made"
    UNLINKED = "link.undone"
    INCIDENT_LOGGED = "incident.logged"
    FACT_CORRECTED = "incident.corrected"
    PLACE_READ = "place.read"
    PLACE_HEARD = "place.heard"
    PLACE_CHOSEN = "place.chosen"
    READ_BACK = "place.read_back"
    TYPE_CHOSEN = "path.type"
    QUESTION_ANSWERED = "path.answer"
    ANSWER_WITHDRAWN = "path.withdrawn"
    ANSWER_CHANGED = "path.changed"
    PATH_REOPENED = "path.reopened"
    OUTCOME_REACHED = "path.outcome"
    PATH_LEFT_EARLY = "path.left_early"
    PRIORITY_RAISED = "priority.raised"
    PRIORITY_LOWERED = "priority.lowered"
    LOWERING_ASKED = "priority.lowering_asked"
    LOWERING_REFUSED = "priority.lowering_refused"
    LOWERING_OVERTAKEN = "priority.lowering_overtaken"
    VALIDITY_JUDGED = "judged.validity"
    RISK_WEIGHED = "judged.risk"
    CONTRADICTED = "path.contradicted"
    ANSWER_UPHELD = "path.upheld"
    PATH_REVIEWED = "path.reviewed"
    ENTRY_ANSWERED = "talk.entry"
    AID_USED = "talk.aid"
    SAFE_TO_TALK = "talk.safe"
    AID_CONNECTED = "talk.connected"
    AID_ENDED = "talk.ended"
    ADVICE_READ = "advice.read"
    ADVICE_NOT_READ = "advice.not_read"
    ADVICE_WITHDRAWN = "advice.withdrawn"
    ADVICE_RESTORED = "advice.restored"
    CALL_BACK_TAKEN = "call_back.taken"
    CALL_BACK_TRIED = "call_back.tried"
    CALL_BACK_DONE = "call_back.done"
    ORGANISATION_TOLD = "organisation.told"
    ORGANISATION_DROPPED = "organisation.dropped"
    UNIT_DEPLOYED = "unit.deployed"
    BRIEF_READ = "brief.read"
    BRIEF_CHANGED = "brief.changed"
    BRIEF_ACCEPTED = "brief.accepted"
    UNIT_STATUS = "unit.status"
    UNIT_DECLINED = "unit.declined"
    UNIT_STOOD_DOWN = "unit.stood_down"
    SUPPORT_ASKED = "support.asked"
    SUPPORT_GIVEN = "support.given"
    SUPPORT_REFUSED = "support.refused"
    UPDATE = "update"
    CHECK_ASKED = "check.asked"
    CHECK_ANSWERED = "check.answered"
    CHECK_MISSED = "check.missed"
    CHECK_REPEATED = "check.repeated"
    CHECK_PLANNED = "check.planned"
    WORD_NOT_KNOWN = "watch.word"
    VISIT_ORDERED = "visit.ordered"
    VISIT_DONE = "visit.done"
    VISIT_LATE = "visit.late"
    ROUND_STARTED = "round.started"
    ROUND_ANSWERED = "round.answered"
    ROUND_LATE = "round.late"
    ROUND_ENDED = "round.ended"
    MAYDAY = "emergency.mayday"
    DURESS = "emergency.duress"
    EMERGENCY_OWNED = "emergency.owned"
    EMERGENCY_STEP = "emergency.step"
    EMERGENCY_ENDED = "emergency.ended"
    ESCALATED = "escalation.raised"
    ESCALATION_REPEATED = "escalation.repeated"
    ESCALATION_TAKEN = "escalation.taken"
    PASSED_ON = "passed.on"
    PUT_BACK = "passed.back"
    LEVEL_NOT_NEEDED = "escalation.not_needed"
    METHANE_REPORTED = "methane.reported"
    MAJOR_ASKED = "major.asked"
    MAJOR_STANDBY = "major.standby"
    MAJOR_DECLARED = "major.declared"
    POST_OFFERED = "major.post_offered"
    POST_ACCEPTED = "major.post_accepted"
    ATTENDED = "major.attended"
    ATTENDED_NO_MORE = "major.left"
    TASK_SET = "major.task_set"
    TASK_DONE = "major.task_done"
    JOINT_DECISION = "major.decision"
    SITREP = "major.sitrep"
    CREWS_BRIEFED = "major.briefed"
    MAJOR_STOOD_DOWN = "major.stood_down"
    PROMISE_MADE = "promise.made"
    PROMISE_KEPT = "promise.kept"
    CLOCK_MENDED = "clock.mended"
    MESSAGE_FAILED = "message.failed"
    REPLAY_ANOMALY = "replay.anomaly"
    CLOSED = "incident.closed"
    REVIEWED = "incident.reviewed"


# The lines that figures are made of. An index holds them; a further one needs a migration.
MEASURED = (Entry.READ_BACK.value, Entry.PRIORITY_RAISED.value, Entry.PRIORITY_LOWERED.value)

# What may change the verdict on the path. An answer along the way cannot: the tree itself leads on from it.
CHECKED = frozenset(
    {
        Entry.OUTCOME_REACHED.value,
        Entry.ANSWER_WITHDRAWN.value,
        Entry.ANSWER_CHANGED.value,
        Entry.PATH_REOPENED.value,
        Entry.PATH_LEFT_EARLY.value,
        Entry.PRIORITY_RAISED.value,
        Entry.PRIORITY_LOWERED.value,
        Entry.CONTRADICTED.value,
        Entry.ANSWER_UPHELD.value,
        Entry.PATH_REVIEWED.value,
    }
)

# What assessing an incident again leaves behind. An answer that was only withdrawn is a question still open.
ASSESSED_ANEW = (Entry.TYPE_CHOSEN.value, Entry.QUESTION_ANSWERED.value, Entry.ANSWER_CHANGED.value, Entry.RISK_WEIGHED.value)

ENTRIES: dict[str, str] = {
    Entry.CONTACT_LINKED: "Contact",
    Entry.CONTACT_NOTE: "Contact",
    Entry.REPEAT_CONTACT: "Repeat contact",
    Entry.REASSESSED: "Repeat contact answered",
    Entry.CALLER_SAID: "Another caller",
    Entry.LINKED: "Linked",
    Entry.UNLINKED: "Link undone",
    Entry.INCIDENT_LOGGED: "Incident logged",
    Entry.FACT_CORRECTED: "Corrected",
    Entry.PLACE_READ: "Location",
    Entry.PLACE_HEARD: "Another location",
    Entry.PLACE_CHOSEN: "Location chosen",
    Entry.READ_BACK: "Read back",
    Entry.TYPE_CHOSEN: "Type",
    Entry.QUESTION_ANSWERED: "Answer",
    Entry.ANSWER_WITHDRAWN: "Answer withdrawn",
    Entry.ANSWER_CHANGED: "Answer changed",
    Entry.PATH_REOPENED: "Questions opened again",
    Entry.OUTCOME_REACHED: "Outcome",
    Entry.PATH_LEFT_EARLY: "Path left early",
    Entry.PRIORITY_RAISED: "Priority raised",
    Entry.PRIORITY_LOWERED: "Priority lowered",
    Entry.LOWERING_ASKED: "Lowering asked for",
    Entry.LOWERING_REFUSED: "Lowering refused",
    Entry.LOWERING_OVERTAKEN: "Lowering overtaken",
    Entry.VALIDITY_JUDGED: "Report judged",
    Entry.RISK_WEIGHED: "Risk weighed",
    Entry.CONTRADICTED: "Against an answer",
    Entry.ANSWER_UPHELD: "Answer upheld",
    Entry.PATH_REVIEWED: "Path check reviewed",
    Entry.ENTRY_ANSWERED: "Entry question",
    Entry.AID_USED: "Conversation",
    Entry.SAFE_TO_TALK: "Safe to talk",
    Entry.AID_CONNECTED: "Connected",
    Entry.AID_ENDED: "Not connected",
    Entry.ADVICE_READ: "Advice read",
    Entry.ADVICE_NOT_READ: "Advice not read",
    Entry.ADVICE_WITHDRAWN: "Advice withdrawn",
    Entry.ADVICE_RESTORED: "Advice restored",
    Entry.CALL_BACK_TAKEN: "Call-back taken",
    Entry.CALL_BACK_TRIED: "Call-back tried",
    Entry.CALL_BACK_DONE: "Call-back done",
    Entry.ORGANISATION_TOLD: "Organisation told",
    Entry.ORGANISATION_DROPPED: "Organisation no longer named",
    Entry.UNIT_DEPLOYED: "Unit sent",
    Entry.BRIEF_READ: "Brief read",
    Entry.BRIEF_CHANGED: "Brief changed",
    Entry.BRIEF_ACCEPTED: "Brief accepted",
    Entry.UNIT_STATUS: "Unit status",
    Entry.UNIT_DECLINED: "Unit declined",
    Entry.UNIT_STOOD_DOWN: "Stood down",
    Entry.SUPPORT_ASKED: "Support asked for",
    Entry.SUPPORT_GIVEN: "Support given",
    Entry.SUPPORT_REFUSED: "Support refused",
    Entry.UPDATE: "Update",
    Entry.CHECK_ASKED: "Check asked",
    Entry.CHECK_ANSWERED: "Check answered",
    Entry.CHECK_MISSED: "Check missed",
    Entry.CHECK_REPEATED: "Check asked again",
    Entry.CHECK_PLANNED: "Checks set",
    Entry.WORD_NOT_KNOWN: "Word not known",
    Entry.VISIT_ORDERED: "Visit",
    Entry.VISIT_DONE: "Visit’s result",
    Entry.VISIT_LATE: "Visit late",
    Entry.ROUND_STARTED: "Accountability round",
    Entry.ROUND_ANSWERED: "Accounted for",
    Entry.ROUND_LATE: "Round not complete",
    Entry.ROUND_ENDED: "Round complete",
    Entry.MAYDAY: "MAYDAY",
    Entry.DURESS: "DURESS",
    Entry.EMERGENCY_OWNED: "Emergency taken",
    Entry.EMERGENCY_STEP: "Emergency: done",
    Entry.EMERGENCY_ENDED: "Emergency ended",
    Entry.ESCALATED: "Escalated",
    Entry.ESCALATION_REPEATED: "Alarm repeated",
    Entry.ESCALATION_TAKEN: "Alarm taken",
    Entry.PASSED_ON: "Passed on to a colleague",
    Entry.PUT_BACK: "Put back into the queue",
    Entry.LEVEL_NOT_NEEDED: "Level not needed",
    Entry.METHANE_REPORTED: "METHANE",
    Entry.MAJOR_ASKED: "Major incident asked for",
    Entry.MAJOR_STANDBY: "Major incident standby",
    Entry.MAJOR_DECLARED: "MAJOR INCIDENT",
    Entry.POST_OFFERED: "Command offered",
    Entry.POST_ACCEPTED: "Command taken",
    Entry.ATTENDED: "Arrived",
    Entry.ATTENDED_NO_MORE: "Left",
    Entry.TASK_SET: "Task",
    Entry.TASK_DONE: "Task done",
    Entry.JOINT_DECISION: "Joint decision",
    Entry.SITREP: "Situation report",
    Entry.CREWS_BRIEFED: "IIMARCH briefing",
    Entry.MAJOR_STOOD_DOWN: "Major incident stood down",
    Entry.PROMISE_MADE: "Update promised",
    Entry.PROMISE_KEPT: "Promise kept",
    Entry.CLOCK_MENDED: "Clocks put right",
    Entry.MESSAGE_FAILED: "Message not sent",
    Entry.REPLAY_ANOMALY: "Replay anomaly",
    Entry.CLOSED: "Closed",
    Entry.REVIEWED: "Reviewed",
}
