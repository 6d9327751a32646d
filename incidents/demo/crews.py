"""The units of the invented centre: call sign, what they can do, who is on the crew, where they stand and how they are reached."""

import math
from typing import Final, NamedTuple

from incidents.demo.gazetteer import at


class Crew(NamedTuple):
    """A unit. `out_m` and `bearing` say how far, in metres and degrees, it stands from its base when a demo begins."""

    call_sign: str
    kind: str
    capabilities: tuple[str, ...]
    people: tuple[str, ...]
    station: str
    base_uprn: str
    number: int
    out_m: int
    bearing: int

    @property
    def name(self) -> str:
        """The names of the crew, as a board shows them."""
        return ", ".join(self.people)

    @property
    def telephone(self) -> str:
        """A number reserved for drama: it rings nobody."""
        return f"01632 960{self.number}"

    @property
    def email(self) -> str:
        """An address in a domain that cannot exist."""
        return f"unit-{self.call_sign.lower()}@wexmouth.example"

    @property
    def lat(self) -> float:
        """Degrees north."""
        return round(at(self.base_uprn).lat + self.out_m * math.cos(math.radians(self.bearing)) / 111_320, 5)

    @property
    def lon(self) -> float:
        """Degrees east."""
        return round(at(self.base_uprn).lon + self.out_m * math.sin(math.radians(self.bearing)) / 70_690, 5)


BASES: Final = {
    "yard": "999000000041",
    "harbour": "999000000042",
    "eastbury": "999000000043",
    "northgate": "999000000044",
    "hillcrest": "999000000045",
    "saltway": "999000000046",
    "recovery": "999000000047",
    "town-hall": "999000000003",
}

# call sign, kind, capabilities, people, station, metres out, bearing
_ROSTER: Final[tuple[tuple[str, str, str, str, str, int, int], ...]] = (
    ("H21", "Housing officer", "housing_duty", "Ellie Barnes", "hillcrest", 40, 90),
    ("H22", "Housing officer", "housing_duty", "Marcus Bell", "hillcrest", 900, 130),
    ("H23", "Housing officer", "housing_duty temp_heater_stock", "Sunita Rao", "saltway", 60, 200),
    ("H31", "Heater van", "temp_heater_stock second_person", "Kev Doyle", "yard", 50, 10),
    ("H32", "Heater van", "temp_heater_stock", "Lena Fox", "eastbury", 60, 280),
    ("P11", "Plumber", "plumber", "Gwen Tudor", "yard", 700, 160),
    ("P12", "Plumber", "plumber", "Ian Mistry", "eastbury", 500, 40),
    ("P13", "Plumber", "plumber", "Oscar Flint", "northgate", 30, 270),
    ("E12", "Electrician", "electrician", "Farah Aziz", "yard", 90, 240),
    ("E13", "Electrician", "electrician", "Joel Penn", "saltway", 800, 250),
    ("E14", "Electrician", "electrician", "Bryn Howells", "harbour", 300, 80),
    ("G31", "Gas engineer", "heating_engineer", "Moira Kent", "hillcrest", 600, 330),
    ("G32", "Gas engineer", "heating_engineer", "Anton Weir", "eastbury", 90, 180),
    ("G33", "Gas engineer", "heating_engineer", "Callum Reid", "northgate", 650, 190),
    ("W41", "Highways crew", "highways_crew", "Pete Lomax, Shaz Iqbal", "northgate", 70, 100),
    ("W42", "Highways crew", "highways_crew", "Nina Cole, Rob Tate", "eastbury", 1100, 300),
    ("W43", "Highways crew", "highways_crew", "Arun Das, Wes Hall", "saltway", 120, 20),
    ("T51", "Tree crew", "tree_crew", "Fern Oakley, Max Byrd", "northgate", 90, 20),
    ("T52", "Tree crew", "tree_crew", "Lewis Garth, Joy Emery", "saltway", 200, 310),
    ("L61", "Lift engineer", "lift_engineer", "Stan Novak", "yard", 400, 120),
    ("L62", "Lift engineer", "lift_engineer", "Cara Quinn", "saltway", 950, 230),
    ("F71", "Flood crew", "flood_crew", "Abby Stone, Tom Rudge", "harbour", 60, 0),
    ("F72", "Flood crew", "flood_crew make_safe_operative", "Ravi Menon, Kit Shaw", "harbour", 90, 210),
    ("F73", "Flood crew", "flood_crew", "Gail Power, Ned Orme", "northgate", 500, 90),
    ("M24", "Make-safe team", "make_safe_operative", "Hugh Carver, Bea Lund", "yard", 120, 330),
    ("M25", "Make-safe team", "make_safe_operative", "Zoe Hart, Ollie Vance", "eastbury", 80, 90),
    ("M26", "Make-safe operative", "make_safe_operative second_person", "Femi Cole", "harbour", 650, 300),
    ("C15", "Building surveyor", "building_surveyor", "Isla Grant", "town-hall", 30, 180),
    ("C16", "Building surveyor", "building_surveyor", "David Mbeki", "hillcrest", 1000, 60),
    ("R81", "Response officer", "response_officer", "Leah Cross", "harbour", 900, 30),
    ("R82", "Response officer", "response_officer", "Vic Danvers", "town-hall", 500, 250),
    ("R83", "Response pair", "response_officer second_person", "Una Keane, Sam Ford", "saltway", 1200, 200),
    ("S91", "Mobile supervisor", "mobile_supervisor", "Nadia Frost", "town-hall", 70, 300),
    ("S92", "Mobile supervisor", "mobile_supervisor", "Alec Burns", "eastbury", 600, 120),
    ("A95", "Second person", "second_person", "Meg Lawson", "town-hall", 90, 60),
    ("A96", "Second person", "second_person", "Jamal Reeve", "eastbury", 140, 330),
    ("V71", "Welfare visitor", "welfare_visitor", "Rosa Linden", "hillcrest", 500, 100),
    ("V72", "Welfare pair", "welfare_visitor second_person", "Paul Ness, Ada Okoro", "saltway", 700, 270),
    ("B41", "Recovery vehicle", "recovery_vehicle", "Dan Okafor", "recovery", 40, 45),
    ("B42", "Recovery vehicle", "recovery_vehicle", "Lou Sayer", "recovery", 1500, 280),
)


def _crews() -> tuple[Crew, ...]:
    return tuple(
        Crew(sign, kind, tuple(can.split()), tuple(people.split(", ")), station, BASES[station], 101 + i, out, bearing)
        for i, (sign, kind, can, people, station, out, bearing) in enumerate(_ROSTER)
    )


UNITS: Final[tuple[Crew, ...]] = _crews()
