"""A customer's own web site on a port of its own, and a Chromium to visit it with.

The site's content policy is strict: no inline script, no inline style, nothing from elsewhere
but our product. The browser lives in a thread of its own, so that tests may use the database.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
LISTEN = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__violations.push(`${e.violatedDirective} blocked ${e.blockedURI}`));
"""
STYLES = "body { font-family: Georgia, serif; margin: 40px; background: #fbf7ef }"


class CustomerSite:
    """`pages` maps a path to the content of its body; `head` goes into every page."""

    def __init__(self, product: str) -> None:
        self.product = product
        self.pages: dict[str, str] = {"/": "<h1>Home</h1><a href='/prices'>Prices</a>"}
        self.head = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; script-src 'self' {self.product}; style-src 'self'; "
            f"connect-src {self.product}; base-uri 'none'; form-action 'self'"
        )

    def page(self, path: str) -> str:
        return (
            "<!doctype html><html lang=en><head><meta charset=utf-8>"
            f"<title>Page {path}</title><link rel=stylesheet href=/site.css>{self.head}</head>"
            f"<body>{self.pages.get(path, f'<h1>{path}</h1>')}</body></html>"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                is_css = path == "/site.css"
                body = (STYLES if is_css else site.page(path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/css" if is_css else "text/html")
                self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Quiet: the test says what it saw."""

        return Handler


@contextmanager
def customer_site(product: str) -> Iterator[CustomerSite]:
    site = CustomerSite(product)
    Thread(target=site.server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


class Chromium:
    """A browser profile in a thread: `chromium(lambda page: page.goto(url))`."""

    def __init__(self, **options: Any) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self.errors: list[str] = []
        self(lambda _: self._start(options))

    page: Any = None

    def _start(self, options: dict[str, Any]) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        self.context = self._browser.new_context(**({"user_agent": BROWSER} | options))
        self.context.add_init_script(LISTEN)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)

    def __call__(self, act: Callable[[Any], Any]) -> Any:
        return self._thread.submit(lambda: act(self.page)).result(60)

    def stored(self) -> tuple[list[str], int]:
        """Names of all cookies, and how many keys the page's storages hold."""
        cookies = self(lambda _: [cookie["name"] for cookie in self.context.cookies()])
        keys = self(lambda page: page.evaluate("localStorage.length + sessionStorage.length"))
        return cookies, keys

    def violations(self) -> list[str]:
        return self(lambda page: page.evaluate("window.__violations"))

    def close(self) -> None:
        def stop(_: Any) -> None:
            self._browser.close()
            self._playwright.stop()

        self(stop)
        self._thread.shutdown()


def soon(question: Callable[[], Any], *, within: float = 10) -> Any:
    """The first answer that is true; the last one when there was none in time."""
    deadline = monotonic() + within
    answer = question()
    while not answer and monotonic() < deadline:
        sleep(0.1)
        answer = question()
    return answer
