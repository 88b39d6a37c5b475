"""Fields of a row as plain values that fit into JSON, and back: what undo puts back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model


def snapshot(row: Model, fields: tuple[str, ...]) -> dict[str, Any]:
    """The row's values by column ("owner_id" for a foreign key), each JSON-able."""
    columns = [row._meta.get_field(name).attname for name in fields]
    return {column: _plain(getattr(row, column)) for column in columns}


def values_of(model: type[Model], kept: dict[str, Any]) -> dict[str, Any]:
    """What `.update()` needs to make a row what it was when `snapshot` was taken."""
    return {column: model._meta.get_field(column).to_python(v) for column, v in kept.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
