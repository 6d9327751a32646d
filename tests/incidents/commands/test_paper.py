"""The paper pack: numbered, whole, for its owner only, never old; and its entries typed back with their true times."""

import shutil
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from dispatch.accounts.models import User
from dispatch.refusal import Refusal
from incidents.commands import paper
from incidents.commands.paper import KEPT, enter_from_paper, write_due_packs
from incidents.models import Incident, LogLine, PaperPack
from incidents.queries import paper as paper_queries
from incidents.queries.paper import oldest_age_s, path_of
from tests.consoles import ROOT, embedded
from tests.factories import NOON, entries, offer
from tests.ground import migrated_file


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.PAPER_DIR = tmp_path / "paper"


@pytest.fixture
def pack(sent, wexmouth, amina):
    offer(amina, words="Smell of gas <b>by the door</b>")
    (path,) = write_due_packs(at=NOON)
    return path


def test_it_holds_what_a_shift_needs_and_nothing_from_elsewhere(pack, sent, wexmouth, van):
    text = pack.read_text()
    for words in (
        sent.incident.reference,
        van.call_sign,
        "14 Harbour Lane",
        "07700 900123",
        "01632 960800",
        "Amina Khan",
        "form 1-L1",
        "&lt;b&gt;",
    ):
        assert words in text
    assert "<script" not in text
    assert "http" not in text
    assert pack == path_of(wexmouth, 1)
    assert pack.stat().st_mode & 0o777 == 0o600


def test_the_next_comes_before_five_minutes_are_over(pack, wexmouth):
    assert write_due_packs(at=NOON + timedelta(minutes=3, seconds=59)) == []
    assert [path.name for path in write_due_packs(at=NOON + timedelta(minutes=4))] == ["paper-pack-000002.html"]
    assert oldest_age_s(NOON + timedelta(minutes=10)) == 360


def test_a_large_pack_is_written_by_a_process_of_its_own(sent, wexmouth, monkeypatch):
    asked = []
    monkeypatch.setattr(paper, "FEW", 0)
    monkeypatch.setattr(paper.subprocess, "run", lambda command, **how: asked.append((command, how)))
    (path,) = write_due_packs(at=NOON)
    ((command, how),) = asked
    assert not path.exists() and how["check"]
    assert command[-3:] == ["django", "write_pack", str(PaperPack.objects.get().pk)]
    call_command(*command[-2:])
    assert sent.incident.reference in path.read_text()
    assert PaperPack.objects.get().written_at is not None
    with pytest.raises(CommandError, match="taken"):
        call_command("write_pack", "0")


def test_such_a_process_reads_the_console_that_asked_for_it(tmp_path):
    surroundings = embedded(tmp_path) | {"PAPER_DIR": str(tmp_path / "paper")}
    shutil.copy(migrated_file(), tmp_path / "dispatch.sqlite3")
    asking = f"""
import django; django.setup()
from django.utils import timezone
from dispatch.accounts.models import Centre
from incidents.commands import paper
paper.FEW = -1
Centre.objects.create(code="{(code := "moor")}", name="Moor")
print(paper.write_due_packs(at=timezone.now())[0].read_text())
"""
    done = subprocess.run([sys.executable, "-c", asking], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert "Paper pack no. 1" in done.stdout and (tmp_path / "paper" / code).is_dir(), done.stderr


def test_of_thousands_the_most_urgent_are_in_it_and_it_says_how_many_are_not(gas, flood, wexmouth, monkeypatch):
    monkeypatch.setattr(paper_queries, "MOST", 1)
    (path,) = write_due_packs(at=NOON)
    first, second = Incident.objects.of(wexmouth.pk).open().most_urgent_first()
    assert f" {first.reference} " in path.read_text() and f" {second.reference} " not in path.read_text()
    assert "1 more, less urgent, were open" in path.read_text()


def test_a_writer_that_died_is_noticed_and_its_number_stays_empty(pack, wexmouth, monkeypatch):
    monkeypatch.setattr(paper, "_put", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="full"):
        write_due_packs(at=NOON + timedelta(minutes=4))
    monkeypatch.undo()
    assert oldest_age_s(NOON + timedelta(minutes=6)) == 360
    assert write_due_packs(at=NOON + timedelta(minutes=4, seconds=20)) == []
    (path,) = write_due_packs(at=NOON + timedelta(minutes=4, seconds=30))
    assert path.name == "paper-pack-000003.html"


def test_only_the_last_ones_stay(wexmouth):
    for count in range(KEPT + 3):
        write_due_packs(at=NOON + timedelta(minutes=4 * count))
    left = sorted(path.name for path in path_of(wexmouth, 1).parent.iterdir())
    assert (len(left), left[0]) == (KEPT, "paper-pack-000004.html")


@pytest.mark.needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_one(wexmouth):
    barrier, written = threading.Barrier(4), []

    def write() -> None:
        barrier.wait()
        written.extend(write_due_packs(at=NOON))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == PaperPack.objects.count() == 1


def test_an_entry_typed_back_keeps_both_times(pack, sent, amina):
    later = NOON + timedelta(hours=1)
    happened = NOON + timedelta(minutes=20)
    enter_from_paper(incident_id=sent.incident_id, pack=1, text="B41 at scene", happened_at=happened, by=amina, at=later)
    line = LogLine.objects.filter(incident=sent.incident).order_by("-number")[0]
    assert (line.at, line.recorded_at, line.known["paper"]) == (happened, later, 1)
    assert line.text == "B41 at scene (from paper pack no. 1)"
    with pytest.raises(Refusal) as refusal:
        enter_from_paper(incident_id=sent.incident_id, pack=1, text="B41 at scene", happened_at=happened, by=amina, at=later)
    assert refusal.value.code == "already-entered"


@pytest.mark.parametrize(
    ("minutes", "number", "text", "code"),
    [(120, 1, "x", "time-ahead"), (-1, 1, "x", "before-the-incident"), (5, 9, "x", "paper-unknown"), (5, 1, " ", "words-needed")],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(pack, sent, amina, minutes, number, text, code):
    before = entries(sent.incident)
    with pytest.raises(Refusal) as refusal:
        enter_from_paper(
            incident_id=sent.incident_id,
            pack=number,
            text=text,
            happened_at=NOON + timedelta(minutes=minutes),
            by=amina,
            at=NOON + timedelta(hours=1),
        )
    assert refusal.value.code == code
    assert entries(sent.incident) == before


def test_its_page_shows_it_takes_entries_and_lets_no_one_else_see_it(client, pack, sent, amina, charlie):
    assert client.get(reverse("paper-pack", args=[1])).status_code == 302
    client.force_login(User.objects.get(pk=amina.user_id), backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("paper-pack", args=[1]))
    assert b"Paper pack no. 1" in shown.content
    assert "'sha256-" in shown.headers["Content-Security-Policy"]
    body = {"incident": sent.incident.reference, "pack": 1, "happened_at": "2025-11-03T12:05", "text": "Cordon set"}
    assert client.post(reverse("paper"), body).status_code == 302
    assert "Cordon set (from paper pack no. 1)" in [line.text for line in LogLine.objects.all()]
    for wrong in ({"text": "a\x00b"}, {"incident": "none"}, {"happened_at": "2099-01-01T00:00"}, {"pack": "9" * 40}):
        assert client.post(reverse("paper"), body | wrong).status_code == 422
    client.force_login(User.objects.get(pk=charlie.user_id), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("paper-pack", args=[1])).status_code == 404
