"""What requests about places and links may hold: shapes only."""

from typing import Any

from rest_framework import serializers

from dispatch.api.fields import LONG, Text
from incidents.api.fields import Place

KINDS = [("duplicate", "Duplicate"), ("related", "Related"), ("parent", "The larger one"), ("child", "A part of it")]


class AddReading(Place):
    """Another reading of where it is."""

    access = None  # type: ignore[assignment]
    said_by = Text(required=False, allow_blank=True, max_length=120)


class UseReading(serializers.Serializer[Any]):
    """Why this reading is the one to go by."""

    why = Text(required=False, allow_blank=True)


class WriteSiteNote(serializers.Serializer[Any]):
    """What crews should know before they arrive."""

    text = Text(max_length=1000)
    hazards = Text(required=False, allow_blank=True, max_length=200)
    source = Text(required=False, allow_blank=True, max_length=120)  # type: ignore[assignment]
    review_on = serializers.DateField()


class RetireSiteNote(serializers.Serializer[Any]):
    """Why it no longer holds."""

    why = Text()


class AnotherCaller(serializers.Serializer[Any]):
    """What another caller said about an incident that is open."""

    contact = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**53)
    summary = Text(required=False, allow_blank=True, max_length=LONG)
    place = Place(required=False)
    hazards = Text(required=False, allow_blank=True, max_length=2000)
    read_back = serializers.ListField(child=Text(max_length=40), required=False, max_length=12)
    caller_name = Text(required=False, allow_blank=True, max_length=120)
    callback_number = Text(required=False, allow_blank=True, max_length=40)


class LinkIncident(serializers.Serializer[Any]):
    """How this incident belongs to another."""

    other = Text(max_length=24)
    kind = serializers.ChoiceField(choices=KINDS)
    why = Text()


class UndoLink(serializers.Serializer[Any]):
    """Why it does not."""

    why = Text()


class Similar(serializers.Serializer[Any]):
    """What is known so far of a report."""

    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)
    accuracy_m = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    text = Text(required=False, allow_blank=True)
    words = Text(required=False, allow_blank=True, max_length=2000)
    type = Text(required=False, allow_blank=True, max_length=40)
    but = Text(required=False, allow_blank=True, max_length=24)
    exercise = serializers.BooleanField(default=False)
