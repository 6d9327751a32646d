"""Two escalations told over REST in simulated time: reported but never sent, and a level that nobody takes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import NOON, Rest, let_time_pass


@pytest.fixture
def after(monkeypatch) -> Callable[[float], datetime]:
    """Let so many seconds pass since noon; every clock on the way rings at its own instant."""

    def pass_to(seconds: float) -> datetime:
        at = NOON + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: at)
        let_time_pass(at)
        return at

    pass_to(0)
    return pass_to


def of_incident(client, reference: str) -> tuple[dict, list[dict]]:
    """The incident on the board, and its alarms there."""
    board = client.get("board/").json()
    (card,) = [each for each in board["incidents"] if each["reference"] == reference]
    return card, [alarm for alarm in board["alarms"] if alarm["incident"] == reference]


def test_reported_but_never_sent_is_red_until_somebody_is_sent(as_amina, as_sol, gas_to_send, van, after):
    reference = gas_to_send.reference
    after(89)
    card, alarms = of_incident(as_sol, reference)
    assert (card["not_sent"], card["clock"]["what"], alarms) == (False, "Send a unit", [])
    after(90)
    card, (alarm,) = of_incident(as_sol, reference)
    assert (card["not_sent"], alarm["cause"], alarm["to_role"], alarm["loudness"]) == (True, "not_sent", "supervisor", "critical")
    assert as_sol.post(f"alarms/{alarm['id']}/taken/", {}).status_code == 200
    card, alarms = of_incident(as_sol, reference)
    assert (card["not_sent"], alarms) == (True, [])  # taking the alarm sends nobody
    after(90 + 299)
    assert [each["cause"] for each in of_incident(as_sol, reference)[1] if each["cause"] == "not_sent"] == []
    after(90 + 300)
    assert [each["cause"] for each in of_incident(as_sol, reference)[1] if each["cause"] == "not_sent"] == ["not_sent"]
    assert as_amina.post(f"incidents/{reference}/deployments/", {"units": [van.call_sign]}).status_code == 201
    card, _ = of_incident(as_sol, reference)
    assert (card["not_sent"], card["stage"]) == (False, "alerted")


def test_a_level_that_nobody_takes_goes_up_and_stays_red(as_amina, as_sol, gas, sol, tess, after):
    as_tess = Rest(tess)
    early = {"person": sol.user_id, "role": "supervisor", "days": "monday", "starts": "00:00", "ends": "06:00", "begins_on": "2025-01-06"}
    assert as_tess.post("rota/duties/", early).status_code == 201
    reference = gas.reference
    assert as_amina.post(f"incidents/{reference}/escalations/", {}).status_code == 201
    _, (alarm,) = of_incident(as_sol, reference)
    assert (alarm["what"], alarm["boundary"]) == (
        "The questions about this incident are not finished: what is done meanwhile?", "Outside my authority",
    )  # fmt: skip
    assert (alarm["to_role"], alarm["nobody"]) == ("duty_manager", "supervisor")  # nobody is there: it does not wait
    for seconds, role, repeats in ((119, "duty_manager", 0), (120, "strategic_lead", 1), (1020, "strategic_lead", 2)):
        after(seconds)
        (alarm,) = [each for each in of_incident(as_sol, reference)[1] if each["id"] == alarm["id"]]
        assert (alarm["to_role"], alarm["repeats"], alarm["taken_by"]) == (role, repeats, None)
    assert as_amina.post(f"alarms/{alarm['id']}/taken/", {}).status_code == 403  # an agent cannot silence it
    assert as_tess.post(f"alarms/{alarm['id']}/taken/", {}).json()["taken_by"] == "Tess Moran"
    late = as_sol.post(f"alarms/{alarm['id']}/taken/", {})
    assert (late.status_code, late.json()["detail"]) == (409, "Tess Moran has taken this alarm.")
    after(7200)
    assert alarm["id"] not in [each["id"] for each in of_incident(as_sol, reference)[1]]
