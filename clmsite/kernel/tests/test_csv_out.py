"""csv_response: a file that programs read as the figures and words it was made of."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from clmsite.kernel.csv_out import csv_response


def read(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_values_keep_their_meaning():
    row = [
        *(None, Decimal("-0.50"), Decimal("1E+3"), 7, True, date(2026, 11, 20)),
        *(datetime(2026, 11, 20, 12, 30, 1, 5, tzinfo=UTC), 'a "b",\nc', "سلام"),
    ]

    assert read(csv_response("x.csv", ["h"] * 9, [row]))[1] == [
        *("", "-0.50", "1000", "7", "true", "2026-11-20"),
        *("2026-11-20T12:30:01+00:00", 'a "b",\nc', "سلام"),
    ]


def test_text_is_never_a_formula():
    rows = read(csv_response("x.csv", ["=h"], [["=1+1"], ["\u200b @SUM(A1)"], ["-2"]]))

    assert rows == [["'=h"], ["'=1+1"], ["'\u200b @SUM(A1)"], ["-2"]]


def test_it_is_a_download_in_utf8_with_excels_mark():
    response = csv_response("campaigns.csv", ["a"], [])

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="campaigns.csv"'
    assert b"".join(response.streaming_content) == b'\xef\xbb\xbf"a"\r\n'


def test_rows_are_read_while_the_answer_is_sent():
    seen = []

    def rows():
        for n in range(3):
            seen.append(n)
            yield [n]

    content = iter(csv_response("x.csv", ["n"], rows()).streaming_content)
    next(content)
    next(content)

    assert seen == [0]
