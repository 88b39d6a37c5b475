"""How API lists are cut: by id, so that a page never shifts while rows are added."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination


class IdCursor(CursorPagination):
    """100 rows at a time, newest first; `?page_size=` from 1 to 500, else 400.

    A size is never cut down silently: whoever asks for 1,000 rows would take 500 for all of them.
    """

    ordering = "-id"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500

    def get_page_size(self, request: Any) -> int:
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        # At most three figures, because int() of very many is an error of its own.
        is_number = text.isascii() and text.isdigit() and len(text.lstrip("0")) <= 3
        if not is_number or not 1 <= int(text.lstrip("0") or 0) <= self.max_page_size:
            raise ValidationError(
                {self.page_size_query_param: [f"A whole number from 1 to {self.max_page_size}."]}
            )
        return int(text.lstrip("0"))
