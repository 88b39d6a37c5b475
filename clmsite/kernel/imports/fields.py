"""What an import can fill, and where each field takes its value from.

A source, as stored in ImportJob.mapping: `{"column": 3}`, `{"constant": "EUR"}`; with
`"values": {"Google": "organic_search"}` the words of the column are translated first, with
`"micro": true` a number is given in millionths. No entry: the field gets nothing.
PURE: no Django.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

TEXT, MAIL, MONEY, WHOLE, DAY, MOMENT, CHOICE, CURRENCY = (
    *("text", "mail", "money", "whole", "day", "moment", "choice", "currency"),
)

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Field:
    """One thing a row can say. `label` and `help` may be lazy translations."""

    key: str
    label: Any
    kind: str = TEXT
    required: bool = False
    names: tuple[str, ...] = ()  # headers it is recognised by, best first
    help: Any = ""
    limit: int = 200
    # For CHOICE: what there is to choose from, and which choice a word of the file most likely
    # means ("" when nobody knows).
    choices: Callable[[], Choices] | None = None
    guess: Callable[[str], str] | None = None
    default: str = ""  # the constant offered when no column fits
    right: str = ""  # a right of clmsite.kernel.access the person needs besides imports.run
    is_usual: bool = False  # shown at once, also without a source
    is_rounded: bool = False  # WHOLE: 2.5 becomes 2 instead of an error (platforms share results)

    def asked_once(self) -> "Field":
        """The same field; what there is to choose from is asked now, not again for each row."""
        if self.choices is None:
            return self
        fixed = tuple(self.choices())
        return replace(self, choices=lambda: fixed)


@dataclass(frozen=True)
class Source:
    """Where a field takes its value from, for one import."""

    column: int | None = None
    constant: str = ""
    values: dict[str, str] = field(default_factory=dict)
    is_micro: bool = False

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> "Source":
        return cls(
            entry.get("column"),
            entry.get("constant", ""),
            entry.get("values", {}),
            entry.get("micro", False),
        )

    def text(self, cells: Sequence[str]) -> str:
        return self.constant if self.column is None else cells[self.column]


def fold(name: str) -> str:
    """ "Cost (local)" and "cost_local" are one name."""
    return re.sub(r"[^\w]+|_+", " ", name.casefold()).strip()


def guess_mapping(fields: Iterable[Field], columns: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Column names recognised; each column serves one field, each field's best name wins."""
    free = {fold(name): i for i, name in reversed(list(enumerate(columns)))}
    mapping: dict[str, dict[str, Any]] = {}
    for wanted in fields:
        hit = next((name for name in map(fold, wanted.names) if name in free), None)
        if hit is not None:
            mapping[wanted.key] = {"column": free.pop(hit)}
            if wanted.kind == MONEY and "micro" in hit:
                mapping[wanted.key]["micro"] = True
        elif wanted.default:
            mapping[wanted.key] = {"constant": wanted.default}
    return mapping


def guess_values(wanted: Field, words: Iterable[str]) -> dict[str, str]:
    """What each word of the file most likely means among the field's choices."""
    choices = list(wanted.choices()) if wanted.choices else []
    by_name = {fold(str(label)): value for value, label in choices}
    by_name |= {fold(value): value for value, _label in choices}
    guessed = {}
    for word in words:
        guessed[word] = by_name.get(fold(word)) or (wanted.guess(word) if wanted.guess else "")
    return guessed
