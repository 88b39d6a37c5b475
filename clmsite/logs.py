"""JSON logs without personal data: one line per record, control characters escaped (OX-07)."""

import json
import logging
import traceback
from datetime import UTC, datetime

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Extras that may carry people's data are never written, whoever passes them.
PERSONAL = {"request", "email", "name", "ip", "body", "cookies", "user_agent", "phone", "sinfo"}
LONGEST = 1024


class JsonFormatter(logging.Formatter):
    """`{"at": …, "level": …, "logger": …, "event": …, …extras}`, each field at most 1 KB."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage()[:LONGEST],
        }
        for key, value in vars(record).items():
            if key not in STANDARD and key not in PERSONAL:
                line[key] = value if isinstance(value, int | float | bool) else str(value)[:LONGEST]
        if record.exc_info and record.exc_info[0]:
            # The type and place are enough to act on; messages may quote what people typed.
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = self._places(record)
        return json.dumps(line, ensure_ascii=True, default=str)

    def _places(self, record: logging.LogRecord) -> list[str]:
        frames = traceback.extract_tb(record.exc_info[2])[-8:]  # type: ignore[index]
        return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]


def json_logging(*, level: str) -> dict[str, object]:
    """Django's LOGGING: everything as JSON lines to stderr, where the supervisor collects it."""
    passed_on = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "clmsite.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": passed_on, "django.server": passed_on},
    }
