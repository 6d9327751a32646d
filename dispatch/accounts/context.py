"""What every page knows: the person, the centre, and where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from dispatch.accounts.doors import person_behind
from dispatch.accounts.permissions import Act, may

# (URL name, label, key, the act that opens it)
PAGES = (
    ("desk", "Desk", "d", Act.TAKE_CONTACT),
    ("board", "Board", "b", Act.WATCH),
    ("units", "Units", "u", Act.WATCH),
    ("reviews", "Reviews", "r", Act.READ_LOG),
    ("support", "Support", "s", Act.SIGN_SUPPORT),
    ("procedures", "Procedures", "p", Act.READ_PROCEDURES),
    ("kpis", "Figures", "k", Act.SEE_FIGURES),
    ("shift", "Shift", "", Act.WATCH),
    ("drills", "Drills", "", Act.ENTER_DRILL),
    ("rota", "Rota", "", Act.WATCH),
    ("site-notes", "Site notes", "", Act.WATCH),
    ("inbox", "Inbox", "", Act.SEE_INBOX),
    ("health", "Health", "", Act.SEE_HEALTH),
    ("walls", "Big screens", "", Act.SET_WALLS),
    ("paper", "Paper", "", Act.LOG_INCIDENT),
)
# Pages that belong to one of these, and stand beside it.
BESIDE = {"shift": ("handover",), "procedures": ("recalls", "trials", "services", "law", "knowledge")}


def console(request: HttpRequest) -> dict[str, Any]:
    """``console``: person, role, centre, demo flag, version, navigation and what the person may do."""
    common = {"demo": settings.DEMO, "version": settings.VERSION}
    staff = person_behind(request) if hasattr(request, "user") else None
    if staff is None:
        return {"console": {**common, "person": None, "nav": []}}
    nav = [
        {
            "url": reverse(name),
            "label": label,
            "key": key,
            "current": request.path.startswith(tuple(reverse(each) for each in (name, *BESIDE.get(name, ())))),
        }
        for name, label, key, act in PAGES
        if may(staff, act, staff)
    ]
    return {
        "console": {
            **common,
            "person": staff.name,
            "user_id": staff.user_id,
            "role": staff.role.value,
            "role_label": staff.role.label,
            "centre": staff.centre.name,
            "centre_id": staff.centre_id,
            "drill": staff.centre.is_training_room,
            "centre_time_zone": staff.centre.time_zone,
            "nav": nav,
            "simulator": may(staff, Act.RUN_SIMULATOR, staff) and not staff.centre.is_training_room,
            "can": {act.name.lower(): may(staff, act, staff) for act in Act},
        }
    }
