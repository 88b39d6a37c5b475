"""/ui-kit: every part of the interface on one page, to look at and to copy from."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import render_page
from clmsite.kernel.toasts import toast

VISITS = [52, 61, 58, 70, 64, 81, 77, 90, 84, None, 96, 104]
SPEND = [30, 30, 34, 34, 38, 38, 38, 42, 42, 42, 44, 44]
ROWS = [
    {
        "name": "Spring launch",
        "channel": "Paid Search",
        "spend": 12400,
        "revenue": 58900,
        "won": 31,
    },
    {"name": "کمپین پاییز", "channel": "Email", "spend": 480, "revenue": 19800, "won": 11},
    {"name": "Podcast sponsorship", "channel": "Audio", "spend": 7600, "revenue": 3900, "won": 2},
    {"name": "Word of mouth", "channel": "Referral", "spend": None, "revenue": 13250, "won": 8},
]


class SampleForm(forms.Form):
    """One of each control, with a rule that can be broken."""

    name = forms.CharField(label=_("Name"), help_text=_("As it should read in reports."))
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("email", _("Email")), ("paid", _("Paid search"))]
    )
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    budget = forms.DecimalField(label=_("Budget"), min_value=0)
    hypothesis = forms.CharField(label=_("Hypothesis"), required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=_("Kind"), widget=forms.RadioSelect, choices=[("a", _("Online")), ("b", _("Offline"))]
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("leads", _("Leads")), ("won", _("Customers")), ("revenue", _("Revenue"))],
    )
    notify = forms.BooleanField(label=_("Tell me when it starts"), required=False)
    costs = forms.FileField(label=_("Costs"), required=False, help_text=_("A CSV file."))


def sample_figure() -> dict[str, Any]:
    """Visits and spend per month, coloured by token names; charts.js resolves them."""
    months = [f"2026-{month:02}-01" for month in range(1, 13)]
    line = {"line": {"width": 2.25}, "meta": {"line": "--c1", "fill": "--c1-soft"}}
    axis = {"zeroline": False, "ticks": ""}
    figure = go.Figure()
    visits = str(_("Visits"))
    figure.add_scatter(x=months, y=VISITS, name=visits, mode="lines", fill="tozeroy", **line)
    figure.add_bar(x=months, y=SPEND, name=str(_("Spend")), meta={"marker": "--c2"})
    figure.update_layout(
        template=None,
        height=300,
        showlegend=False,
        bargap=0.5,
        margin={"l": 40, "r": 8, "t": 8, "b": 28},
        hovermode="x unified",
        xaxis={**axis, "showgrid": False, "nticks": 7, "tickformat": "%b"},
        yaxis={**axis, "nticks": 5},
    )
    return json.loads(figure.to_json())


@allowed("any")
@require_http_methods(["GET", "HEAD", "POST"])
def ui_kit(request: HttpRequest) -> HttpResponse:
    """All parts; a post shows the form's errors, or a toast with an undo."""
    form = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and ("toast" in request.POST or form.is_valid()):
        toast(request, _("Saved. Nothing was really changed."), undo_url=request.path)
        return HttpResponseRedirect(reverse("ui_kit"))
    context = {
        "form": form,
        "rows": ROWS,
        "visits": VISITS,
        "figure": sample_figure(),
        "figure_rows": [(f"2026-{i + 1:02}", v, SPEND[i]) for i, v in enumerate(VISITS)],
        "figure_head": [_("Month"), _("Visits"), _("Spend")],
        "funnel": [(_("Leads"), 1379, 1), (_("Qualified"), 520, 0.38), (_("Won"), 123, 0.09)],
        "someday": date(2026, 11, 21),
        "sometime": datetime(2026, 11, 21, 14, 5, tzinfo=UTC),
        "amount": Decimal("58705.23"),
        "unknown": None,
        "hues": ["Ada King", "Ben Ode", "Cleo Diaz", "Dara Fox", "Eli Grant", "Fay Hill"],
    }
    status = 422 if form.errors else 200
    return render_page(request, "ui_kit.html", context, partial="forms", status=status)
