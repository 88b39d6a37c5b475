"""client_ip: believes our own proxies only, and keeps no whole address."""

import pytest
from django.test import RequestFactory

from clmsite.kernel.client_ip import client_ip, ip_prefix


def request(remote="203.0.113.9", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        pytest.param(0, None, "203.0.113.9", id="the socket, without proxies"),
        pytest.param(0, "198.51.100.7", "203.0.113.9", id="a header nobody vouches for"),
        pytest.param(1, "198.51.100.7", "198.51.100.7", id="what our proxy saw"),
        pytest.param(1, "6.6.6.6, 198.51.100.7", "198.51.100.7", id="a forged first entry"),
        pytest.param(2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7", id="two proxies"),
        pytest.param(2, "10.0.0.2", "203.0.113.9", id="too few entries: not by our proxies"),
        pytest.param(1, "198.51.100.7:4711", "198.51.100.7", id="with a port"),
        pytest.param(1, "[2001:db8:1:2::5]:443", "2001:db8:1:2::5", id="IPv6 with a port"),
        pytest.param(1, "::ffff:198.51.100.7", "198.51.100.7", id="IPv4 inside IPv6"),
        pytest.param(1, "<script>", "", id="nonsense"),
        pytest.param(1, "", "", id="an empty header"),
    ],
)
def test_addresses(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert client_ip(request(forwarded=forwarded)) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_only_a_prefix_is_kept(settings, remote, expected):
    settings.TRUSTED_PROXIES = 0

    assert ip_prefix(request(remote=remote)) == expected
