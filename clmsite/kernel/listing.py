"""Lists: filter, sort, page and CSV for every list page, so that all of them behave alike.

    found = listing(
        request,
        leads_for(request.user).with_owner(),
        filterset_class=LeadFilter,
        sorts={"name": ("last_name", "first_name"), "created": "created_at"},
        default_sort="-created",
    )
    if found.wants_csv:
        return csv_response("leads.csv", HEADER, (row(lead) for lead in found.all_rows()))
    return render_list(found, "leads/list.html", {"may_edit": True})

What a stranger types into the address bar is answered with a message, never with a crash: a
sort key that is not in `sorts` or a value a filter does not take gives no rows and status 400.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.htmx import is_partial, render_page

MAX_SEARCH = 200

Sorts = Mapping[str, str | tuple[str, ...]]


class SearchFilter(django_filters.CharFilter):
    """`q`: every word must occur in one of `fields`, in any case and order."""

    def __init__(self, *, fields: Sequence[str], **options: Any) -> None:
        self.fields = fields
        options.setdefault("label", _("Search"))
        options.setdefault(
            "widget", forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        )
        super().__init__(max_length=MAX_SEARCH, **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            found = Q()
            for field in self.fields:
                found |= Q(**{f"{field}__icontains": word})
            qs = qs.filter(found)
        return qs


@dataclass
class Listing:
    """One page of a list, and what its template and its CSV need to know."""

    request: HttpRequest
    filter: django_filters.FilterSet
    queryset: QuerySet[Any]  # filtered and sorted, not cut
    sort: str  # the key in use, with "-" for descending
    errors: list[str]
    page_obj: Page

    @property
    def rows(self) -> Sequence[Any]:
        return self.page_obj.object_list

    @property
    def total(self) -> int:
        return self.page_obj.paginator.count

    @property
    def page(self) -> int:
        return self.page_obj.number

    @property
    def has_next(self) -> bool:
        return self.page_obj.has_next()

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return 400 if self.errors else 200

    @property
    def wants_csv(self) -> bool:
        """Asked for with `?format=csv`; a list with errors is shown as a page instead."""
        return self.request.GET.get("format") == "csv" and not self.errors

    def all_rows(self, chunk_size: int = 1000) -> Iterator[Any]:
        """Every row that matches, in order, read in chunks: what the CSV holds."""
        return self.queryset.iterator(chunk_size=chunk_size)

    @cached_property
    def is_filtered(self) -> bool:
        """Whether something was asked for; an empty list then says "nothing matches"."""
        names = set(self.filter.form.fields)
        return any(
            value.strip() and (key in names or key.rsplit("_", 1)[0] in names)
            for key, values in self.request.GET.lists()
            for value in values
        )

    def querystring(self, **changes: Any) -> str:
        """The address's query with `changes` made (None drops one), back on the first page."""
        query = self.request.GET.copy()
        for key in ("page", "format"):
            query.pop(key, None)
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        return "?" + query.urlencode()

    @property
    def address(self) -> str:
        """The path with what was asked for, without the empty fields of the filter form."""
        query = self.request.GET.copy()
        for key, values in self.request.GET.lists():
            query.setlist(key, [value for value in values if value])
        written = query.urlencode()
        return f"{self.request.path}?{written}" if written else self.request.path

    @property
    def csv_query(self) -> str:
        return self.querystring(format="csv")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form must send along as hidden fields."""
        sort = self.request.GET.get("sort", "")
        return [("sort", sort)] if sort else []


def listing(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    filterset_class: type[django_filters.FilterSet],
    sorts: Sorts,
    default_sort: str,
    per_page: int = 50,
) -> Listing:
    """The rows of `queryset` that match the address, one page of them.

    `sorts` names what one may sort by: the key in the address -> one or more model fields
    or annotations. Unknown values sort last in both directions. A page number that makes no
    sense shows the first or the last page.
    """
    bound = filterset_class(request.GET, queryset=queryset, request=request)
    errors = [str(error) for _field, list_ in bound.form.errors.items() for error in list_]
    wanted = request.GET.get("sort", "") or default_sort
    if wanted.removeprefix("-") not in sorts:
        errors.append(str(_("This list cannot be sorted by that.")))
        wanted = default_sort
    found = queryset.none() if errors else bound.qs
    found = found.order_by(*ordering(wanted, sorts))
    page = Paginator(found, per_page).get_page(request.GET.get("page"))
    return Listing(request, bound, found, wanted, errors, page)


def render_list(
    found: Listing, template: str, context: Mapping[str, Any], *, partial: str = "list"
) -> HttpResponse:
    """The page with `list` in its context, or its partial; htmx shows the address without
    empty fields."""
    request = found.request
    whole = {"list": found, **context}
    response = render_page(request, template, whole, partial=partial, status=found.status)
    if is_partial(request):
        response["HX-Push-Url"] = found.address
    return response


def ordering(key: str, sorts: Sorts) -> list[Any]:
    """The `order_by` of a sort key; the id decides between equals, so that pages never overlap."""
    descending = key.startswith("-")
    fields = sorts[key.removeprefix("-")]
    return [
        *(_one(field, descending) for field in _listed(fields)),
        "-pk" if descending else "pk",
    ]


def _listed(fields: str | Iterable[str]) -> Iterable[str]:
    return (fields,) if isinstance(fields, str) else fields


def _one(field: str, descending: bool) -> Any:
    """A field of a tuple may be turned round with "-" itself."""
    turned = field.startswith("-") != descending
    expression = F(field.removeprefix("-"))
    return expression.desc(nulls_last=True) if turned else expression.asc(nulls_last=True)
