"""Verbs: make and change sites; read a domain and a list of origins as people write them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from campaigns.models import Site
from clmsite.kernel.text import clean_line

MAX_ORIGINS = 50


def create_site(*, name: str, domain: str, origins: list[str], now: datetime) -> Site:
    return Site.objects.create(
        name=clean_line(name, 80), domain=domain, origins=origins, created_at=now
    )


def edit_site(site: Site, **changes: Any) -> Site:
    """Save `changes` and nothing else of the row: hits write to it at the same time."""
    for name, value in changes.items():
        setattr(site, name, value)
    site.save(update_fields=list(changes))
    return site


def read_domain(text: str) -> str:
    """ "https://www.Example.com/shop" -> "www.example.com". ValueError when there is no host."""
    text = clean_line(text, 300).lower()
    host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    return _host(host)


def read_origin(text: str) -> str:
    """ "www.example.com/shop" -> "https://www.example.com". ValueError when it is none."""
    text = clean_line(text, 300).lower()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"}:
        raise ValueError(text)
    host = _host(parts.hostname or "")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


def read_origins(text: str) -> list[str]:
    """One origin per line or word; each once. ValueError with the word that is none."""
    found: list[str] = []
    for word in text.replace(",", " ").split():
        try:
            found.append(read_origin(word))
        except ValueError:
            raise ValueError(word) from None
    return list(dict.fromkeys(found))


def _host(host: str) -> str:
    """The host in the letters that browsers send (punycode)."""
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        raise ValueError(host) from None
    if not host or len(host) > 253 or any(c not in _HOST_LETTERS for c in host):
        raise ValueError(host)
    return host


_HOST_LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-.")
