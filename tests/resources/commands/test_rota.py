"""The rota: local times through both changes of the clock, bank holidays, swaps of one day, and who is on duty."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dispatch.accounts.models import Membership
from dispatch.refusal import NotAllowed, NotFound, Refusal
from resources.commands.rota import add_duties, end_duty, swap_duty
from resources.models import RotaDuty
from resources.queries.on_duty import people_on_duty
from resources.queries.rota_week import rota_week
from resources.rules.rota import Duty, Swap, bank_holiday, gaps, on_duty, shifts

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2025, 11, 3)


def night(id: int = 1, person: int = 7, weekday: int = 5) -> Duty:
    """Saturday 19:00 to Sunday 07:00."""
    return Duty(id, person, weekday, time(19), time(7), date(2025, 1, 1))


def put_on(person, by, at, *, role="supervisor", weekdays=tuple(range(7)), starts=time(7), ends=time(19)) -> list[RotaDuty]:
    return add_duties(
        person_id=person.user_id, role=role, weekdays=weekdays, starts=starts, ends=ends, begins_on=MONDAY, by=by, at=at
    )  # fmt: skip


def nobody(day) -> list[str]:
    """When nobody is on duty on a day of the week's page."""
    return [gap["words"] for gap in day["gaps"]]


@pytest.mark.parametrize(("saturday", "hours"), [(date(2026, 3, 28), 11), (date(2026, 10, 24), 13), (date(2026, 11, 7), 12)])
def test_a_night_is_as_long_as_the_clocks_make_it(saturday, hours):
    (shift,) = shifts([night()], [], saturday, LONDON)
    assert (shift.ends_at - shift.starts_at).total_seconds() == hours * 3600


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_handover_at_an_hour_that_is_skipped_or_repeated_leaves_no_gap(sunday):
    before = Duty(1, 7, 5, time(19), time(1, 30), date(2025, 1, 1))
    after = Duty(2, 8, 6, time(1, 30), time(7), date(2025, 1, 1))
    turns = [*shifts([before, after], [], date.fromordinal(sunday.toordinal() - 1), LONDON), *shifts([before, after], [], sunday, LONDON)]
    assert gaps(turns, turns[0].starts_at, turns[-1].ends_at) == []


def test_a_night_still_holds_after_midnight_and_ends_on_the_minute():
    ends_at = datetime(2026, 11, 8, 7, tzinfo=LONDON)
    assert [shift.person for shift in on_duty([night()], [], datetime(2026, 11, 8, 6, 59, tzinfo=LONDON), LONDON)] == [7]
    assert on_duty([night()], [], ends_at, LONDON) == []


def test_on_a_bank_holiday_its_own_duties_hold_where_there_are_any():
    christmas = date(2025, 12, 25)
    usual = Duty(1, 7, christmas.weekday(), time(7), time(19), date(2025, 1, 1))
    holiday = Duty(2, 8, 7, time(9), time(17), date(2025, 1, 1))
    assert bank_holiday(christmas) == "Christmas Day"
    assert [shift.person for shift in shifts([usual], [], christmas, LONDON)] == [7]
    assert [shift.person for shift in shifts([usual, holiday], [], christmas, LONDON)] == [8]


def test_a_swap_is_for_its_day_alone_and_may_leave_nobody():
    day = date(2026, 11, 7)
    (stand_in,) = shifts([night()], [Swap(1, day, 9)], day, LONDON)
    assert (stand_in.person, stand_in.swapped) == (9, True)
    assert shifts([night()], [Swap(1, day, None)], day, LONDON) == []
    assert [shift.person for shift in shifts([night()], [Swap(1, day, 9)], date(2026, 11, 14), LONDON)] == [7]


def test_the_people_on_duty_are_those_of_the_rota_and_without_one_all_who_hold_the_role(wexmouth, sol, tess, noon):
    assert [each.name for each in people_on_duty(wexmouth, "supervisor", noon).people] == ["Sol Reyes"]
    put_on(tess, tess, noon)
    now = people_on_duty(wexmouth, "supervisor", noon)
    assert ([each.name for each in now.people], now.is_gap) == (["Tess Moran"], False)
    assert people_on_duty(wexmouth, "supervisor", datetime(2025, 11, 3, 22, tzinfo=UTC)).is_gap


