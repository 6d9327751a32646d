"""Every page opens with something on it, on whichever database the tests run: its own queries are SQL that both understand."""

import pytest
from django.test import Client

from dispatch.accounts.models import Role, User
from tests.architecture.routes import API, patterns
from tests.factories import make_person

NO_PAGES = {"sign-in/demo/", "sign-out/", "drills/leave", "healthz"}
KNOWN = ("<slug:name>", "<str:reference>", "<str:code>", "<int:version_id>")


def plain(route: str, known: dict[str, object]) -> str:
    """The route with whatever of it is known."""
    for name, value in known.items():
        route = route.replace(name, str(value))
    return route


ROUTES = [route for route, _ in patterns() if not route.startswith(API) and route not in NO_PAGES]
PAGES = [route for route in ROUTES if "<" not in plain(route, dict.fromkeys(KNOWN, ""))]


@pytest.fixture
def people(wexmouth) -> list[Client]:
    """Somebody of every role, signed in."""
    clients = []
    for role in Role:
        client = Client()
        client.force_login(User.objects.get(pk=make_person(wexmouth, f"p-{role}", f"A {role.label}", role).user_id))
        clients.append(client)
    return clients


def test_every_page_opens_for_somebody(people, sent, flood, call):
    incident = sent.incident
    known = dict(zip(KNOWN, ("answer_time", incident.reference, incident.type_code, incident.pack_id), strict=True))

    def opens(route: str) -> bool:
        return any(client.get(f"/{plain(route, known)}", follow=True).status_code == 200 for client in people)

    assert len(PAGES) > 30 and [route for route in PAGES if not opens(route)] == []
