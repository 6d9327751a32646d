"""A database that may forget what it confirmed is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from dispatch.clock.checks import database_keeps_its_word
from dispatch.clock.loop import Engine
from dispatch.clock.models import EngineBeat
from tests.dispatch.clock.conftest import on_postgresql

pytestmark = pytest.mark.django_db


def test_a_database_that_keeps_its_word_is_accepted():
    assert database_keeps_its_word(databases=["default"]) == []


@on_postgresql
def test_synchronous_commit_off_is_refused_by_the_check_and_by_the_loop():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    (error,) = database_keeps_its_word(databases=["default"])
    assert (error.id, "synchronous_commit" in error.msg) == ("clock.E001", True)
    with pytest.raises(SystemCheckError, match="clock.E001"):
        call_command("check", databases=["default"])
    with pytest.raises(ImproperlyConfigured, match="synchronous_commit"):
        Engine().cycle()
    assert not EngineBeat.objects.exists()
