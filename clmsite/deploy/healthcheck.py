"""Exit 0 when the web server in this container is ready. Run by HEALTHCHECK; no dependencies.

It asks as the proxy would: with the public host name, which ALLOWED_HOSTS lets pass.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

TIMEOUT = 4


def is_ready(port: int, site_url: str) -> bool:
    """True if /-/ready answers 200 on this machine's `port`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    headers = {"Host": urlsplit(site_url).netloc or "localhost", "X-Forwarded-Proto": "https"}
    try:
        connection.request("GET", "/-/ready", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    port = int(os.environ.get("GRANIAN_PORT") or 8000)
    sys.exit(0 if is_ready(port, os.environ.get("SITE_URL", "")) else 1)
