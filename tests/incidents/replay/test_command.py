"""The command: begins, goes on, begins afresh, and says no in words."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dispatch.accounts.models import Centre
from incidents.models import Incident, ReplayProgress

pytestmark = pytest.mark.django_db


def test_it_begins_goes_on_and_reports(record, capsys):
    call_command("replay", str(record), "--until", "2018-03-05T10:06:00")
    half = ReplayProgress.objects.get()
    assert 0 < half.position < 66
    call_command("replay", str(record))
    said = capsys.readouterr().out
    assert f"Centre sf: {half.position} of 66 events done already." in said
    assert "unit sent before it was released" in said
    centre = Centre.objects.get(code="sf")
    assert (centre.lane, centre.time_zone, centre.pk) == ("replay", "America/Los_Angeles", half.pk)
    call_command("verify_log", "--centre", "sf")


def test_fresh_begins_again_in_another_centre_and_keeps_the_first(record):
    call_command("replay", str(record), "--until", "2018-03-05T10:02:40")
    call_command("replay", str(record), "--until", "2018-03-05T10:02:40", "--fresh")
    call_command("replay", str(record), "--until", "2018-03-05T10:06:05")
    counts = {centre.code: Incident.objects.of(centre.pk).count() for centre in Centre.objects.all()}
    assert counts == {"sf": 2, "sf-2": 3}


def test_a_working_centre_is_never_touched(record, wexmouth):
    with pytest.raises(CommandError, match="is a working centre"):
        call_command("replay", str(record), "--centre", wexmouth.code)


def test_another_limit_is_refused(record):
    call_command("replay", str(record), "--calls", "1", "--until", "2018-03-05T10:00:10")
    with pytest.raises(CommandError, match="begun with --calls 1"):
        call_command("replay", str(record))


def test_other_files_are_refused(record):
    call_command("replay", str(record), "--until", "2018-03-05T10:00:10")
    (record / "units.csv").write_text((record / "units.csv").read_text().replace("T2,", "T3,"))
    with pytest.raises(CommandError, match="begun from other files"):
        call_command("replay", str(record))


@pytest.mark.parametrize("given", [["--speed", "0"], ["--speed", "fast"], ["--calls", "-1"], ["--until", "noon"]])
def test_what_makes_no_sense_is_refused(record, given):
    with pytest.raises(CommandError, match="give a"):
        call_command("replay", str(record), *given)


@pytest.mark.needs_sqlite
def test_the_first_calls_of_the_real_record_have_its_own_figures(real_record, capsys):
    call_command("replay", str(real_record), "--calls", "60")
    said = capsys.readouterr().out
    assert "DIFFERENT" not in said
    assert "623       623" in said
    call_command("verify_log", "--centre", "sf")
