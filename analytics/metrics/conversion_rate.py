"""Lead to customer: how many customers were won for each lead of the period."""

from decimal import Decimal

from analytics.metrics.metric import Metric, Unit
from analytics.metrics.ratio import ratio
from analytics.wording import gettext_noop


def conversion_rate(customers: Decimal | None, leads: Decimal | None) -> Decimal | None:
    """customers / leads as a fraction.

    Units   Deals won in the period over leads created in it: a flow, not a cohort.
    Errors  None when either is unknown or there were no leads.
    """
    return ratio(customers, leads)


METRIC = Metric(
    key="conversion_rate",
    label=gettext_noop("Lead to customer"),
    unit=Unit.FRACTION,
    sentence=gettext_noop("How many customers were won for each lead of the period."),
    formula="customers / leads",
    numerator="customers",
    denominator="leads",
    of=lambda totals: conversion_rate(totals.customers, totals.leads),
)
