"""What a page weighs over the wire, charts and fonts apart."""

import gzip
from urllib.parse import urlparse

import pytest

pytestmark = pytest.mark.browser

BUDGET = 90 * 1024
APART = ("/static/vendor/plotly", ".woff2")


@pytest.mark.parametrize("name", ["campaigns:list", "leads:list", "leads:board", "analytics:roi"])
def test_a_page_stays_light(name, world, signed_in_page):
    page = signed_in_page("manager")
    weights: dict[str, int] = {}

    def weigh(response):
        path = urlparse(response.url).path
        if response.ok and not any(part in path for part in APART):
            weights[path] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    page.goto(world.address(name), wait_until="networkidle")

    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:5]
    assert len(weights) > 5, "nothing was weighed"
    assert sum(weights.values()) <= BUDGET, heaviest
