"""The looks that all figures share."""

from typing import Any


def axis(**more: Any) -> dict[str, Any]:
    return {"showgrid": False, "zeroline": False, "ticks": "", "fixedrange": True, **more}


def layout(*, height: int = 300, **more: Any) -> dict[str, Any]:
    frame = {"template": None, "height": height, "showlegend": False}
    return {**frame, "margin": {"l": 48, "r": 8, "t": 8, "b": 28}, **more}