def test_a_swap_puts_somebody_else_on_duty_and_a_second_one_replaces_it(wexmouth, sol, tess, noon):
    duty = put_on(tess, tess, noon)[0]
    swap_duty(duty_id=duty.pk, day=MONDAY, instead_id=None, reason="Ill", by=tess, at=noon)
    assert people_on_duty(wexmouth, "supervisor", noon).is_gap
    swap_duty(duty_id=duty.pk, day=MONDAY, instead_id=sol.user_id, reason="Sol stands in", by=tess, at=noon)
    assert [each.name for each in people_on_duty(wexmouth, "supervisor", noon).people] == ["Sol Reyes"]


def test_a_duty_ends_after_its_last_day_and_the_past_stays(wexmouth, tess, noon):
    duty = put_on(tess, tess, noon)[0]
    with pytest.raises(Refusal) as past:
        end_duty(duty_id=duty.pk, last_day=date(2025, 10, 1), by=tess, at=noon)
    end_duty(duty_id=duty.pk, last_day=MONDAY, by=tess, at=noon)
    with pytest.raises(Refusal) as ended:
        end_duty(duty_id=duty.pk, last_day=MONDAY, by=tess, at=noon)
    assert (past.value.code, ended.value.code) == ("day-past", "duty-ended")


def test_before_a_rota_begins_everybody_is_told_and_a_free_day_after_that_is_a_gap(wexmouth, sol, tess, noon):
    add_duties(
        person_id=tess.user_id,
        role="supervisor",
        weekdays=[2],
        starts=time(7),
        ends=time(19),
        begins_on=date(2025, 11, 5),
        by=tess,
        at=noon,
    )
    assert [each.name for each in people_on_duty(wexmouth, "supervisor", noon).people] == ["Sol Reyes"]
    (week,) = [role for role in rota_week(wexmouth, MONDAY, noon)["roles"] if role["role"] == "supervisor"]
    assert [nobody(day) for day in week["days"][:4]] == [[], [], ["00:00–07:00", "19:00–24:00"], ["all day"]]
    assert [day["kept"] for day in week["days"][:3]] == [False, False, True]


def test_only_who_may_act_in_a_role_is_put_on_duty_and_who_no_longer_may_is_not_there(wexmouth, amina, sol, tess, noon):
    duty = put_on(sol, tess, noon)[0]
    for refused in (
        lambda: put_on(amina, tess, noon),
        lambda: swap_duty(duty_id=duty.pk, day=MONDAY, instead_id=amina.user_id, reason="Ill", by=tess, at=noon),
    ):
        with pytest.raises(Refusal) as unable:
            refused()
        assert unable.value.code == "person-unable"
    Membership.objects.filter(user_id=sol.user_id).update(role="agent")
    assert people_on_duty(wexmouth, "supervisor", noon).is_gap
    (week,) = [role for role in rota_week(wexmouth, MONDAY, noon)["roles"] if role["role"] == "supervisor"]
    assert nobody(week["days"][0]) == ["all day"]


def test_only_those_in_charge_set_the_rota_and_only_of_their_own_centre(wexmouth, sol, amina, tess, charlie, noon):
    with pytest.raises(NotAllowed):
        put_on(sol, amina, noon)
    with pytest.raises(Refusal) as stranger:
        put_on(charlie, tess, noon)
    duty = put_on(sol, tess, noon)[0]
    with pytest.raises(NotFound):
        swap_duty(duty_id=duty.pk, day=MONDAY, instead_id=None, reason="Ill", by=charlie, at=noon)
    with pytest.raises(Refusal) as twice:
        put_on(sol, tess, noon)
    assert (stranger.value.code, twice.value.code) == ("person-unknown", "duty-stands")
    assert RotaDuty.objects.count() == 7


def test_the_week_shows_turns_gaps_and_holidays(wexmouth, tess, noon):
    put_on(tess, tess, noon)
    week = rota_week(wexmouth, MONDAY, noon)
    supervisor = next(role for role in week["roles"] if role["role"] == "supervisor")
    assert [turn["person"] for turn in supervisor["days"][0]["turns"]] == ["Tess Moran"]
    assert supervisor["days"][0]["turns"][0]["now"]
    assert nobody(supervisor["days"][0]) == ["00:00–07:00", "19:00–24:00"]
    assert dict(rota_week(wexmouth, date(2025, 12, 25), noon)["days"])[date(2025, 12, 25)] == "Christmas Day"
