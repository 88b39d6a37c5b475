"""Every attribution model the product offers: add one by writing its file and its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from analytics.attribution.first_touch import first_touch
from analytics.attribution.journey import Journey, Params
from analytics.attribution.last_non_direct import last_non_direct
from analytics.attribution.last_touch import last_touch
from analytics.attribution.linear import linear
from analytics.attribution.position import position
from analytics.attribution.time_decay import time_decay
from analytics.wording import gettext_noop

Weigh = Callable[[Journey, Params], list[Decimal]]


@dataclass(frozen=True, slots=True)
class Model:
    """One way to share credit. `key` is stored with every credit and must never change."""

    key: str
    label: str
    sentence: str
    weigh: Weigh


_ALL = (
    Model(
        "first_touch",
        gettext_noop("First touch"),
        gettext_noop("All credit goes to the contact that opened the journey."),
        first_touch,
    ),
    Model(
        "last_touch",
        gettext_noop("Last touch"),
        gettext_noop("All credit goes to the last contact before the conversion."),
        last_touch,
    ),
    Model(
        "last_non_direct",
        gettext_noop("Last non-direct"),
        gettext_noop(
            "All credit goes to the last contact whose origin is known; "
            "direct visits only count when there is nothing else."
        ),
        last_non_direct,
    ),
    Model(
        "linear",
        gettext_noop("Linear"),
        gettext_noop("Every contact before the conversion gets the same share."),
        linear,
    ),
    Model(
        "time_decay",
        gettext_noop("Time decay"),
        gettext_noop(
            "A contact counts half as much for every half-life it lies before the conversion."
        ),
        time_decay,
    ),
    Model(
        "position",
        gettext_noop("Position-based"),
        gettext_noop(
            "First and last contact get two fifths each; those in between share the last fifth."
        ),
        position,
    ),
)
MODELS: dict[str, Model] = {model.key: model for model in _ALL}
DEFAULT_MODEL = "position"
