"""How API lists are cut: by id, so that a page never shifts while rows are added."""

from rest_framework.pagination import CursorPagination


class IdCursor(CursorPagination):
    """100 rows at a time, newest first; `?page_size=` up to 500."""

    ordering = "-id"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
