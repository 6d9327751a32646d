"""What words are about, and how far and how long each kind of thing can be told of. Our own lists and figures."""

from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from resources.rules.places import ASIDE, SAME_WORD, plain


class Reach(NamedTuple):
    """How far apart two pins of one thing may be, in metres, and for how long after the last report another may come."""

    metres: int
    lasts: timedelta
    from_far: bool = False


class FromFar(NamedTuple):
    """Words that say it was seen or heard from far, and the reach that it then has."""

    words: frozenset[str]
    reach: Reach


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


CLOSE: Final = Reach(100, _minutes(15))  # nothing is known about it yet
REACHES: Final[dict[str, Reach]] = {
    "fire": Reach(120, _minutes(30)),
    "collision": Reach(200, _minutes(30)),
    "water": Reach(200, _minutes(90)),
    "gas": Reach(150, _minutes(60)),
    "power": Reach(250, _minutes(60)),
    "obstruction": Reach(200, _minutes(120)),
    "structure": Reach(120, _minutes(60)),
    "disorder": Reach(200, _minutes(30)),
    "explosion": Reach(1200, _minutes(20), from_far=True),
    "illness": Reach(25, _minutes(6)),
    "alarm": Reach(20, _minutes(10)),
    "lift": Reach(20, _minutes(20)),
}
SEEN: Final = Reach(900, _minutes(30), from_far=True)
OUT_OF_SIGHT: Final[dict[str, FromFar]] = {
    "fire": FromFar(
        _words("smoke flame blaze ablaze inferno glow plume sky roof window balcony across see seeing huge big massive black"),
        SEEN,
    ),
    "water": FromFar(_words("street road river burst everywhere car cars"), Reach(500, _minutes(120))),
    "collision": FromFar(_words("motorway dual carriageway bypass lorry pileup several queue"), Reach(700, _minutes(40))),
    "illness": FromFar(_words("street pavement road park outside bus passing platform shop"), Reach(80, _minutes(10))),
}
ABOUT: Final[dict[str, str]] = {
    "fire": "fire smoke smoking flame burning burn burnt blaze ablaze alight bonfire inferno",
    "collision": "crash crashed collision accident collided pileup overturned rta rtc hit driver vehicle cyclist airbag",
    "water": "flood flooding flooded water burst leak leaking sewage sewer drain overflowing river",
    "gas": "gas egg fumes monoxide",
    "power": "electric electrical electricity wire cable spark power pylon blackout",
    "obstruction": "tree branch debris pothole hole spill oil fuel blocked obstruction blocking manhole",
    "structure": "wall chimney tile scaffold scaffolding building roof structure collapsing masonry",
    "disorder": "fight fighting brawl shouting gang knife weapon assault stabbed stabbing shooting gun shot threat violence",
    "explosion": "explosion exploded bang blast boom",
    "illness": "medical ill sick collapse collapsed unconscious breathing chest bleeding injured fall fallen fit seizure stroke hurt faint",
    "alarm": "alarm detector",
    "lift": "lift elevator escalator",
}
TOPIC_OF: Final = {word: topic for topic, words in ABOUT.items() for word in words.split()}
RELATED: Final = {
    frozenset(pair)
    for pair in (("fire", "explosion"), ("gas", "explosion"), ("collision", "illness"), ("fire", "alarm"), ("collision", "obstruction"),
                 ("water", "power"), ("disorder", "illness"), ("structure", "explosion"), ("fire", "power"), ("water", "obstruction"))
}  # fmt: skip
ALARMS: Final = ("fire alarm", "smoke alarm", "smoke detector", "gas alarm", "monoxide alarm", "lift alarm", "burglar alarm", "panic alarm")
EMPTY: Final = (
    _words(
        "a an and are as be been but by can cannot could do does for from get go has have he her here him his "
        "how i im in is it its just like me my near no not of on one or our out over please she so some "
        "someone somebody something somewhere than that the their them there they think this to up very was "
        "we were what when where which who with would you your theres coming come came looks look lot all "
        "into off block incident caller report reports"
    )
    | ASIDE
)
STREETS: Final = frozenset(word for group in SAME_WORD for word in group)


def stem(word: str) -> str:
    """A word without a plural's s, so that flames are a flame."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1024)
def content(text: str) -> frozenset[str]:
    """The words that say something, without plurals."""
    return frozenset(stem(word) for word in plain(text).split() if word not in EMPTY and word not in STREETS)


@lru_cache(maxsize=1024)
def topics_of(text: str) -> frozenset[str]:
    """What a text is about. A fire alarm is an alarm, until somebody speaks of smoke or flames as well."""
    said = f" {plain(text)} "
    for alarm in ALARMS:
        said = said.replace(f" {alarm} ", " alarm ")
    found = {TOPIC_OF[stem(word)] for word in said.split() if stem(word) in TOPIC_OF}
    return frozenset(found - {"structure"} if len(found) > 1 else found)
