"""Invented street names. Words are dealt out in bunches, so that neighbouring streets share a theme as they do in real towns."""

import random
from typing import Final

OLD_TOWN: Final = (
    "Rope Walk", "Chandlers Row", "Fore Street", "Back Lane", "Coopers Court", "Sailmakers Yard", "Net Loft Lane", "Custom House Lane",
    "Butter Row", "Pump Street", "Tallow Hill", "Bell Alley", "Corn Street", "Lantern Steps", "Ferry Street", "Ship Lane", "Anchor Street",
    "Cordwainers Row", "Malthouse Lane", "Lime Kiln Lane", "Priory Street", "Friars Walk", "Abbey Row", "Chantry Street", "Tide Street",
    "Saltgate", "Wexgate", "Barrowgate", "Fish Street", "Silver Row", "Old Market Street", "Bakehouse Lane", "Cannon Street",
    "Beacon Street",
)  # fmt: skip

THEMES: Final[tuple[tuple[str, ...], ...]] = (
    ("Alder", "Rowan", "Hawthorn", "Hazel", "Juniper", "Sycamore", "Larch", "Aspen", "Hornbeam", "Linden", "Blackthorn", "Spindle"),
    ("Curlew", "Sandpiper", "Plover", "Turnstone", "Avocet", "Redshank", "Dunlin", "Kittiwake", "Fulmar", "Guillemot", "Tern", "Knot"),
    ("Foundry", "Engine", "Signal", "Junction", "Tender", "Sidings", "Wagon", "Turntable", "Goods", "Platform"),
    ("Bracken", "Heather", "Gorse", "Sorrel", "Campion", "Yarrow", "Clover", "Meadowsweet", "Vetch", "Speedwell", "Bluebell", "Teasel"),
    (
        "Tillman",
        "Ashdown",
        "Pargeter",
        "Loveday",
        "Winslade",
        "Corrick",
        "Hathersage",
        "Bellweather",
        "Trevanion",
        "Oakes",
        "Merriman",
        "Sallow",
    ),
    ("Coppice", "Spinney", "Furlong", "Paddock", "Orchard", "Granary", "Tithe", "Drover", "Harvest", "Shepherd", "Dairyman", "Thresher"),
    ("Schooner", "Cutter", "Ketch", "Lugger", "Brig", "Wherry", "Barque", "Pilot", "Mizzen", "Topsail", "Bowline", "Capstan"),
    ("Garnet", "Opal", "Jasper", "Beryl", "Amber", "Coral", "Pearl", "Agate"),
    ("Millrace", "Weir", "Sluice", "Waterside", "Withy", "Osier", "Sedge", "Kingfisher", "Otter", "Heron", "Mallard", "Moorhen"),
    ("Limestone", "Slate", "Marl", "Flint", "Chalk", "Sandstone", "Quarrymans", "Kiln"),
    ("Thornbury", "Ashcombe", "Wendlow", "Marlow", "Fenwick", "Hartland", "Stanmore", "Ellesby", "Corfield", "Penhallow", "Ravensdale"),
    ("Primrose", "Lavender", "Marigold", "Violet", "Foxglove", "Honeysuckle", "Camellia", "Magnolia", "Jasmine", "Wisteria"),
    ("Beaumont", "Calloway", "Dunmore", "Elverton", "Farleigh", "Glanville", "Holbrook", "Islip", "Kenwyn", "Lamorna", "Merrow", "Northam"),
    ("Cormorant", "Osprey", "Kestrel", "Merlin", "Harrier", "Goldfinch", "Linnet", "Skylark", "Nuthatch", "Wheatear"),
)

LONG_ENDINGS: Final = ("Road", "Avenue", "Street", "Road", "Drive", "Way", "Road", "Avenue")
SHORT_ENDINGS: Final = ("Close", "Gardens", "Terrace", "Lane", "Place", "Court", "Crescent", "Rise", "Mews")
TERRACED: Final = ("Street", "Road", "Terrace", "Street", "Place", "Row")


class Names:
    """Deals out street names, no name twice."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._old = list(OLD_TOWN)
        self._chance.shuffle(self._old)
        self._dealt: dict[str, list[str]] = {}
        self._themes = list(THEMES)
        self._taken: set[str] = set()

    def next(self, *, ward: str, metres: float, terraced: bool) -> str:
        """A new name for a street of so many metres in the ward."""
        if ward == "Old Town" and self._old:
            return self._old.pop()
        endings = TERRACED if terraced else LONG_ENDINGS if metres > 240 else SHORT_ENDINGS
        while True:
            name = f"{self._word(ward)} {self._chance.choice(endings)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _word(self, ward: str) -> str:
        hand = self._dealt.setdefault(ward, [])
        if not hand:
            theme = self._themes.pop(0)
            self._themes.append(theme)
            hand.extend(self._chance.sample(theme, len(theme)))
        return hand.pop()
