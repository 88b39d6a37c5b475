"""Whose request it is: the address behind our own proxies, and the part of it we may keep."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The caller's address; "" when there is none that can be read.

    Every proxy of ours appends the address it saw to X-Forwarded-For. With TRUSTED_PROXIES=n
    the n-th entry from the right was written by our outermost proxy; everything left of it
    is the caller's own claim and worth nothing (EV-14). With 0 the header is ignored.
    """
    count = settings.TRUSTED_PROXIES
    if count == 0:
        return _clean(request.META.get("REMOTE_ADDR", ""))
    claimed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if len(claimed) < count:
        return _clean(request.META.get("REMOTE_ADDR", ""))  # did not come through our proxies
    return _clean(claimed[-count])


def ip_prefix(request: HttpRequest) -> str:
    """What may be stored of the address: its /24 (IPv4) or /48 (IPv6); "" when unknown."""
    address = client_ip(request)
    if not address:
        return ""
    width = 24 if ip_address(address).version == 4 else 48
    return str(ip_network(f"{address}/{width}", strict=False))


def _clean(text: str) -> str:
    """A bare address: port and brackets dropped, IPv4 inside IPv6 unwrapped; "" when it is none."""
    text = text.strip().removeprefix("[").split("]")[0].split("%")[0]
    if text.count(":") == 1:
        text = text.split(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    inner = getattr(address, "ipv4_mapped", None)
    return str(inner or address)
