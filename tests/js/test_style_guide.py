"""The style guide stands for every component: accessible in three themes, large enough to hit, strict about what it loads."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.needs_chromium

THEMES = ("dark", "light", "contrast")
LEAST_TARGET = 24
# A link within a sentence is exempt from target size (WCAG 2.5.8, inline). A tick box counts with its label.
SMALL_TARGETS = """(least) => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.closest('.prose, .heard-only, .skip-link'))
  .map((element) => [element, (element.matches('[type=radio], [type=checkbox]') && element.closest('.choice, label')) || element])
  .filter(([, target]) => { const box = target.getBoundingClientRect(); return Math.min(box.width, box.height) < least - 0.1; })
  .map(([element]) => element.outerHTML.slice(0, 120))"""
FLASHING = """() => [...document.querySelectorAll('*')]
  .filter((element) => getComputedStyle(element).animationName === 'flash')
  .map((element) => element.closest('.alarm').dataset.taken)"""


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(desk: BrowserContext, guide: str, theme: str) -> None:
    desk.add_cookies([{"name": "theme", "value": theme, "url": guide}])
    page = desk.new_page()
    page.goto(f"{guide}/styleguide/")
    assert page.locator("html").get_attribute("data-theme") == theme
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:100] for node in rule["nodes"]]) for rule in found] == []


def test_every_target_can_be_hit(page: Page) -> None:
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []


def test_the_check_of_targets_finds_a_small_one(page: Page) -> None:
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button class=\"tiny\">x</button>')")
    page.evaluate("document.querySelector('.tiny').style.height = '10px'")
    assert len(page.evaluate(SMALL_TARGETS, LEAST_TARGET)) == 1


def test_the_page_obeys_the_strict_policy_and_says_nothing_wrong(page: Page) -> None:
    page.wait_for_timeout(300)
    assert page.faults == []  # type: ignore[attr-defined]
    assert page.locator("[style], script:not([src])").count() == 0


def test_nothing_is_fetched_off_the_host(desk: BrowserContext, guide: str) -> None:
    page = desk.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{guide}/styleguide/")
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(guide)] == []


@pytest.mark.parametrize("width", [320, 683, 1366])
def test_the_page_reflows_without_scrolling_sideways(page: Page, width: int) -> None:
    """320 px is 1280 px at 400 % (WCAG 1.4.10); tables may scroll in themselves."""
    page.set_viewport_size({"width": width, "height": 768})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_flashes_when_motion_is_unwanted(page: Page) -> None:
    assert page.evaluate("getComputedStyle(document.querySelector('.alarm[data-taken=no] .icon')).animationName") == "flash"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.alarm[data-taken=no] .icon')).animationName") == "none"


def test_only_an_untaken_alarm_flashes(page: Page) -> None:
    assert set(page.evaluate(FLASHING)) == {"no"}


def test_the_chosen_theme_arrives_with_the_next_page(page: Page) -> None:
    page.locator("details[data-menu]:has([data-choose]) > summary").click()
    page.get_by_label("High contrast").check()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "contrast"
