"""What the board showed when a request was made: filters and cards per column, sent along."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from leads.filters import DealFilter
from leads.models import Pipeline
from leads.pipeline.board import PAGE, Board, read_board
from leads.scope import deals_for

MOST_CARDS = 1000
# Not filters: which pipeline, and what the list view or htmx add.
KEPT = ("pipeline",)


class BoardState:
    """The board as one person sees it: a pipeline, filters, and how far columns are unrolled."""

    def __init__(self, request: HttpRequest, query: QueryDict, limits: list[str]) -> None:
        self.request = request
        self.query = query
        self.limits = _limits(limits)
        self.filter = DealFilter(query, queryset=deals_for(request.user), request=request)
        self.errors = [str(e) for es in self.filter.form.errors.values() for e in es]
        self.pipelines = list(Pipeline.objects.all())
        self.pipeline = self._pipeline()

    @classmethod
    def of_page(cls, request: HttpRequest) -> "BoardState":
        return cls(request, request.GET, request.GET.getlist("limit"))

    @classmethod
    def sent_along(cls, request: HttpRequest) -> "BoardState | None":
        """From the hidden fields of the board; None when the request came from another page."""
        source = request.POST if request.method == "POST" else request.GET
        if "board" not in source:
            return None
        query = QueryDict(source["board"])
        return cls(request, query, source.getlist("limit"))

    def read(self, *, now: datetime, only: list[int] | None = None) -> Board:
        deals = self.filter.queryset.none() if self.errors else self.filter.qs
        return read_board(deals, self.pipeline, now=now, limits=self.limits, only=only)

    def context(self, board: Board) -> dict[str, Any]:
        return {"board": board, "board_query": self.querystring}

    @property
    def querystring(self) -> str:
        """The filters that are set, for links and the hidden field."""
        names = (*self.filter.filters, *KEPT)
        kept = QueryDict(mutable=True)
        for name in names:
            if self.query.get(name):
                kept[name] = self.query[name]
        return kept.urlencode()

    @property
    def has_choice(self) -> bool:
        return len(self.pipelines) > 1

    def _pipeline(self) -> Pipeline:
        wanted = self.query.get("pipeline", "")
        if wanted.isdecimal():
            return get_object_or_404(Pipeline, pk=wanted)
        return self.pipelines[0]


def _limits(sent: list[str]) -> dict[int, int]:
    """{stage: cards} from "3:100"; what makes no sense is left out."""
    found = {}
    for one in sent:
        stage, _, cards = one.partition(":")
        if stage.isdecimal() and cards.isdecimal():
            found[int(stage)] = min(max(int(cards), PAGE), MOST_CARDS)
    return found
