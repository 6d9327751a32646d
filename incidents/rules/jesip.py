"""Deciding and briefing together: the five steps of the joint decision model, and the seven parts of IIMARCH (JESIP)."""

from collections.abc import Mapping

# Source: JESIP, Joint Decision Model.
JDM = {
    "gather": "Gather information and intelligence",
    "assess": "Assess risks and develop a working strategy",
    "powers": "Consider powers, policies and procedures",
    "options": "Identify options and contingencies",
    "act": "Take action and review what happened",
}

# Source: JESIP, IIMARCH.
IIMARCH = {
    "information": "Information",
    "intent": "Intent",
    "method": "Method",
    "administration": "Administration",
    "risk_assessment": "Risk assessment",
    "communications": "Communications",
    "humanitarian": "Humanitarian issues",
}
NEEDED = ("information", "intent", "method", "risk_assessment")
_SHARED = "\n\nINTENT\n"


def own_task(task: str) -> str:
    """What a crew was told to do by itself, without what an earlier briefing to all of them added."""
    return task.partition(_SHARED)[0]


def as_crew_brief(briefing: Mapping[str, str], *, task: str, place: str) -> dict[str, str]:
    """IIMARCH in the six parts of a crew's brief. The crew keeps its own task and place; all seven parts reach it."""
    return {
        "what_happened": briefing["information"],
        "place_and_access": place,
        "hazards": briefing["risk_assessment"],
        "task": f"{own_task(task)}{_SHARED}{briefing['intent']}\n\nMETHOD\n{briefing['method']}",
        "limits": _lines(briefing, "administration", "humanitarian"),
        "report_back": briefing["communications"],
    }


def _lines(briefing: Mapping[str, str], *parts: str) -> str:
    return "\n\n".join(f"{IIMARCH[part].upper()}\n{briefing[part]}" for part in parts if briefing[part])


def decision_text(decision: str, steps: Mapping[str, str], decided_by: str) -> str:
    """A joint decision as the log shows it: what, by whom, and each step that was weighed."""
    weighed = [f"{words}: {steps[code]}" for code, words in JDM.items() if steps.get(code)]
    return "\n".join([f"{decision} (decided by {decided_by})", *weighed])
