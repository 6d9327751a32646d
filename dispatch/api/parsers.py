"""Bounded JSON: what a request body may hold before any view sees it."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

LARGEST = 2 * 1024 * 1024  # bytes
DEEPEST = 32  # levels of lists and objects
LARGEST_NUMBER = 2**53


def refuse_constant(name: str) -> Any:
    """NaN and the infinities are not JSON."""
    raise ParseError(f"{name} is not a JSON number.")


def bounded_integer(text: str) -> int:
    """An integer that every JSON reader can hold."""
    if len(text) > 17 or abs(int(text)) > LARGEST_NUMBER:
        raise ParseError("A number in this request is too large.")
    return int(text)


def depth_within(text: str) -> bool:
    """Whether brackets nest no deeper than allowed. Counts those inside strings too: cheap, and safe."""
    depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            if depth > DEEPEST:
                return False
        elif character in "]}":
            depth -= 1
    return True


def refuse_unstorable_text(text: str) -> None:
    """NUL characters and lone surrogates cannot be stored as text."""
    if "\x00" in text:
        raise ParseError("The text holds a NUL character, which cannot be stored.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ParseError("The text holds half of a character pair, which cannot be stored.") from error


def refuse_unstorable(value: Any) -> None:
    """Look into every text of a JSON value, keys as well."""
    if isinstance(value, str):
        refuse_unstorable_text(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            refuse_unstorable_text(key)
            refuse_unstorable(inner)
    elif isinstance(value, list):
        for inner in value:
            refuse_unstorable(inner)


class BoundedJSON(BaseParser):
    """JSON objects of at most 2 MiB, 32 levels deep, without NUL, NaN or lone surrogates."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The object in the body.

        Raises:
            ParseError: with a sentence, for anything that is not such an object.
        """
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ParseError("The request is larger than 2 MiB.")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ParseError("The request is not UTF-8 text.") from error
        if not depth_within(text):
            raise ParseError("The request is nested too deeply.")
        try:
            value = json.loads(text, parse_constant=refuse_constant, parse_int=bounded_integer)
        except ValueError as error:
            raise ParseError("The request is not valid JSON.") from error
        refuse_unstorable(value)
        if not isinstance(value, dict):
            raise ParseError("The request must be a JSON object.")
        return value
