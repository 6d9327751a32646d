"""What the last word of a command line could become. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.rules.command_line import ANSWERS, PRIORITIES, NotUnderstood, Verb, verb_named, verbs_beginning

MOST = 12


def complete(text: str, units: Mapping[str, str], incidents: Mapping[str, str]) -> list[dict[str, str]]:
    """What the last word could become: ``{text, label}``, the whole line each time.

    Args:
        units: call sign to its status in words. incidents: number to its type and place.
    """
    head, _, last = text.lstrip().rpartition(" ")
    if not head:
        verbs = [{"text": verb.code, "label": f"{verb.means}, e.g. {verb.example}"} for verb in verbs_beginning(last) if last]
        return (verbs + _matching("", last, incidents))[:MOST]
    try:
        verb = verb_named(head.split()[0])
    except NotUnderstood:
        return []
    return _next_words(verb, head, last, units, incidents)[:MOST]


def _next_words(verb: Verb, head: str, last: str, units: Mapping[str, str], incidents: Mapping[str, str]) -> list[dict[str, str]]:
    place = len(head.split()) - 1
    if "units" in verb.needs:
        fitting = _matching(head, last, units)
        return fitting + _matching(head, last, incidents) if "incident" in verb.needs and place else fitting
    need = verb.needs[place] if place < len(verb.needs) else ""
    choices = {"unit": units, "incident": incidents, "priority": dict.fromkeys(PRIORITIES, ""), "answer": dict.fromkeys(ANSWERS, "")}
    return _matching(head, last, choices.get(need, {}))


def _matching(head: str, last: str, choices: Mapping[str, str]) -> list[dict[str, str]]:
    wanted = last.upper()
    before = f"{head} " if head else ""
    found = [(word, label) for word, label in choices.items() if word.upper().startswith(wanted)]
    return [{"text": f"{before}{word}", "label": label} for word, label in found if head or last]
