"""The form of a simulator story, and the facts that crews and agents give when an incident closes."""

from typing import Final, NamedTuple

from incidents.demo.gazetteer import Premises, premises

Answers = tuple[tuple[str, str], ...]


class Story(NamedTuple):
    """One contact from its first words to its end.

    `answers` are (question, answer) pairs in the order asked; where they lead to another incident type, `after_transfer`
    holds the pairs for that type. `outcome` is where they end. Numbers are reserved for drama: they ring nobody.
    """

    code: str
    type_code: str
    caller: str
    number: str
    place: str
    opening: str
    answers: Answers
    outcome: str
    updates: tuple[str, ...]
    close_code: str
    closing: str
    channel: str = "telephone"
    after_transfer: Answers = ()

    @property
    def premises(self) -> Premises:
        """Where it happens. Raises KeyError when the gazetteer has no such place."""
        return _LINES[self.place]


_LINES: Final[dict[str, Premises]] = {place.line: place for place in premises()}

CLOSING_FACTS: Final[dict[str, str]] = {
    "advice_log_closed": "Yes, nobody left to call back",
    "appliance_locked_off": "Yes, labelled and locked off at the isolator",
    "caller_outcome": "With the ambulance crew",
    "caller_told": "Yes, by telephone",
    "caller_told_within_privacy": "Yes, told that the visit was made",
    "cause": "Found and recorded by the officer",
    "control_room_ref_or_none": "None given",
    "cordon_owner": "Highways duty officer",
    "costs_recorded": "Yes, crew hours and materials",
    "employer_told": "Yes, duty manager",
    "ems_ref_or_time": "Time of handover recorded",
    "false_alarm_cause": "Pressed while the device was being charged",
    "false_alarm_counted": "Yes, counted for the site",
    "fire_service_ref": "Reference taken from fire control",
    "fire_service_ref_or_none": "Reference taken from fire control",
    "gas_reference": "Reference taken from the gas emergency service",
    "heaters_left_count": "2",
    "home_warm_confirmed": "Yes, 20 °C in the living room",
    "homes_affected_count": "1",
    "interval_still_right": "Yes",
    "isolation_point": "Main switch, tagged",
    "lift_out_of_use": "Yes, until the service visit",
    "made_safe_by": "The crew that attended",
    "next_visit_at": "Tomorrow morning",
    "owner_told": "Yes, by telephone",
    "panel_reset_by": "Keyholder",
    "people_condition": "Well, no help needed",
    "people_rehoused_count": "0",
    "people_safe_confirmed": "Yes, seen by the driver",
    "person_seen_by_or_reason": "Seen and spoken to by the visitor",
    "photo_or_reason": "Photograph sent by the crew",
    "police_ref_or_none": "None needed",
    "power_used": "None: the owner agreed to the work",
    "reading_ppm_or_reason": "0 ppm after airing",
    "reason_missed": "No signal in the basement",
    "released_at": "Time recorded by the engineer",
    "residents_accounted": "Yes, all accounted for",
    "road_reopened_at": "Time recorded by the crew",
    "safe_word_used_or_seen_in_person": "Seen in person",
    "safeguarding_ref_or_none": "None needed",
    "secured_by": "Response officer",
    "source_confirmed": "Yes, seen by the crew",
    "staff_safe_confirmed": "Yes, all spoken to",
    "support_offered": "Yes, accepted",
    "time_made_safe": "Time recorded by the crew",
    "warning_marker_decided": "Yes, for review in 12 months",
    "worker_safe_confirmed_by": "Mobile supervisor",
}
