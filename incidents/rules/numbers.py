"""Telephone numbers as everybody writes them, so that the same caller is the same caller."""

import re

import phonenumbers

DRESS = re.compile(r"^(?:sips?|tel):|[@;?].*$", re.IGNORECASE)
RELAY = re.compile(r"^1800[0-2]\s*(?=[0+])")  # dialled before the number, for a relay assistant to join


def normalised(raw: str, region: str) -> str:
    """The number in international form (+447700900123); empty when it was withheld or is no number that could be rung.

    Args:
        raw: as the telephone system sent it or a person typed it.
        region: the country whose numbers are written without a country code ("GB").
    """
    bare = RELAY.sub("", DRESS.sub("", raw.strip()))
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return ""
    # Possible, not valid: a number from a range that is new, or kept for fiction, still names one caller.
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
