"""Procedures by keyboard in a real browser: written, reviewed, drawn, read before use; nothing typed is lost, nothing delays a send."""

import gzip
import json
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from incidents.rules.packs.writer import write_yaml
from tests.incidents.rules.foreign import TREE, foreign_pack
from tests.journeys.conftest import Console, Windows
from tests.journeys.test_pages import SignIn, look_in_three_themes

pytestmark = [pytest.mark.needs_chromium, pytest.mark.journey, pytest.mark.xdist_group("procedure-journeys")]


class Office:
    """REST as the author and the approver of the quiet demo."""

    def __init__(self, console: Console) -> None:
        self.author, self.approver, self.agent = (console.rest(name) for name in ("author", "approver", "agent"))

    def live(self, pack: str) -> dict[str, Any]:
        """The version in use."""
        found: dict[str, Any] = self.author.get(f"/procedures/versions/?status=live&pack={pack}").json()["results"][0]
        return found

    def draft(self, pack: str) -> int:
        """A draft of it."""
        return int(self.author.post(f"/procedures/versions/{self.live(pack)['id']}/drafts/", json={}).json()["id"])

    def text(self, draft: int) -> dict[str, Any]:
        """Its text as it stands."""
        found: dict[str, Any] = self.author.get(f"/procedures/versions/{draft}/").json()
        return found

    def write(self, draft: int, path: list[str | int], value: Any) -> httpx.Response:
        """Change one part of it."""
        edit = {"op": "set", "path": path, "value": value}
        return self.author.post(f"/procedures/versions/{draft}/text/", json={"revision": self.text(draft)["revision"], "edits": [edit]})

    def to_approval(self, draft: int) -> None:
        """Put it up, and record that somebody was asked and agreed."""
        at = f"/procedures/versions/{draft}"
        assert self.author.post(f"{at}/review/", json={}).status_code == 201
        asked = self.author.post(f"{at}/consultations/", json={"who": "Fire service"}).json()["id"]
        assert self.author.post(f"{at}/consultations/{asked}/", json={"stance": "supports", "said": "Good."}).status_code == 201

    def to_live(self, draft: int) -> None:
        """All the way into use."""
        at = f"/procedures/versions/{draft}"
        self.to_approval(draft)
        assert self.approver.post(f"{at}/approval/", json={}).status_code == 201
        for name in self.text(draft)["missing_local_values"]:
            self.approver.post(f"{at}/local-values/", json={"name": name, "value": "As agreed"})
        assert self.approver.post(f"{at}/use/", json={}).status_code == 201


