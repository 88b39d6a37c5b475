"""The figures of the ROI page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from analytics.charts.frame import axis, layout

# On a logarithmic axis nothing has no place: what came back as 0 is drawn here.
LEAST = 0.05
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
Money = Sequence[Decimal | None]


def revenue_and_spend(
    days: Sequence[date],
    revenue: Money,
    spend: Money,
    previous: Money,
    *,
    words: dict[str, str],
    currency: str,
    by_month: bool = False,
) -> dict[str, Any]:
    """Revenue as a line with its area, spend as bars, the period before as a dotted line.

    Shapes  days, revenue and spend have one value per bucket; previous may be shorter or
            longer (months differ) and is cut to the same number of buckets.
    Words   "revenue", "spend", "previous": the names in the reader's language.
    """
    x = [day.isoformat() for day in days]
    bars = {"type": "bar", "y": _floats(spend), "name": words["spend"], "meta": {"marker": "--c2"}}
    area = {
        **_line(_floats(revenue), words["revenue"], width=2.25),
        "mode": "lines" if len(x) > 1 else "markers",
        "fill": "tozeroy",
        "meta": {"line": "--c1", "fill": "--c1-soft"},
    }
    traces: list[dict[str, Any]] = [{**bars, "marker": {"cornerradius": 3}}, area]
    if previous:
        before = _line(_floats(previous)[: len(x)], words["previous"], width=1.5)
        before["line"]["dash"] = "dot"
        traces.append({**before, "meta": {"line": "--c-muted"}})
    for trace in traces:
        trace |= {"x": x[: len(trace["y"])], "hovertemplate": f"%{{y:,.2f}} {currency}"}
    return {
        "data": traces,
        "layout": layout(
            hovermode="x unified",
            bargap=0.45,
            xaxis=axis(type="date", nticks=7, tickformat="%b %Y" if by_month else "%-d %b"),
            yaxis=axis(showgrid=True, nticks=5, tickformat="~s", rangemode="tozero"),
        ),
    }


def _line(y: list[float | None], name: str, width: float) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "y": y, "name": name, "line": {"width": width}}


def return_on_spend(names: Sequence[str], roas: Sequence[Decimal]) -> dict[str, Any]:
    """Money back per unit spent, one bar each, the best on top; break-even is marked.

    Shapes  n names and n values >= 0, the best first. The axis is logarithmic, so that
            0.5× and 40× are both readable.
    """
    values = [float(value) for value in roas][::-1]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(values))),
        "x": [max(value, LEAST) for value in values],
        "text": [f"{value:.1f}×" for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": list(names)[::-1],
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
        "marker": {"cornerradius": 3},
        "meta": {"posneg": ["--c2" if value < 1 else "--c1" for value in values]},
    }
    return {
        "data": [bars],
        "layout": layout(
            height=max(200, 34 * len(values) + 40),
            margin={"l": 8, "r": 44, "t": 4, "b": 24},
            bargap=0.38,
            xaxis=axis(type="log", tickvals=list(TICKS), ticktext=[f"{tick:g}×" for tick in TICKS]),
            yaxis=axis(
                automargin=True,
                tickvals=list(range(len(values))),
                ticktext=[_short(name) for name in names][::-1],
            ),
            shapes=[_break_even()],
        ),
    }


def _break_even() -> dict[str, Any]:
    """A dashed upright line where money back equals money spent."""
    place = {"x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "layer": "below", "line": {"width": 1, "dash": "dash"}, **place}


def _short(name: str, most: int = 22) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _floats(values: Money) -> list[float | None]:
    """Drawing needs no cents' exactness; unknown stays a gap."""
    return [None if value is None else float(value) for value in values]
