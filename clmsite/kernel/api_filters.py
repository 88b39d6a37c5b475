"""Filters and ordering of the API: what nobody defined is an error, not ignored (AP-05)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

PAGING = {"cursor", "page_size", "format"}


class StrictFilters(DjangoFilterBackend):
    """The view's filterset; a parameter that it does not have is a 400."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        self._refuse_unknown(request, queryset, view)
        return super().filter_queryset(request, queryset, view)

    def _refuse_unknown(self, request: Request, queryset: QuerySet[Any], view: Any) -> None:
        if getattr(view, "detail", False):
            return
        known = set(PAGING)
        if getattr(view, "ordering_fields", None):
            known.add("ordering")
        filterset = self.get_filterset_class(view, queryset)
        if filterset:
            known |= set(filterset.base_filters)
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            text = _("There is no such parameter.")
            raise ValidationError({name[:100]: [text] for name in unknown}, "unknown_parameter")


class StrictOrdering(OrderingFilter):
    """`?ordering=` by the view's `ordering_fields` only; without them there is none."""

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        allowed = getattr(view, "ordering_fields", None) or []
        asked = [part.strip() for part in request.query_params.get("ordering", "").split(",")]
        for key in filter(None, asked):
            if key.removeprefix("-") not in allowed:
                text = _("Lists can be ordered by %(names)s.") % {"names": ", ".join(allowed)}
                raise ValidationError({"ordering": [text]}, "unknown_parameter")
        wanted = [key for key in asked if key]
        return [*wanted, *self._last(wanted)] if wanted else None

    @staticmethod
    def _last(wanted: list[str]) -> list[str]:
        """The id decides between equals, so that pages neither overlap nor skip."""
        return [] if {"id", "-id"} & set(wanted) else ["-id"]

    def get_valid_fields(self, queryset: Any, view: Any, context: Any = None) -> Any:
        return [(name, name) for name in getattr(view, "ordering_fields", None) or []]
