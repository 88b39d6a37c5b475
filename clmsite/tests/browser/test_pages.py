"""Every page, light and dark, both reading directions, 1440 to 320 px."""

import pytest

from clmsite.tests.browser.conftest import World
from clmsite.tests.browser.harness import check_page
from clmsite.tests.browser.pages import ANONYMOUS, PageName, page_names

pytestmark = pytest.mark.browser

PAGES = page_names()
# What the pages with arguments are opened with: things of world.py.
ABOUT: dict[str, tuple[str, ...]] = {
    "accept": ("invitation",),
    "analytics:campaign": ("campaign",),
    "analytics:channel": ("channel",),
    "analytics:conversion": ("conversion",),
    "analytics:next_campaign": ("campaign",),
    "analytics:rows": ("what", "of"),
    "campaigns:campaign": ("campaign",),
    "campaigns:campaign_edit": ("campaign",),
    "campaigns:link": ("link",),
    "campaigns:link_edit": ("link",),
    "campaigns:spend_edit": ("spend",),
    "imports:columns": ("fresh_import",),
    "imports:job": ("import",),
    "leads:deal": ("deal",),
    "leads:deal_lose": ("deal",),
    "leads:deal_win": ("deal",),
    "leads:form": ("form",),
    "leads:form_hosted": ("form_key",),
    "leads:form_submissions": ("form",),
    "leads:lead": ("lead",),
    "leads:lead_reject": ("lead",),
    "leads:site": ("site",),
}


@pytest.mark.parametrize("page_name", PAGES, ids=lambda page: page.name)
def test_a_page_has_no_fault(page_name: PageName, world: World, signed_in_page):
    arguments = []
    if page_name.arguments:
        assert page_name.name in ABOUT, (
            f"say in ABOUT (or NOT_PAGES) what {page_name.name} is to be opened with"
        )
        arguments = [world.things[thing] for thing in ABOUT[page_name.name]]
    page = signed_in_page("" if page_name.name in ANONYMOUS else "administrator")

    faults = check_page(page, world.address(page_name.name, *arguments))

    assert not faults.found, str(faults)


def test_a_missing_page_says_so_in_our_style(world: World, signed_in_page):
    faults = check_page(signed_in_page("rep"), f"{world.base}/no-such-page", status=404)

    assert not faults.found, str(faults)
