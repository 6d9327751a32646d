"""Housekeeping lets go of what has served, and of nothing else."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Staff
from dispatch.api.models import FirstAnswer
from dispatch.live.models import BoardEvent
from incidents.commands.housekeeping import tidy_up
from incidents.models import Incident, LogLine


def kept(amina: Staff, key: str, at: datetime) -> None:
    FirstAnswer.objects.create(centre=amina.centre, user_id=amina.user_id, key=key, digest="0" * 64, status=201, body="{}", made_at=at)


def test_old_answers_go_and_fresh_ones_stay(amina: Staff, noon: datetime) -> None:
    kept(amina, "old", noon - timedelta(days=3))
    kept(amina, "fresh", noon - timedelta(hours=1))
    tidy_up(at=noon)
    assert list(FirstAnswer.objects.values_list("key", flat=True)) == ["fresh"]


def test_old_events_go_and_the_log_stays(gas: Incident, noon: datetime) -> None:
    lines = LogLine.objects.filter(incident=gas).count()
    tidy_up(at=noon + timedelta(days=5))
    assert BoardEvent.objects.count() == 0
    assert LogLine.objects.filter(incident=gas).count() == lines > 0
