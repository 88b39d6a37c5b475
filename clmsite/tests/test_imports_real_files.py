"""The two real files, imported and looked at: the pages show the files' own totals."""

import csv
import re
from decimal import Decimal

import pytest

from campaigns.models import Campaign
from clmsite.kernel import outbox
from clmsite.kernel.tests.importing import import_text
from clmsite.tests.shared_data import shared_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = {"first_day": "2026-10-01"}
OCTOBER = "period=custom&from=2026-10-01&to=2026-10-31"


def cells(page: str) -> list[str]:
    """The texts of a page, without its markup."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    return [part.strip() for part in re.sub(r"<[^>]+>", "\n", text).split("\n") if part.strip()]


def test_the_pages_show_the_totals_of_the_files(manager, client_of):
    spend = shared_file("facebook_ads/KAG_conversion_data.csv").read_bytes()
    leads = shared_file("x_education/Leads.csv").read_bytes()
    social = {"channel": {"constant": "paid_social"}}
    import_text("spend", spend, actor=manager, mapping=social, options=DAY)
    import_text(
        "leads", leads, actor=manager, mapping={"deal_amount": {"constant": "0"}}, options=DAY
    )
    outbox.run_all()
    client = client_of(manager)

    for group in ("campaign", "channel"):
        shown = cells(client.get(f"/analytics/roi?group={group}&{OCTOBER}").content.decode())
        assert "€58,705" in shown
        assert "38,165" in shown
        assert "9,240" in shown
        assert "3,561" in shown
        assert "not available" in shown
        assert not {"inf", "∞", "NaN"} & set(shown)

    exported = client.get(f"/analytics/roi?group=campaign&{OCTOBER}&format=csv")
    lines = csv.DictReader(b"".join(exported).decode("utf-8-sig").splitlines())
    assert sum(Decimal(line["spend"] or 0) for line in lines) == Decimal("58705.23")


def test_ads_with_results_and_no_spend_have_no_cost_per_result(manager, client_of):
    data = shared_file("facebook_ads/KAG_conversion_data.csv").read_bytes()
    social = {"channel": {"constant": "paid_social"}}
    import_text("spend", data, actor=manager, mapping=social, options=DAY)
    campaign = Campaign.objects.get(name="916")
    free = campaign.spend.filter(amount=Decimal(0), claimed_conversions__gt=0)
    assert free.count() > 0

    page = client_of(manager).get(f"/analytics/campaigns/{campaign.pk}?{OCTOBER}&page=3")

    shown = cells(page.content.decode())
    for ad in free:
        if ad.label in shown:
            row = shown[shown.index(ad.label) :][:12]
            assert "not available" in row, row
            break
    else:
        pytest.fail("no ad with results and no spend is on the last page")
