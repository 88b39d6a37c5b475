"""A customer's web site on a port of its own, with a strict policy and our lines pasted in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<script async src="{ours}/t.js" data-site="{site}"></script>
<script async src="{ours}/embed.js"></script></head>
<body><h1>{title}</h1><p><a href="/pricing">Pricing</a></p>{body}</body></html>"""


class CustomerSite:
    """`pages` maps paths to (title, body); `ours` and `site` are filled in once they are known."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"
        self.ours, self.site = "", ""
        self.pages: dict[str, tuple[str, str]] = {}
        self.scripts: dict[str, str] = {}

    def html(self, path: str) -> str | None:
        page = self.pages.get(path.split("?")[0])
        if page is None:
            return None
        title, body = page
        return PAGE.format(title=title, body=body, ours=self.ours, site=self.site)

    @property
    def policy(self) -> str:
        """What docs/tracking.md tells people with a policy of their own to allow."""
        return (
            f"default-src 'self'; script-src 'self' {self.ours}; connect-src 'self' {self.ours}; "
            f"style-src 'self' {self.ours}; frame-src {self.ours}"
        )


@contextmanager
def customer_site() -> Iterator[CustomerSite]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script = site.scripts.get(self.path)
            html = script or site.html(self.path)
            kind = "text/javascript" if script else "text/html"
            self.send_response(200 if html else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write((html or "").encode())

        def log_message(self, *args: object) -> None:
            """Say nothing: the tests tell what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = CustomerSite(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
