"""What axe finds on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def axe_finds(page: Page, *within: str, **options: object) -> list[str]:
    """Every violation with the page and the first element that has it; empty when there is none.

    Args:
        within: selectors of what is looked at; the whole page without any.
        options: what axe is told beside, such as the rules to run.
    """
    context = {"include": [[each] for each in within]} if within else None
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
