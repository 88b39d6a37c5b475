"""Every metric the product shows: add one by writing its file, its line here and its docs."""

from analytics.metrics import (
    average_deal,
    cac,
    click_to_lead,
    conversion_rate,
    cost_per_result,
    cpc,
    cpl,
    cpm,
    ctr,
    roas,
    roi,
    visit_to_lead,
)
from analytics.metrics.metric import Metric

METRICS: dict[str, Metric] = {
    module.METRIC.key: module.METRIC
    for module in (
        roi,
        roas,
        cpl,
        cac,
        ctr,
        cpc,
        cpm,
        click_to_lead,
        visit_to_lead,
        conversion_rate,
        average_deal,
        cost_per_result,
    )
}