@pytest.fixture(scope="module")
def office(quiet_console: Console) -> Office:
    return Office(quiet_console)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_procedure_is_written_by_keyboard_and_every_word_is_kept(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    draft, page = office.draft("lone-worker-security"), sign_in(quiet_console, "author")
    page.goto(f"{quiet_console.url}/procedures/versions/{draft}")
    press(page, "e")
    page.wait_for_url("**/text")
    page.goto(f"{quiet_console.url}/procedures/versions/{draft}/text?type=0")
    ask = page.get_by_label("Ask", exact=True).first
    ask.focus()
    press(page, "Control+a", "Delete")
    expect(page.get_by_text("is empty: write something.")).to_be_visible()
    expect(page.locator("[data-finding-count]")).to_have_text("1 error")
    page.keyboard.type("Can you hear a fight?")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    expect(page.locator("[data-next-finding]")).to_be_hidden()
    assert office.text(draft)["text"]["incident_types"][0]["tree"]["nodes"][0]["ask"] == "Can you hear a fight?"
    page.get_by_role("button", name="Add a question").focus()
    press(page, "Enter")
    page.wait_for_load_state()
    expect(page.get_by_role("group", name="Question 4")).to_be_focused()
    expect(page.get_by_text("can never be reached.")).to_be_visible()
    page.get_by_role("group", name="Question 4").get_by_role("button", name="Remove the question").focus()
    press(page, "Enter")
    expect(page.get_by_role("group", name="Question 4")).to_have_count(0)


def test_the_second_of_two_authors_is_told_and_loses_nothing(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    draft, page = office.draft("lone-worker-security"), sign_in(quiet_console, "author")
    page.goto(f"{quiet_console.url}/procedures/versions/{draft}/text?type=0")
    title, code = page.get_by_label("Title"), page.get_by_label("Everyday words")
    office.write(draft, ["incident_types", 0, "title"], "What the other author wrote")
    code.focus()
    page.keyboard.type("sos\n")  # another field than the other author's: simply taken
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    title.fill("What I wrote")
    expect(page.get_by_text("Somebody else wrote “What the other author wrote” here meanwhile.")).to_be_visible()
    expect(title).to_have_value("What I wrote")
    page.get_by_role("button", name="Use mine").focus()
    press(page, "Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    kind = office.text(draft)["text"]["incident_types"][0]
    assert kind["title"] == "What I wrote" and "sos" in " ".join(kind["everyday_words"])


def test_what_was_typed_without_a_connection_is_written_later(
    quiet_console: Console, office: Office, sign_in: SignIn, windows: Windows
) -> None:
    draft, page = office.draft("lone-worker-security"), sign_in(quiet_console, "author")
    address = f"{quiet_console.url}/procedures/versions/{draft}/text?type=0"
    page.goto(address)
    page.route("**/text/", lambda route: route.fulfill(status=503, body="{}"))
    page.get_by_label("Title").fill("Typed while the server was away")
    expect(page.locator("[data-saved]")).to_contain_text("Your words are kept")
    page.on("dialog", lambda asked: asked.accept())
    page.unroute("**/text/")
    page.goto(address)
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    assert office.text(draft)["text"]["incident_types"][0]["title"] == "Typed while the server was away"
    windows.troubles[:] = [each for each in windows.troubles if "503" not in each]


def test_an_approver_signs_by_keyboard_and_puts_it_to_use(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    draft = office.draft("first-contact-999")
    office.to_approval(draft)
    for name in office.text(draft)["missing_local_values"]:
        office.approver.post(f"/procedures/versions/{draft}/local-values/", json={"name": name, "value": "As agreed"})
    page = sign_in(quiet_console, "approver")
    page.goto(f"{quiet_console.url}/procedures")
    press(page, "w")
    page.wait_for_url(f"**/versions/{draft}")
    press(page, "a")
    page.keyboard.type("Read twice.")
    press(page, "Control+Enter")
    expect(page.get_by_role("button", name="Put it to use")).to_be_enabled()
    press(page, "u")
    expect(page.locator(".page-head [data-stage=live]")).to_be_visible()
    assert office.text(draft)["approved_by"] and office.live("first-contact-999")["id"] == draft


def test_a_tree_is_walked_with_the_arrow_keys(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    page = sign_in(quiet_console, "author")
    page.goto(f"{quiet_console.url}/procedures/versions/{office.live('first-contact-999')['id']}/types/ROAD-INCIDENT/tree")
    side = page.locator("[data-tree-detail]")
    first = side.inner_text()
    press(page, "ArrowRight", "ArrowRight")
    expect(page.locator("[data-box]:focus")).to_have_count(1)
    assert side.inner_text() != first
    seen = {page.locator("[data-box]:focus").get_attribute("data-box")}
    press(page, "Home")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp"):
        press(page, key)
        seen.add(page.locator("[data-box]:focus").get_attribute("data-box"))
    assert len(seen) >= 4
    expect(side).to_contain_text((page.locator("[data-chosen] .box__words").first.text_content() or "")[:12])


@pytest.mark.skipif(not TREE.exists(), reason="needs the foreign tree: set FOREIGN_TREE")
def test_a_tree_of_358_nodes_is_gone_into_by_keyboard(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    assert json.loads(gzip.decompress(TREE.read_bytes()))["nodes"]
    text = write_yaml(foreign_pack())
    made = office.author.post("/procedures/versions/", json={"file": "legal.yaml", "yaml": text}).json()
    page = sign_in(quiet_console, "author")
    page.goto(f"{quiet_console.url}/procedures/versions/{made['id']}/types/LEGAL-ADVICE/tree")
    press(page, "ArrowRight", "ArrowRight", "Enter")
    page.wait_for_url("**at=n*")
    expect(page.get_by_role("navigation", name="The way here")).to_be_visible()
    assert look_in_three_themes(page) == []


def begin_flood(office: Office) -> str:
    """A flood in Harbour Lane, its first question not answered yet; the desk's address of it."""
    body = {"type": "FLOOD", "summary": "Water in the street", "place": {"text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98}}
    return f"/desk?incident={office.agent.post('/incidents/', json=body).json()['reference']}"


def test_a_changed_procedure_is_read_with_one_key_and_delays_no_send(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    draft = office.draft("council-utility-ooh")
    kinds = office.text(draft)["text"]["incident_types"]
    place = next(number for number, kind in enumerate(kinds) if kind["code"] == "FLOOD")
    office.write(draft, ["incident_types", place, "tree", "nodes", 0, "ask"], "Who is in the water?")
    office.to_live(draft)
    page = sign_in(quiet_console, "agent")
    page.goto(quiet_console.url + begin_flood(office))
    reading = page.get_by_role("region", name="What changed: Flooding or water coming in")
    expect(reading).to_be_focused()
    expect(reading).to_contain_text("Who is in the water?")
    expect(page.locator("[data-question-box] .question")).to_be_hidden()
    assert look_in_three_themes(page) == []
    press(page, "F9")
    expect(page.locator("[data-send-no]")).to_contain_text("Press again to send it now")
    press(page, "F9")  # sent while the changes stand there unread
    expect(page.locator("[data-head-stage]")).to_contain_text("alerted")
    expect(reading).to_contain_text("Help is on its way")
    press(page, "0")
    expect(reading).to_have_count(0)
    assert office.agent.get("/procedures/readings/").json()["results"] == []
    page.goto(quiet_console.url + begin_flood(office))
    expect(page.locator("[data-question-box] .question")).to_be_visible()


def test_the_screens_of_procedures_are_sound(quiet_console: Console, office: Office, sign_in: SignIn) -> None:
    draft = office.draft("council-utility-ooh")
    office.write(draft, ["incident_types", 0, "tree", "nodes", 0, "answers", 0, "go"], "nowhere")
    live = office.live("council-utility-ooh")["id"]
    page, found = sign_in(quiet_console, "author"), []
    shown = ["/procedures", "/procedures/file", "/procedures?words=zzz", f"/procedures/versions/{draft}", f"/procedures/versions/{live}"]
    shown += [f"/procedures/versions/{draft}/text", f"/procedures/versions/{draft}/text?type=0", "/procedures/FLOOD/changes"]
    shown += [f"/procedures/versions/{live}/types/FLOOD/{view}" for view in ("tree", "paths", "paths?words=zzz")]
    for path in shown:
        page.goto(quiet_console.url + path)
        found += look_in_three_themes(page)
    assert found == []
