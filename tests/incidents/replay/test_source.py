"""Reading a record: what is there, and what is refused with the file and the line."""

import gzip
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch.refusal import Refusal
from incidents.replay.centre import ZONE
from incidents.replay.source import read_source

HERE = ZoneInfo(ZONE)


def test_wall_clock_times_become_utc(source):
    assert source.events[0].at == datetime(2018, 3, 5, 18, 0, tzinfo=UTC)


def test_a_place_off_the_globe_is_left_out(source):
    assert (source.calls["900003"].lat, source.calls["900003"].lon) == (None, None)
    assert source.calls["900003"].place == "300 Block of THIRD AVE, Testville, 00001"


def test_a_limit_takes_the_first_calls_with_their_events_and_keeps_what_belongs_to_no_call(record):
    few = read_source(record, zone=HERE, calls=2)
    assert list(few.calls) == ["900001", "900002"]
    assert {event.call for event in few.events} == {"900001", "900002", "999999"}


def test_a_missing_file_is_named(record):
    (record / "units.csv").unlink()
    with pytest.raises(Refusal, match=r"no units\.csv"):
        read_source(record, zone=HERE)


def test_what_cannot_be_read_is_named_with_its_line(record):
    text = gzip.decompress((record / "events.csv.gz").read_bytes()).decode().replace("2018-03-05T10:01:00", "at ten", 1)
    (record / "events.csv.gz").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(Refusal, match=r"events\.csv\.gz, line 4: Invalid isoformat"):
        read_source(record, zone=HERE)


def test_a_missing_column_is_named(record):
    (record / "stations.csv").write_text("station,address,lat\n01,Somewhere,37.1\n")
    with pytest.raises(Refusal, match="the column 'lon' is missing"):
        read_source(record, zone=HERE)


@pytest.mark.parametrize("bytes_", [b"not packed at all", gzip.compress(b"\xff\xfe\x00", mtime=0)])
def test_what_is_not_packed_text_is_refused(record, bytes_):
    (record / "calls.csv.gz").write_bytes(bytes_)
    with pytest.raises(Refusal, match=r"calls\.csv\.gz cannot be read as text"):
        read_source(record, zone=HERE)


def test_the_digest_tells_records_apart(record, source):
    (record / "units.csv").write_text((record / "units.csv").read_text().replace("T2,", "T3,"))
    assert read_source(record, zone=HERE).digest != source.digest
