"""Settings are read strictly: a wrong value is an error with a hint, never a default."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from clmsite.env import (
    read_bool,
    read_cache,
    read_choice,
    read_database,
    read_int,
    read_list,
    read_or_make_secret,
    read_str,
)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", True)]
)
def test_yes_and_no(text, value):
    assert read_bool("X", True, {"X": text}) is value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda env: read_bool("X", True, env), "maybe"),
        (lambda env: read_int("X", 1, env=env), "many"),
        (lambda env: read_int("X", 1, least=1, env=env), "0"),
        (lambda env: read_choice("X", "a", ("a", "b"), env), "c"),
        (lambda env: read_database("X", "", env), "mysql://root@host/db"),
        (lambda env: read_database("X", "", env), "postgres://root@host/"),
        (lambda env: read_database("X", "", env), "sqlite://"),
        (lambda env: read_cache("X", env), "memcached://x"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_value_names_the_variable(read, text):
    with pytest.raises(ImproperlyConfigured, match="X"):
        read({"X": text})


def test_a_secret_file_that_cannot_be_read_is_an_error():
    with pytest.raises(ImproperlyConfigured, match="X_FILE"):
        read_str("X", "", {"X_FILE": "/no/such/file"})


def test_a_value_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text("hush\n")

    assert read_str("X", "", {"X_FILE": str(tmp_path / "secret")}) == "hush"
    assert read_str("X", "", {"X": "set", "X_FILE": "/no/such/file"}) == "set"


def test_lists_drop_blanks():
    assert read_list("X", env={"X": "a, b,,"}) == ["a", "b"]


def test_database_urls():
    url = "postgres://u%40:p%2F@host:5433/shop"
    found = read_database("X", "", {"X": url})
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "u@", "p/", "host", "5433", "shop",
    )  # fmt: skip
    assert read_database("X", "sqlite:////srv/a b.sqlite3", {})["NAME"] == "/srv/a b.sqlite3"


def test_sqlite_acknowledges_only_what_is_on_the_disk():
    options = read_database("X", "sqlite:////srv/x", {})["OPTIONS"]

    assert "synchronous=FULL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_the_embedded_secret_is_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    first = read_or_make_secret(path)

    assert len(first) == 50
    assert read_or_make_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
