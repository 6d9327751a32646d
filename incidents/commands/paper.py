"""The paper pack: printed to disk every few minutes, so that work goes on when nothing else does; and its entries typed back."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.models import Centre
from dispatch.accounts.permissions import Act
from dispatch.refusal import require
from incidents.commands._change import changing
from incidents.models import Incident, LogLine, PaperPack
from incidents.queries.paper import pack_page, path_of
from incidents.rules.entries import Entry

EVERY = timedelta(minutes=4)  # and so never older than five
WRITER_DIED_AFTER = timedelta(seconds=30)
FEW = 200  # open incidents, which take a process a quarter of a second
KEPT = 36  # packs of a centre on disk: about two and a half hours


def write_due_packs(*, at: datetime) -> list[Path]:
    """Write the next pack of every working centre whose newest is old. Two at once: one of them writes."""
    return [path for centre in Centre.objects.working().order_by("pk") if (path := _write_if_due(centre, at))]


def _write_if_due(centre: Centre, at: datetime) -> Path | None:
    pack = _take_number(centre, at)
    if pack is None:
        return None
    if Incident.objects.of(centre.pk).open().count() > FEW:
        _write_elsewhere(pack)
    else:
        write_pack(pack, at=at)
    return path_of(centre, pack.number)


def write_pack(pack: PaperPack, *, at: datetime) -> None:
    """Write a pack whose number was taken, as things stand now, and let old ones make room."""
    _put(path_of(pack.centre, pack.number), pack_page(pack.centre, number=pack.number, at=at))
    PaperPack.objects.filter(pk=pack.pk).update(written_at=at)
    _make_room(pack.centre, pack.number)


def _write_elsewhere(pack: PaperPack) -> None:
    """Hundreds of pages are made in a process of their own: made here, they would hold up the clocks and desks of this one."""
    surroundings = {"DJANGO_SETTINGS_MODULE": "dispatch.settings", **os.environ}
    command = ["nice", "-n", "10", sys.executable, "-m", "django", "write_pack", str(pack.pk)]
    how: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": surroundings, "stdout": subprocess.DEVNULL, "timeout": EVERY.total_seconds()}
    subprocess.run(command, check=True, **how)  # noqa: S603  (nothing in it comes from outside)


def _take_number(centre: Centre, at: datetime) -> PaperPack | None:
    """The next number, if it is time and nobody else has just taken it."""
    newest = PaperPack.objects.of(centre.pk).order_by("-number").first()
    if newest is not None and at - newest.begun_at < (EVERY if newest.written_at else WRITER_DIED_AFTER):
        return None
    try:
        with transaction.atomic():
            return PaperPack.objects.create(centre=centre, number=newest.number + 1 if newest else 1, begun_at=at)
    except IntegrityError:
        return None


def _put(path: Path, text: str) -> None:
    """Write the whole file beside its place, for the owner only, and move it there: nobody ever prints half a pack."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    with suppress(FileNotFoundError):
        draft.unlink()
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _make_room(centre: Centre, number: int) -> None:
    for path in sorted(path_of(centre, number).parent.glob("paper-pack-*.html"))[:-KEPT]:
        path.unlink(missing_ok=True)


def enter_from_paper(*, incident_id: int, pack: int, text: str, happened_at: datetime, by: Actor, at: datetime) -> None:
    """Type a paper entry back: the log keeps when it happened beside when it was recorded, and from which pack it comes.

    Raises:
        Refusal: "words-needed"; "time-ahead"; "paper-unknown"; "before-the-incident"; "already-entered".
    """
    require(text.strip(), "Write something first.", code="words-needed")
    require(happened_at <= at, "That time has not come yet.", code="time-ahead")
    require(PaperPack.objects.of(by.centre_id).filter(number=pack).exists(), f"There was no paper pack no. {pack}.", code="paper-unknown")
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        first = LogLine.objects.filter(incident=change.incident).order_by("number").values_list("at", flat=True).first()
        begun = min(change.incident.opened_at, first or change.incident.opened_at)
        require(happened_at >= begun, "That is before the incident began.", code="before-the-incident")
        words = f"{text.strip()} (from paper pack no. {pack})"
        known = LogLine.objects.filter(incident=change.incident, at=happened_at, text=words).exists()
        require(not known, "This entry has been typed back already.", code="already-entered")
        change.log(Entry.UPDATE, words, at=happened_at, paper=pack)
