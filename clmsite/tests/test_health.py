"""Liveness, readiness, metrics, and what the request log says."""

import json
import logging
import shutil
from collections import namedtuple

import pytest
from django.db import connection

from clmsite.logs import JsonFormatter

Usage = namedtuple("Usage", "total used free")


def test_live_needs_nothing(client):
    assert client.get("/-/live").json() == {"status": "ok"}


@pytest.mark.django_db
class TestReady:
    def test_it_says_what_it_looked_at(self, client):
        assert client.get("/-/ready").json()["checks"] == {
            "database": "ok",
            "storage": "ok",
            "disk": "ok",
        }

    def test_a_database_that_does_not_answer_is_a_503_with_the_reason(self, client, monkeypatch):
        def refuse():
            raise ConnectionError

        monkeypatch.setattr(connection, "cursor", refuse)
        response = client.get("/-/ready")

        assert response.status_code == 503
        assert response.json()["checks"]["database"] == "ConnectionError"

    def test_a_full_disk_is_a_503(self, client, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 99, 1))

        assert client.get("/-/ready").status_code == 503


@pytest.mark.django_db
class TestMetrics:
    def test_this_machine_may_read_them_in_embedded_mode(self, client):
        text = client.get("/-/metrics").content.decode()

        assert 'closed_loop_outbox_jobs{state="dead"} 0.0' in text

    def test_others_need_the_token(self, client, settings):
        assert client.get("/-/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
        settings.METRICS_TOKEN = "t0ken"
        wrong = client.get("/-/metrics", headers={"authorization": "Bearer no"})
        right = client.get("/-/metrics", headers={"authorization": "Bearer t0ken"})
        assert (wrong.status_code, right.status_code) == (403, 200)


@pytest.mark.django_db
def test_the_request_log_holds_the_route_and_no_value_of_it(client, caplog):
    with caplog.at_level(logging.INFO, "closed_loop.request"):
        response = client.get("/join/secret-token?email=somebody@example.com")

    line = JsonFormatter().format(
        next(r for r in caplog.records if r.name == "closed_loop.request")
    )
    assert json.loads(line)["route"] == "join/<str:token>"
    assert json.loads(line)["request_id"] == response["X-Request-Id"]
    assert "secret-token" not in line
    assert "somebody" not in line


def record(message, **extra):
    made = logging.makeLogRecord({"msg": message, "name": "x", "levelname": "INFO"})
    vars(made).update(extra)
    return made


class TestJsonLines:
    def test_a_line_is_one_line_whatever_is_in_it(self):
        line = JsonFormatter().format(record("a\nb\r\x1b[31m\u2028", note="c\nd"))

        assert "\n" not in line
        assert json.loads(line)["note"] == "c\nd"

    def test_personal_extras_are_dropped_and_long_ones_cut(self):
        line = json.loads(JsonFormatter().format(record("x", email="a@b.c", note="y" * 5000)))

        assert "email" not in line
        assert len(line["note"]) == 1024

    def test_an_error_is_told_by_type_and_place_not_by_message(self):
        try:
            raise ValueError("somebody@example.com")
        except ValueError as error:
            info = (type(error), error, error.__traceback__)
        line = JsonFormatter().format(record("failed", exc_info=info))

        assert "somebody" not in line
        assert json.loads(line)["error"] == "ValueError"
        assert json.loads(line)["traceback"][0].startswith("test_health.py:")
