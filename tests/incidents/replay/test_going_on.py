"""Stopping, going on, pacing, and never twice: a replay ends the same whatever comes between."""

import pytest

from dispatch.refusal import Refusal
from incidents.models import Contact, ReplayProgress
from incidents.replay.driver import Driver, Pace
from incidents.replay.proof import fingerprint
from incidents.replay.report import report_on

pytestmark = pytest.mark.django_db


def test_a_replay_in_pieces_ends_like_one_in_one_go(begun, source):
    whole, pieces = begun("whole"), begun("pieces")
    whole.run()
    for event in source.events[4::9]:
        Driver(ReplayProgress.objects.get(pk=pieces.progress.pk), source).run(until=event.at)
    Driver(ReplayProgress.objects.get(pk=pieces.progress.pk), source).run()
    assert fingerprint(pieces.progress.pk) == fingerprint(whole.progress.pk)
    reports = [report_on(ReplayProgress.objects.get(pk=each.progress.pk), source) for each in (whole, pieces)]
    assert reports[0] == reports[1]
    assert reports[0].flaws


def test_two_processes_on_one_replay_do_not_do_a_step_twice(begun, source):
    one = begun()
    other = Driver(ReplayProgress.objects.get(pk=one.progress.pk), source)
    one.step(source.events[0])
    with pytest.raises(Refusal, match="Another process"):
        other.step(source.events[0])
    assert Contact.objects.count() == 1


def test_a_paced_replay_lets_time_pass_between_events_and_ends_the_same(begun):
    quick, paced = begun("quick"), begun("paced")
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds + 0.05

    quick.run()
    paced.run(pace=Pace(speed=600.0, now=lambda: now[0], sleep=sleep))
    assert now[0] >= 13.0  # two hours and ten minutes at 600 to one
    assert fingerprint(paced.progress.pk) == fingerprint(quick.progress.pk)
