"""What leads a conversation: entry questions, control aids and their words, the risk overlay, the kinds of validity."""

from dataclasses import asdict
from typing import Any

from incidents.queries.procedures import live_packs
from incidents.rules.conversation import AIDS, SAFE, TRI, VOICE, WAYS
from incidents.rules.risk_overlay import LEVELS, RAISING
from incidents.rules.validity import VALIDITIES


def talk_words(centre_id: int) -> dict[str, Any]:
    """``{entry, aids, voice, answers, safe, ways, overlay, levels, validities, organisations}`` as the desk's script shows them."""
    live = live_packs(centre_id)
    core = live[0].core if live else None
    return {
        "entry": [{"id": each.id, "ask": each.ask, "capture": each.capture, "form": each.form} for each in core.entry] if core else [],
        "aids": [{"code": code, **asdict(aid)} for code, aid in AIDS.items()],
        "voice": list(VOICE),
        "answers": TRI,
        "safe": SAFE,
        "ways": WAYS,
        "overlay": [{"id": each.id, "ask": each.ask, "raises": each.id in RAISING} for each in core.risk_overlay] if core else [],
        "levels": LEVELS,
        "validities": VALIDITIES,
        "organisations": {code: each.label for code, each in core.organisations.items()} if core else {},
    }
