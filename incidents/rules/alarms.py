"""How alarms go on until somebody takes them: the policy, who is next, how loud."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

REPEAT_AFTER_S = 60  # seconds until an alarm that nobody takes goes on; our own proposal


class Step(NamedTuple):
    """One level of a policy: the role that is told, and the seconds it has to take the alarm."""

    role: str
    wait_s: int


# Where a centre has set no policy of its own. The last step repeats, and the alarm stays red, until somebody takes it.
USUAL_STEPS = (
    Step("dispatcher", REPEAT_AFTER_S),
    Step("supervisor", REPEAT_AFTER_S),
    Step("duty_manager", 120),
    Step("strategic_lead", 900),
)
LEAST_WAIT_S, MOST_WAIT_S = 15, 3600

# What makes a person pass something upwards (CC38 1.7, 3.5).
BOUNDARIES = {
    "authority": "Outside my authority",
    "resources": "Not enough units or skills",
    "risk": "The risk is rising",
    "time": "A time limit will be missed",
    "dispute": "A disagreement or complaint",
    "other": "Something else",
}


def boundary_words(code: str) -> str:
    """A boundary in words; empty where it says nothing by itself."""
    return "" if code == "other" else BOUNDARIES.get(code, "")


class Ready(NamedTuple):
    """Words that are ready when somebody escalates: what must be decided, and the boundary that was most likely met."""

    what: str
    boundary: str


# By the incident's stage; "{it}" is "this P1".
READY = {
    "assessing": Ready("The questions about {it} are not finished: what is done meanwhile?", "authority"),
    "to_send": Ready("Nobody has been sent to {it} yet: whom do we send?", "resources"),
    "alerted": Ready("No crew is on its way to {it} yet: wait, or send another?", "time"),
    "en_route": Ready("No crew has reached {it} yet: wait, or send another?", "time"),
    "at_scene": Ready("A crew is at {it} and it is not safe yet: what more is needed?", "risk"),
    "to_close": Ready("The work at {it} is over: can it be closed?", "authority"),
}
READY_LATE = Ready("Nobody was sent to {it} in time: whom do we send?", "time")
READY_DANGER = Ready("A crew at {it} is in danger: who takes charge?", "risk")


def ready_to_escalate(stage: str, priority: str, *, late: bool, danger: bool) -> Ready:
    """The words for an incident as it stands. ``late``: nobody was sent in time; ``danger``: a crew is in danger."""
    ready = READY_DANGER if danger else READY_LATE if late else READY.get(stage, READY["assessing"])
    return ready._replace(what=ready.what.format(it=f"this {priority}" if priority else "this incident"))


def role_words(role: str) -> str:
    """A role in words: duty_manager is "duty manager"."""
    return role.replace("_", " ")


def steps_from(role: str, policy: Sequence[Step]) -> list[Step]:
    """A policy from a role upwards. A role that it does not name is told first, and then everybody from the supervisor up."""
    roles = [step.role for step in policy]
    if role in roles:
        return list(policy[roles.index(role) :])
    above = roles.index("supervisor") if "supervisor" in roles else 0
    return [Step(role, REPEAT_AFTER_S), *policy[above:]]


def place_of(role: str, steps: Sequence[Step]) -> int:
    """Where an alarm has got to; the first step when its policy does not name the role."""
    return next((place for place, step in enumerate(steps) if step.role == role), 0)


def objection_to_steps(steps: Sequence[Mapping[str, object]], roles: Sequence[str]) -> str | None:
    """Why these cannot be a policy, as a sentence; None when they can."""
    named = [step.get("role") for step in steps]
    if not steps or len(set(named)) != len(named) or any(role not in roles for role in named):
        return "A policy names at least one role, and each only once."
    if named != sorted(named, key=lambda role: list(roles).index(str(role))):
        return "A policy goes upwards: dispatcher, supervisor, duty manager, strategic lead."
    if any(not (isinstance(wait := step.get("wait_s"), int) and LEAST_WAIT_S <= wait <= MOST_WAIT_S) for step in steps):
        return f"Each role has between {LEAST_WAIT_S} seconds and an hour."
    return None


# People may be in danger, or nobody is watching: these ring as loud as a life risk.
LOUD_CAUSES = frozenset(
    {
        "check_missed",
        "help_wanted",
        "clock_failed",
        "no_clock",
        "advice_recall",
        "not_sent",
        "mayday",
        "duress",
        "visit_wanted",
        "round_late",
        "major",
        "major_asked",
    }
)


def loudness(cause: str, priority: str) -> str:
    """How an alarm rings: "critical" for people at risk or a priority not yet known, "warning" otherwise."""
    return "critical" if cause in LOUD_CAUSES or priority in ("", "P1") else "warning"
