"""A major incident inside a change: the one that stands, a new version of METHANE, the words of an alarm about it."""

from collections.abc import Mapping

from dispatch.refusal import Refusal, require
from incidents.commands._change import Change
from incidents.models import Incident, MajorIncident, Methane
from incidents.rules.entries import Entry
from incidents.rules.major import FIELDS, LETTERS, acronym, changed_letters

MOST_WORDS = 4000  # characters in one letter


def the_major(change: Change) -> MajorIncident:
    """The major incident that this incident is now.

    Raises:
        Refusal: "not-major".
    """
    standing = MajorIncident.objects.standing().filter(incident=change.incident).first()
    if standing is None:
        raise Refusal("This is not a major incident now.", code="not-major")
    standing.incident = change.incident
    return standing


def insist_open(change: Change) -> None:
    """Refuse once the incident is closed."""
    require(change.incident.is_open, "This incident is closed.", code="incident-closed")


def last_methane(incident: Incident) -> Methane | None:
    """The newest version."""
    return Methane.objects.filter(incident=incident).order_by("-version").first()


def write_methane(
    change: Change,
    letters: Mapping[str, str],
    *,
    casualty_count: int | None = None,
    sitrep: str = "",
    entry: Entry = Entry.METHANE_REPORTED,
) -> Methane:
    """Write a new version, with what changed marked. What is left out stays as it was said last."""
    last = last_methane(change.incident)
    before = last.letters() if last else {}
    said = before | {code: letters[code].strip()[:MOST_WORDS] for code in FIELDS if code in letters}
    changed = changed_letters(before, said)
    count = casualty_count if casualty_count is not None else (last.casualty_count if last else None)
    methane = Methane.objects.create(
        incident=change.incident,
        version=(last.version if last else 0) + 1,
        major=change.incident.major if change.incident.is_major else "",
        casualty_count=count,
        sitrep=sitrep,
        changed=changed,
        at=change.at,
        by_name=change.by.label,
        **said,
    )
    word = acronym(methane.major)
    news = [f"{letter.words}: {said[letter.code] or 'not known any more'}" for letter in LETTERS if letter.code in changed]
    text = "\n".join([f"{word} {methane.version}", *([sitrep] if sitrep else []), *(news or ["Nothing in it has changed."])])
    change.log(entry, text, version=methane.version, changed=changed, casualty_count=count, letters=said)
    return methane


def in_short(incident: Incident) -> str:
    """What an alarm says of it: number, type, place. Nothing about the caller."""
    return ", ".join(filter(None, (incident.reference, incident.type_title or "not assessed", incident.place_text)))
