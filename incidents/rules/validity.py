"""How a report may be judged. A judgement is kept with its grounds; it never deletes anything and never lowers a priority."""

VALIDITIES = {
    "genuine": "Genuine",
    "hoax": "Hoax",
    "test": "Test",
    "not_ours": "Not ours",
    "repeat": "Repeat of another report",
    "false_alarm": "False alarm",
}
# Earlier reports from the same site that make the next one doubtful.
DOUBTFUL = ("hoax", "test", "false_alarm")
DOUBTFUL_ENDINGS = ("false_alarm_good_intent", "false_alarm_equipment", "false_alarm_malicious", "no_trace")
