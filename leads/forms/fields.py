"""Fields and choices that several forms share."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def owners() -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True).order_by("name", "email")
