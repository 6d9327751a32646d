"""The log is append-only, and ``manage.py verify_log`` finds whatever was done to it behind the triggers."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from incidents.commands.respond import write_update
from incidents.models import Incident, LogLine
from tests.factories import fresh, log_incident


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def without_triggers() -> None:
    """What somebody with the keys to the database can do. The test's rollback puts the triggers back."""
    if connection.vendor == "postgresql":
        sql("SET LOCAL session_replication_role = replica")
    else:
        for kept in ("words", "lines"):
            sql(f"DROP TRIGGER incidents_logline_keeps_its_{kept}")


def verify(**options: str) -> tuple[int, str]:
    """Its exit status, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_log", stdout=out, stderr=err, **options)
    except SystemExit as ending:
        return int(ending.code or 0), err.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def lines(gas_to_send, amina, noon) -> list[LogLine]:
    """A log of a dozen lines, among others' logs."""
    log_incident(amina, "FLOOD")
    for number in range(3):
        write_update(incident_id=gas_to_send.pk, text=f"Update {number}: é €", by=amina, at=noon)
    return list(LogLine.objects.filter(incident=gas_to_send).order_by("number"))


def test_an_honest_log_holds(lines):
    status, said = verify()
    assert (status, said) == (0, f"{LogLine.objects.count()} lines of 2 incidents hold.\n")


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("text", "text || 'x'"),
        ("facts", "replace(facts, 'GAS', 'GAZ')"),
        ("by_name", "'Amina Kham'"),
        ("entry", "'update'"),
        ("by_user_id", "NULL"),
        ("seal", "replace(replace(replace(seal, 'a', '#'), 'b', 'a'), '#', 'b')"),
        ("seal_before", "'0' || substr(seal_before, 2)"),
        ("number", "number + 100"),
        ("at", "'2025-11-03 12:00:00.000001+00'"),
        ("recorded_at", "'2025-11-03 11:59:59+00'"),
    ],
)
def test_one_changed_value_of_one_row_is_found_and_the_row_is_named(lines, column, change):
    victim = next(line for line in lines if line.entry == "path.type")
    without_triggers()
    sql(f"UPDATE incidents_logline SET {column} = {change} WHERE id = %s", victim.pk)
    status, said = verify()
    assert status == 1
    first_bad = victim if column != "number" else lines[victim.number]
    assert f"row {first_bad.pk} of incidents_logline, incident 1001" in said


def test_every_row_is_proved_not_just_the_first(lines):
    without_triggers()
    for line in lines:
        with transaction.atomic():
            sql("UPDATE incidents_logline SET text = text || %s WHERE id = %s", "x", line.pk)
            assert verify() == (
                1,
                f"The log does not hold: row {line.pk} of incidents_logline, incident 1001, line {line.number}: "
                "its words are not the ones that were sealed.\n",
            )
            transaction.set_rollback(True)
    assert verify()[0] == 0


def test_a_row_taken_out_of_the_middle_is_found(lines):
    without_triggers()
    sql("DELETE FROM incidents_logline WHERE id = %s", lines[3].pk)
    status, said = verify()
    assert (status, f"row {lines[4].pk}" in said, "a line before it is missing" in said) == (1, True, True)


def test_rows_cut_off_the_end_are_found(lines):
    without_triggers()
    sql("DELETE FROM incidents_logline WHERE id = %s", lines[-1].pk)
    status, said = verify()
    assert status == 1
    assert f"incident 1001, line {lines[-1].number}: lines are missing at the end" in said


def test_a_row_written_by_nobody_is_found(lines):
    forged = lines[-1]
    forged.pk, forged.number, forged.timer_id = None, forged.number + 1, None
    forged.seal_before = lines[-2].seal
    forged.seal = forged.seal_it_must_carry()
    LogLine.objects.bulk_create([forged])
    assert verify()[0] == 1


@pytest.mark.parametrize("statement", ["UPDATE incidents_logline SET text = 'x'", "DELETE FROM incidents_logline"])
def test_the_database_refuses_to_change_or_remove_a_line(lines, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement)
    assert verify()[0] == 0


@pytest.mark.needs_postgresql
def test_the_database_refuses_to_empty_the_log(lines):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("TRUNCATE incidents_logline CASCADE")


def test_one_centre_can_be_proved_alone_and_a_misspelt_one_is_no_proof(lines, charlie):
    theirs = log_incident(charlie)
    without_triggers()
    sql("UPDATE incidents_logline SET text = 'x' WHERE incident_id = %s", theirs.pk)
    assert verify(centre="wexmouth")[0] == 0
    assert verify(centre="elsewhere")[0] == 1
    with pytest.raises(CommandError):
        verify(centre="wexmoth")


def test_the_incident_carries_the_head_of_its_log(gas_to_send):
    last = LogLine.objects.filter(incident=gas_to_send).latest("number")
    incident: Incident = fresh(gas_to_send)
    assert (incident.log_head, incident.log_count) == (last.seal, last.number)
