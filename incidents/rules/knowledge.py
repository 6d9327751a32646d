"""The shape of the methods pages, and how a figure is said: with its number, and no percentage of a few."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from incidents.rules.packs.base import Code, Frozen, Line

FEW = 10  # below this a percentage says more than it knows (kpis: hide percentages when n < 10)
_Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]


class Method(Frozen):
    """One way of working."""

    id: Code = Field(description="Unique within the file.")
    name: Line = Field(description="Its name.")
    strengths: _Lines = Field(description="What it is good at.")
    weaknesses: _Lines = Field(description="Where it fails.")
    use: Line = Field(description="When we use it.")
    figure: Code | None = Field(default=None, description="The figure that the console counts for it.")


class Chapter(Frozen):
    """Methods for one purpose, with the unit criteria they answer."""

    id: Code = Field(description="Unique within the file.")
    title: Line = Field(description="The heading.")
    about: Line = Field(description="One or two sentences before the methods.")
    units: tuple[Line, ...] = Field(min_length=1, description="Criteria of the standards, such as 320-3.2.")
    methods: tuple[Method, ...] = Field(min_length=1, description="In the order shown.")


class Methods(Frozen):
    """The whole file."""

    chapters: tuple[Chapter, ...] = Field(min_length=1, description="In the order shown.")

    @model_validator(mode="after")
    def names_are_used_once(self) -> Methods:
        ids = [each.id for each in self.chapters] + [method.id for each in self.chapters for method in each.methods]
        if len(ids) != len(set(ids)):
            raise ValueError("every chapter and every method has an id of its own")
        return self


class Figure(NamedTuple):
    """A centre's own figure: the words, and how many things were counted. Nothing counted is "no figures yet", never nought per cent."""

    words: str
    n: int


def share(part: int, whole: int, what: str) -> Figure:
    """A share in words: a percentage of many, plain numbers of a few."""
    counted = f"{part:,} of {whole:,} {what}"
    return Figure(f"{round(100 * part / whole)} %: {counted}" if whole >= FEW else counted, whole)


def nearest_rank(values: list[float], percent: int) -> float:
    """The percentile by nearest rank: p90 is value number ⌈0.9 n⌉ of the sorted list. The list is not empty."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
