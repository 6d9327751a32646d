"""Invented content for the style guide: one of everything, in every state."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

PRIORITIES = (("P1", "Immediate"), ("P2", "Urgent"), ("P3", "Priority"), ("P4", "Scheduled"), ("P5", "Advice or referral"))
STATUSES = (
    ("available", "Available"),
    ("alerted", "Alerted"),
    ("acknowledged", "Got it"),
    ("en_route", "On the way"),
    ("at_rvp", "At meeting point"),
    ("on_scene", "At scene"),
    ("on_scene_free", "At scene, can be moved"),
    ("committed", "At scene, cannot leave"),
    ("clear", "Finished"),
    ("delayed", "Delayed"),
    ("break", "On break"),
    ("out_of_service", "Out of service"),
    ("off_duty", "Off duty"),
    ("emergency", "EMERGENCY"),
)
STAGES = (("new", "New"), ("waiting", "Waiting to be sent"), ("moving", "On the way"), ("scene", "At scene"), ("done", "Closed"))
# fmt: off
ICONS = (
    "console", "phone", "board", "incident", "unit", "map", "place", "clock", "bell", "sound-on", "sound-off", "search", "command",
    "person", "people", "display", "tick", "cross", "plus", "info", "warning", "danger", "question", "send", "message", "note", "link",
    "up", "down", "right", "shield", "book", "chart", "complaint", "review", "settings", "leave", "inbox", "print", "more", "wait",
    "windows",
)
# fmt: on
SECTIONS = (
    ("colours", "Colours and type"),
    ("badges", "Badges"),
    ("time", "Ages and countdowns"),
    ("buttons", "Buttons and keys"),
    ("fields", "Forms, places and duplicates"),
    ("tables", "Tables"),
    ("panels", "Panels, tabs and figures"),
    ("question", "Question card"),
    ("taking", "Taking and judging a contact"),
    ("timeline", "Log"),
    ("alarms", "Alarms and banners"),
    ("command", "Command bar, dialog, toasts"),
    ("states", "Empty, loading, failed"),
    ("icons", "Icons"),
)
COLUMNS = (
    {"label": "Priority"},
    {"label": "Number"},
    {"label": "What and where", "grows": True},
    {"label": "Stage"},
    {"label": "Waiting", "align": "end"},
    {"label": "Due", "align": "end"},
    {"label": "Units"},
)


# Invented content that needs no clock, by its name in the templates.
WORDS: dict[str, Any] = {
    "question": {
        "id": "lift_people",
        "ask": "Is anyone inside the lift hurt, unwell, or finding it hard to breathe?",
        "why": "A person who is unwell makes this life risk: 999 is told before our own engineer.",
        "answers": [
            {"code": "affirm", "label": "Yes", "danger": True},
            {"code": "deny", "label": "No, all are well"},
            {"code": "unknown", "label": "Not known"},
            {"code": "empty", "label": "Nobody is inside"},
        ],
    },
    "facts": [
        {"name": "Where", "value": "Harbour Court, block B, Quay Street, WX1 2AB"},
        {"name": "Access", "value": "Key safe by the bin store; code with the caretaker"},
        {"name": "Caller", "value": "01632 960 114, resident, safe to talk"},
        {"name": "Hazards", "value": "Not asked yet", "missing": True},
    ],
    "checks": [
        {"what": "Read the place back to the caller", "state": "done"},
        {"what": "Tell the caller when to expect someone", "state": "todo", "note": "in 4 min"},
        {"what": "Confirm who is inside", "state": "overdue", "note": "2 min late"},
    ],
    "tabs": [
        {"url": "#panels", "label": "Open", "current": True, "number": 14},
        {"url": "#panels", "label": "Waiting", "number": 3},
        {"url": "#panels", "label": "Closed today"},
    ],
    "options": [
        {"text": "D L61 1042", "label": "Lift engineer, 6 min away"},
        {"text": "D L62 1042", "label": "Lift engineer, 19 min away, on break"},
    ],
    "choices": [
        {"value": "deploy", "label": "Send a unit"},
        {"value": "advice", "label": "Advice only"},
        {"value": "refer", "label": "Pass to another service"},
    ],
    "failed": [{"text": "Enter the place", "field": "id_bad"}, {"text": "This incident was closed while you typed", "field": ""}],
}


class SampleForm(forms.Form):
    """A form with one field of each kind, used for its looks."""

    caller = forms.CharField(label="Caller's name", help_text="As they say it. Leave it empty when they would rather not.", required=False)
    number = forms.CharField(label="Number to call back on", help_text="Read it back in groups.")
    kind = forms.ChoiceField(label="What kind of incident", choices=[("", "Choose"), ("leak", "Water leak"), ("tree", "Fallen tree")])
    note = forms.CharField(label="What has happened", widget=forms.Textarea(attrs={"rows": 3}))
    safe = forms.ChoiceField(
        label="Is it safe to talk?", widget=forms.RadioSelect, choices=[("affirm", "Yes"), ("deny", "No"), ("unknown", "Not known")]
    )
    repeat = forms.BooleanField(label="They have called about this before", required=False)


def _row(number: int, at: datetime, **fields: Any) -> dict[str, Any]:
    """One invented incident; ``waited`` and ``left`` are minutes."""
    return {
        **fields,
        "id": str(number),
        "revision": 1,
        "since": at - timedelta(minutes=fields["waited"]),
        "due_at": at + timedelta(minutes=fields["left"]),
    }


def sample_incidents(at: datetime) -> list[dict[str, Any]]:
    """Invented incidents, one of each stage."""
    rows = (
        (1042, "P1", "Lift stuck, two people inside", "Harbour Court, block B", 1, 2, -1.2, "L61"),
        (1043, "P2", "Burst main flooding a basement", "14 Ropewalk Lane", 2, 9, 0.7, "P11, F71"),
        (1039, "P3", "Tree across the carriageway", "Millers Hill by the chapel", 3, 41, 12, "T51"),
        (1037, "P4", "Street light out, footpath dark", "Cooper's Green", 1, 126, 210, ""),
        (1031, "P5", "Noise from building work, advice given", "Saltern Road", 4, 240, 400, ""),
    )
    return [
        _row(
            number,
            at,
            priority=priority,
            what=what,
            place=place,
            tone=STAGES[stage][0],
            stage=STAGES[stage][1],
            waited=waited,
            left=left,
            units=units,
        )
        for number, priority, what, place, stage, waited, left, units in rows
    ]


def sample_entries(at: datetime) -> list[dict[str, Any]]:
    """Invented log lines."""
    return [
        {
            "at": at - timedelta(seconds=610),
            "what": "Call from 01632 960 114. Lift stuck at Harbour Court.",
            "by": "Amina Khan",
            "icon": "phone",
            "tone": "",
        },
        {
            "at": at - timedelta(seconds=584),
            "what": "Is anyone hurt or unwell? Yes.",
            "by": "Amina Khan",
            "icon": "question",
            "tone": "info",
        },
        {
            "at": at - timedelta(seconds=580),
            "what": "Priority P1: someone inside is unwell.",
            "by": "by procedure lifts 1.0.0",
            "icon": "danger",
            "tone": "danger",
        },
        {"at": at - timedelta(seconds=551), "what": "L61 sent: release two passengers.", "by": "Dev Patel", "icon": "send", "tone": "ok"},
        {
            "at": at - timedelta(seconds=430),
            "what": "L61 has not confirmed within 60 s. Level 2 told.",
            "by": "by the clock",
            "icon": "clock",
            "tone": "warn",
        },
        {
            "at": at - timedelta(seconds=420),
            "what": "Flat number is 41.",
            "by": "Amina Khan",
            "icon": "note",
            "tone": "",
            "struck": "Corrected at 14:07 by Amina Khan: the flat is 14.",
        },
    ]


def sample_alarms(at: datetime) -> list[dict[str, Any]]:
    """Invented alarms: one nobody has taken, one of each other kind."""
    old = at - timedelta(seconds=95)
    return [
        {
            "id": "1",
            "revision": 1,
            "level": "critical",
            "reference": "1042",
            "priority": "P1",
            "url": "#alarms",
            "text": "L61 has pressed the emergency button at Harbour Court",
            "raised_at": old,
            "take_url": "#",
        },
        {
            "id": "2",
            "revision": 1,
            "level": "warning",
            "reference": "1043",
            "priority": "P2",
            "url": "#alarms",
            "text": "No unit has confirmed within 5 minutes",
            "raised_at": old,
            "take_url": "#",
        },
        {
            "id": "3",
            "revision": 1,
            "level": "notice",
            "reference": "1039",
            "priority": "P3",
            "url": "#alarms",
            "text": "Call the caller back with an update",
            "raised_at": old,
            "take_url": "#",
        },
        {
            "id": "4",
            "revision": 2,
            "level": "critical",
            "reference": "1028",
            "priority": "P1",
            "url": "#alarms",
            "text": "Welfare check missed: V71",
            "raised_at": old,
            "taken_by": "Sol Reyes",
        },
    ]


def sample_ages(at: datetime) -> list[dict[str, Any]]:
    """Instants which stand in each state of an age (thresholds 5, 15 and 60 minutes) and of a countdown."""
    ages = ((1, 30), (6, 0.8), (20, 0.05), (75, -2))
    return [{"since": at - timedelta(minutes=waited), "due_at": at + timedelta(minutes=left)} for waited, left in ages]
