"""Fields that request bodies of every app share."""

from typing import Any

from rest_framework import serializers

LONG = 20_000  # characters in a free text


class Text(serializers.CharField):
    """A text of bounded length, blanks around it removed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
