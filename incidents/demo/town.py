"""The invented centre of Wexmouth: its people, its depots and the organisations that it calls. Plain data."""

from typing import Final, NamedTuple

from incidents.demo.crews import UNITS, Crew
from incidents.demo.gazetteer import at

__all__ = [
    "CENTRE",
    "COLLEAGUES",
    "DESKS",
    "ORGANISATIONS",
    "PEOPLE",
    "STATIONS",
    "SYSTEMS",
    "UNITS",
    "Centre",
    "Crew",
    "Organisation",
    "Person",
    "Station",
]


class Centre(NamedTuple):
    """One control room. The middle of its map is in WGS 84 degrees."""

    code: str
    name: str
    time_zone: str
    lat: float
    lon: float


class Person(NamedTuple):
    """Somebody who can sign in to the demo. Roles are codes of `dispatch.accounts`."""

    username: str
    name: str
    role: str


class Station(NamedTuple):
    """A depot; its property reference finds it in the gazetteer."""

    code: str
    name: str
    uprn: str

    @property
    def lat(self) -> float:
        """Degrees north."""
        return at(self.uprn).lat

    @property
    def lon(self) -> float:
        """Degrees east."""
        return at(self.uprn).lon


class Organisation(NamedTuple):
    """An outside body. National numbers are the real public ones; local numbers are reserved for drama and ring nobody."""

    code: str
    label: str
    telephone: str
    email: str = ""
    authority: str = "agent"


CENTRE: Final = Centre("wexmouth", "Wexmouth Contact Centre", "Europe/London", 50.5745, -2.9800)

PEOPLE: Final[tuple[Person, ...]] = (
    Person("agent", "Amina Khan", "agent"),
    Person("dispatcher", "Dev Patel", "dispatcher"),
    Person("supervisor", "Sol Reyes", "supervisor"),
    Person("lead", "Tess Moran", "team_lead"),
    Person("author", "Priya Nair", "procedure_author"),
    Person("approver", "Gareth Lowe", "procedure_approver"),
    Person("complaints", "Ruth Adeyemi", "complaints_officer"),
    Person("assessor", "Colin Marsh", "assessor"),
    Person("verifier", "Helen Osei", "verifier"),
    Person("admin", "Jo Whitlock", "administrator"),
)

# Who works beside the visitor while the simulator runs. Nobody signs in as one of them.
COLLEAGUES: Final[tuple[Person, ...]] = (
    Person("colleague-agent", "Ewan Price", "agent"),
    Person("colleague-dispatcher", "Marta Silva", "dispatcher"),
    Person("colleague-supervisor", "Joan Tennant", "supervisor"),
)

# (code, name, the role it is meant for, patch)
DESKS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("A1", "Answering 1", "agent", ""),
    ("A2", "Answering 2", "agent", ""),
    ("D1", "Dispatch harbour", "dispatcher", "Harbour and old town"),
    ("D2", "Dispatch hills", "dispatcher", "Hills and villages"),
    ("S1", "Supervisor", "supervisor", ""),
    ("L1", "Team lead", "team_lead", ""),
)

# Machines that are connected to the centre.
SYSTEMS: Final[tuple[Person, ...]] = (
    Person("telephony", "Telephone system", "system"),
    Person("crew-devices", "Crew devices", "system"),
)

STATIONS: Final[tuple[Station, ...]] = (
    Station("yard", "Station Yard Depot", "999000000041"),
    Station("harbour", "Harbour Depot", "999000000042"),
    Station("eastbury", "Eastbury Depot", "999000000043"),
    Station("northgate", "Northgate Depot", "999000000044"),
    Station("hillcrest", "Hillcrest Housing Office", "999000000045"),
    Station("saltway", "Saltway Depot", "999000000046"),
    Station("recovery", "Bypass Recovery Yard", "999000000047"),
    Station("town-hall", "Town Hall", "999000000003"),
)

ORGANISATIONS: Final[tuple[Organisation, ...]] = (
    Organisation("EMS_999", "999 emergency services", "999"),
    Organisation("GAS_EMERGENCY", "National gas emergency service", "0800 111 999"),
    Organisation("POWER_105", "Electricity network operator", "105"),
    Organisation("EA_HOTLINE", "Environment Agency incident line", "0800 80 70 60"),
    Organisation("NAT_HIGHWAYS", "National Highways", "0300 123 5000"),
    Organisation("WATER_CO", "Wexdale Water", "01632 960801", "control@wexdale-water.example"),
    Organisation("POLICE_101", "Police, not an emergency", "101"),
    Organisation("POLICE_URN", "Police alarm line", "01632 960802", "alarms@police-wexmouth.example"),
    Organisation("NHS_111", "NHS 111", "111"),
    Organisation("SOCIAL_CARE_EDT", "Wexmouth emergency duty social work team", "01632 960803", "edt@wexmouth-council.example"),
    Organisation("HIGHWAY_AUTH", "Wexmouth highways duty officer", "01632 960804", "highways-duty@wexmouth-council.example"),
    Organisation("LANDLORD", "Wexmouth Homes, duty manager", "01632 960805", "duty@wexmouth-homes.example"),
    Organisation("EMPLOYER_DUTY", "Employers' duty managers", "01632 960806", "duty-managers@wexmouth-employers.example"),
    Organisation("KEYHOLDERS", "Site keyholders, in listed order", "01632 960807", "keyholders@wexmouth-sites.example"),
    Organisation(
        "EMERGENCY_PLANNING", "Emergency planning duty officer", "01632 960808", "planning-duty@wexmouth-council.example", "supervisor"
    ),
)
