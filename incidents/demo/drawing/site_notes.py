"""What crews should know before they arrive at some of the invented premises: hazard words and a plain note."""

from typing import Final, NamedTuple


class SiteNote(NamedTuple):
    """Hazard words, then one plain sentence or two."""

    hazards: tuple[str, ...]
    note: str


BY_LANDMARK: Final[dict[int, SiteNote]] = {
    6: SiteNote(("asbestos", "lift"), "Asbestos board in the riser cupboards. Two lifts: even floors and odd floors."),
    7: SiteNote(("lift",), "One lift, out of use most often at floor 4. Dry riser inlet on the east side."),
    8: SiteNote(("asbestos", "roof_work"), "Asbestos in the roof space. No roof entry without the survey sheet."),
    10: SiteNote(("chlorine", "deep_water"), "Chlorine store behind the filter house. Report to the gatehouse first."),
    11: SiteNote(("oxygen", "sleeping_risk"), "Oxygen in use. Forty-one residents, many need help to leave."),
    12: SiteNote(("sleeping_risk",), "Twenty-eight residents. Key safe by the kitchen door."),
    26: SiteNote(("confined_space", "deep_water"), "Confined spaces. Permit needed. Gas monitor to be worn beyond the second gate."),
    27: SiteNote(("high_voltage",), "Network operator's site. Stay outside the fence."),
    33: SiteNote(("key_safe", "sleeping_risk"), "Scheme manager on site until 17:00. Key safe to the right of the main door."),
    36: SiteNote(("railway", "height"), "Railway line open. No one on or beside the track."),
    39: SiteNote(("ammonia", "fork_lifts"), "Ammonia refrigeration plant in the north bay. Withdraw upwind from any sharp smell."),
    40: SiteNote(("compressed_gas", "dog"), "Acetylene cylinders in the back cage. Guard dog loose after 18:00."),
    53: SiteNote(("confined_space", "deep_water"), "Wet well behind the door marked 2. Two people at all times."),
}

BY_HOME: Final[tuple[SiteNote, ...]] = (
    SiteNote(("dog",), "Large dog, friendly but strong. Ring first and ask for the kitchen door to be shut."),
    SiteNote(("oxygen",), "Home oxygen in the front room. No naked flame, no smoking."),
    SiteNote(("key_safe",), "Key safe left of the door. The resident cannot come to the door."),
    SiteNote(("asbestos",), "Asbestos cement garage roof and flue. Do not drill or break."),
    SiteNote(("hearing",), "The resident is deaf and uses text. Flashing doorbell: press twice."),
    SiteNote(("two_people",), "Visit in pairs. Agreed after an incident with a former occupant."),
    SiteNote(("stairs",), "Eighteen steep steps from the street, no handrail on the lower flight."),
    SiteNote(("dog", "key_safe"), "Assistance dog. Key safe behind the meter box."),
    SiteNote(("medical_power",), "Electrically powered ventilator. Tell the network operator at once when the power fails."),
    SiteNote(("sight",), "The resident is blind. Say who you are and who sent you before you come in."),
    SiteNote(("cluttered",), "Narrow way through the hall. Tell the housing officer before moving anything."),
    SiteNote(("language",), "The resident speaks Polish. Use the telephone interpreter."),
    SiteNote(("low_beam", "flood_line"), "Flooded twice. The stop valve is under the third stair."),
)
