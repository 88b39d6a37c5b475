"""Reads settings from the environment, strictly: a wrong value is an error with a hint.

Every value can also come from a file: `NAME_FILE=/run/secrets/name` is read when
`NAME` is not set, as Docker and Kubernetes hand out secrets.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def read_str(name: str, default: str = "", env: Mapping[str, str] = os.environ) -> str:
    """The text of NAME, else the content of the file that NAME_FILE points to, else `default`."""
    if name in env:
        return env[name].strip()
    path = env.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE points to {path}, which cannot be read: {error.strerror}. "
            f"Mount the secret there or set {name} itself."
        ) from error


def read_bool(name: str, default: bool, env: Mapping[str, str] = os.environ) -> bool:
    text = read_str(name, "", env).lower()
    if not text:
        return default
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={text!r} is not a yes or no. Use 1 or 0.")


def read_int(
    name: str, default: int, *, least: int = 0, env: Mapping[str, str] = os.environ
) -> int:
    text = read_str(name, "", env)
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number.") from None
    if value < least:
        raise ImproperlyConfigured(f"{name}={value} is below {least}, the least that works.")
    return value


def read_list(
    name: str, default: list[str] | None = None, env: Mapping[str, str] = os.environ
) -> list[str]:
    """Comma-separated words, blanks trimmed, empty ones dropped."""
    text = read_str(name, "", env)
    if not text:
        return list(default or [])
    return [word.strip() for word in text.split(",") if word.strip()]


def read_choice(
    name: str, default: str, choices: tuple[str, ...], env: Mapping[str, str] = os.environ
) -> str:
    text = read_str(name, default, env)
    if text not in choices:
        raise ImproperlyConfigured(f"{name}={text!r} is unknown. Use one of: {', '.join(choices)}.")
    return text


SQLITE_OPTIONS = {
    # reliability.md decision 4: a 2xx may only follow a commit that is on the disk.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
}


def read_database(name: str, default: str, env: Mapping[str, str] = os.environ) -> dict:
    """A Django DATABASES entry from `sqlite:////absolute/path` or `postgres://user:pw@host/db`."""
    url = urlsplit(read_str(name, default, env))
    if url.scheme == "sqlite":
        path = unquote(url.path[1:]) if url.path.startswith("//") else unquote(url.path)
        if not path or path == "/":
            raise ImproperlyConfigured(f"{name}: write sqlite:////absolute/path/to/file.sqlite3.")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}
    if url.scheme in {"postgres", "postgresql"}:
        if not url.path.strip("/"):
            raise ImproperlyConfigured(
                f"{name} names no database: postgres://user:password@host:5432/database"
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.strip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 2},
        }
    raise ImproperlyConfigured(
        f"{name} begins with {url.scheme or 'nothing'!r}. Use sqlite:////path or postgres://…"
    )


def read_cache(name: str, env: Mapping[str, str] = os.environ) -> dict:
    """A Django CACHES entry: Redis where a URL is given, else a table of the database."""
    url = read_str(name, "", env)
    if not url:
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def read_or_make_secret(path: Path) -> str:
    """The install's own secret key for embedded use: made once, readable by its owner only."""
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process of ours made it a moment ago; read theirs below
        else:
            with os.fdopen(handle, "w") as file:
                file.write(get_random_secret_key())
    return path.read_text(encoding="utf-8").strip()
