"""Places that have a name of their own: where they stand, in metres from the centre."""

from typing import Final, NamedTuple

from incidents.demo.drawing.shapes import Point


class Landmark(NamedTuple):
    """A place with a name. Its number makes its property reference, so numbers never change. Without a street, the nearest is used."""

    number: int
    kind: str
    name: str
    at: Point
    on_map: bool = True
    street: str = ""


LANDMARKS: Final[tuple[Landmark, ...]] = (
    Landmark(1, "hospital", "Wexmouth General Hospital", (-2280, -720)),
    Landmark(2, "station", "Wexmouth Station", (-430, -100), street="Station Road"),
    Landmark(3, "town_hall", "Wexmouth Town Hall", (-560, -690)),
    Landmark(4, "leisure_centre", "Wexmouth Leisure Centre", (-960, -200), street="Western Way"),
    Landmark(5, "retail_park", "Saltway Retail Park", (2220, -50)),
    Landmark(6, "tower_block", "Merrow Court", (1010, -230), street="Eastbury Road"),
    Landmark(7, "tower_block", "Fulmar House", (1110, -300), street="Eastbury Road"),
    Landmark(8, "tower_block", "Beacon Point", (-640, 330)),
    Landmark(9, "harbour", "Wexmouth Harbour", (210, -1230), street="Quay Road"),
    Landmark(10, "waterworks", "Wexdale Waterworks", (560, 1820), street="Millbrook Road"),
    Landmark(11, "care_home", "The Limes Care Home", (-1750, -560)),
    Landmark(12, "care_home", "Saltings House Care Home", (2300, -1320)),
    Landmark(13, "care_home", "Hillcrest Lodge Care Home", (-2180, 420)),
    Landmark(14, "school", "Barrow Primary School", (-2330, -320)),
    Landmark(15, "school", "Eastbury Primary School", (1500, -760)),
    Landmark(16, "school", "Wexmouth High School", (-1250, 420)),
    Landmark(17, "school", "Millbrook Primary School", (560, 960)),
    Landmark(18, "school", "Northgate Infant School", (-1500, 860)),
    Landmark(19, "library", "Wexmouth Library", (-700, -640)),
    Landmark(20, "church", "All Souls Church", (-300, -860)),
    Landmark(21, "castle", "Wexmouth Castle (ruin)", (-1820, -1150)),
    Landmark(22, "pier", "Grand Pier", (-970, -1640)),
    Landmark(23, "lifeboat", "Harbour Lifeboat House", (300, -1450), street="Quay Road"),
    Landmark(24, "fire_station", "Wexmouth Fire Station", (-1110, 60), street="Western Way"),
    Landmark(25, "police_station", "Wexmouth Police Station", (-860, -560)),
    Landmark(26, "sewage_works", "Saltpan Treatment Works", (3420, 640)),
    Landmark(27, "substation", "Millbrook Substation", (1200, 1020)),
    Landmark(28, "college", "Wexmouth College", (1640, 300), street="Newbridge Road"),
    Landmark(29, "theatre", "Pavilion Theatre", (-1180, -1380)),
    Landmark(30, "market", "Market Hall", (-330, -770)),
    Landmark(31, "health_centre", "Newbridge Health Centre", (1320, 60)),
    Landmark(32, "bus_station", "Wexmouth Bus Station", (-540, -210), street="Station Road"),
    Landmark(33, "sheltered_housing", "Quay House", (-140, -1130), street="Quay Road"),
    Landmark(34, "sheltered_housing", "Osier Court", (720, 620)),
    Landmark(35, "car_park", "Fore Street Car Park", (-600, -900), street="Fore Street"),
    Landmark(36, "viaduct", "Wex Viaduct", (390, 160), street="Newbridge Road"),
    Landmark(37, "farm", "Home Farm", (-3480, -500)),
    Landmark(38, "caravan_park", "Warren Head Caravan Park", (3520, -1120)),
    Landmark(39, "warehouse", "Harbour Cold Store", (1240, -1150), False, "Marsh Road"),
    Landmark(40, "workshop", "Unit 7, Bypass Business Park", (1600, 850), False, street="Millbrook Road"),
    Landmark(41, "depot", "Council Depot, Station Yard", (-880, 180), False, street="Western Way"),
    Landmark(42, "depot", "Harbour Depot", (1040, -1040), False, street="Marsh Road"),
    Landmark(43, "depot", "Eastbury Depot", (1880, -520), False, street="Eastbury Road"),
    Landmark(44, "depot", "Northgate Depot", (-1330, 1010), False, street="North Road"),
    Landmark(45, "depot", "Hillcrest Housing Office", (-1900, 20), False),
    Landmark(46, "depot", "Saltway Depot", (2420, 60), False, street="Newbridge Road"),
    Landmark(47, "depot", "Bypass Recovery Yard", (1440, 1000), False),
    Landmark(48, "shop", "Castle Road Stores", (-1700, -930), False),
    Landmark(49, "office", "Harbour House Offices", (60, -880), False, street="Quay Road"),
    Landmark(50, "hotel", "Bay View Hotel", (-1700, -1440), False),
    Landmark(51, "hostel", "Station Road Hostel", (-490, -380), False, street="Station Road"),
    Landmark(52, "tower_block", "Kittiwake Tower", (2050, -900)),
    Landmark(53, "pumping_station", "Marsh Road Pumping Station", (860, -1160)),
    Landmark(54, "community_centre", "Saltings Community Centre", (2060, -1180)),
    Landmark(55, "pub", "The Lantern", (-200, -700), False),
    Landmark(56, "bank", "High Street Bank Chambers", (-640, -740), False),
)
