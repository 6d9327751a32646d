"""Rows written without the ORM are what the ORM would have written."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, transaction

from dispatch.rows import insert_rows, update_rows
from incidents.models import Escalation, Message
from incidents.rules.alarms import Step
from tests.factories import log_incident

AT = datetime(2025, 3, 30, 1, 30, 0, 123456, tzinfo=UTC)
WORDS = "Zoë’s 'flat' \"4\" \\ 100 % {x}\n%s"


def message(incident, key: str, **other: object) -> Message:
    return Message(
        centre_id=incident.centre_id, incident=incident, to_name=WORDS, address="a@b.example", subject=WORDS, body=WORDS,
        headers={"X": [1, None, WORDS]}, key=key, queued_at=AT, next_at=AT, **other,
    )  # fmt: skip


@pytest.fixture
def flood(amina):
    return log_incident(amina, "FLOOD")


def columns(row: Message) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in Message._meta.concrete_fields if field.attname not in ("id", "key")}


def test_a_row_reads_back_as_one_that_the_orm_has_written(flood):
    message(flood, "orm").save()
    insert_rows([message(flood, "one"), message(flood, "two")])
    by_orm, *ours = Message.objects.filter(key__in=["orm", "one", "two"]).order_by("pk")
    assert [columns(each) for each in ours] == [columns(by_orm)] * 2


def test_a_key_that_is_there_is_left_alone_or_an_error_as_asked(flood):
    insert_rows([message(flood, "one")])
    insert_rows([message(flood, "one", trouble="second"), message(flood, "two")], keep_what_is_there=True)
    assert list(Message.objects.filter(key__in=["one", "two"]).order_by("key").values_list("trouble", flat=True)) == ["", ""]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([message(flood, "one")])


def test_only_the_columns_named_are_written(flood):
    insert_rows([message(flood, "one"), message(flood, "two")])
    one, two = Message.objects.filter(key__in=["one", "two"]).order_by("key")
    one.trouble, two.trouble, one.sent_at, one.body = "first", "second", AT, "not written"
    update_rows([one, two], ("trouble", "sent_at"))
    assert list(Message.objects.filter(pk__in=[one.pk, two.pk]).order_by("key").values_list("trouble", "sent_at", "body")) == [
        ("first", AT, WORDS), ("second", None, WORDS),
    ]  # fmt: skip


def test_a_row_may_bring_its_key_and_named_tuples_become_lists(flood):
    alarm = Escalation(
        pk=987_654, centre_id=flood.centre_id, incident=flood, cause="by_hand", to_role="supervisor", what="x", raised_at=AT,
        raised_by_name="x", steps=[Step("supervisor", 60)],
    )  # fmt: skip
    insert_rows([alarm])
    assert Escalation.objects.get(pk=987_654).steps == [["supervisor", 60]]
    assert insert_rows([]) is None and update_rows([alarm], ()) is None


def test_what_no_database_keeps_is_said_to_be_the_text_s_fault(flood):
    for words in ("half of a character \ud800", "\0"):
        try:
            with transaction.atomic():
                insert_rows([message(flood, "odd", trouble=words)])
        except (DataError, UnicodeError, ValueError):
            continue
        assert Message.objects.get(key="odd").trouble == words  # SQLite keeps a NUL
