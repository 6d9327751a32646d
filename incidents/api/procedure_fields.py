"""What requests about procedures may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import Text
from incidents.rules.packs.editing import Edit
from incidents.rules.packs.loader import MAX_BYTES, MAX_DEPTH
from incidents.rules.procedure_life import STANCES

LONGEST_NAME, LONGEST_PLACE = 100, 20_000


class ImportPack(serializers.Serializer[Any]):
    """A YAML file, as text."""

    file = Text(max_length=120)
    yaml = serializers.CharField(max_length=MAX_BYTES, trim_whitespace=False)


class NewPack(serializers.Serializer[Any]):
    """A pack that the centre does not have yet."""

    id = Text(max_length=60)
    title = Text(max_length=200)


class EditPart(serializers.Serializer[Any]):
    """One change to one part of a text. ``was`` is what the author saw there."""

    op = serializers.ChoiceField(choices=["set", "add", "remove", "move", "rename"])
    path = serializers.ListField(child=serializers.JSONField(), min_length=1, max_length=MAX_DEPTH)
    value = serializers.JSONField(required=False, allow_null=True, default=None)
    was = serializers.JSONField(required=False, allow_null=True)

    def validate_path(self, path: list[Any]) -> list[Any]:
        """Names and places."""
        for part in path:
            is_place = isinstance(part, int) and not isinstance(part, bool) and 0 <= part < LONGEST_PLACE
            if not is_place and not (isinstance(part, str) and 0 < len(part) <= LONGEST_NAME):
                raise serializers.ValidationError("A path is made of names and places, such as incident_types, 0, title.")
        return path


class EditText(serializers.Serializer[Any]):
    """Changes to a draft, made in their order, and the revision that its author saw."""

    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    edits = serializers.ListField(child=EditPart(), min_length=1, max_length=200)


def edits_of(body: dict[str, Any]) -> list[Edit]:
    """The edits of a checked body."""
    return [Edit(**{**each, "path": tuple(each["path"])}) for each in body["edits"]]


class PutToReview(serializers.Serializer[Any]):
    """The revision that its author read."""

    revision = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class AskConsultee(serializers.Serializer[Any]):
    """Who is asked."""

    who = Text(max_length=120)


class RecordConsultation(serializers.Serializer[Any]):
    """Where they stand, and what they said."""

    stance = serializers.ChoiceField(choices=list(STANCES.items()))
    said = Text(required=False, allow_blank=True, max_length=4000, default="")


class SayWhy(serializers.Serializer[Any]):
    """A reason."""

    reason = Text(max_length=2000)


class Approve(serializers.Serializer[Any]):
    """Words to sign with; needed for a tree made elsewhere."""

    words = Text(required=False, allow_blank=True, max_length=2000, default="")


class SetLocalValue(serializers.Serializer[Any]):
    """A value that the pack leaves to the centre."""

    name = Text(max_length=60)
    value = Text(max_length=400)


class Acknowledge(serializers.Serializer[Any]):
    """A type whose changes were read, in the version that was shown."""

    type = Text(max_length=60)
    digest = Text(required=False, allow_blank=True, max_length=64, default="")
