"""What is checked on a page, and how its faults are told."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
WIDE, NARROW, REFLOW = 1440, 390, 320
HEIGHT = 900
LANGUAGES = {"ltr": "en", "rtl": "fa"}
# Runs before the page's own scripts, outside its content policy.
LISTEN = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__violations.push(
    `${e.violatedDirective} blocked ${e.blockedURI} (${e.sourceFile}:${e.lineNumber})`));
"""
RUN_AXE = """
async (rules) => {
  const options = { resultTypes: ["violations"] };
  if (rules.length) options.runOnly = { type: "rule", values: rules };
  const { violations } = await axe.run(document, options);
  const why = (n) => (n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? "";
  const tell = (n) => `${n.target.join(" ")} (${why(n)})`;
  const list = (nodes) => nodes.slice(0, 3).map(tell).join("; ");
  return violations.map((v) => `${v.id}: ${list(v.nodes)}`);
}
"""
WIDEST = """
() => {
  const width = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - width;
  if (over <= 0) return "";
  const names = (e) => [e.localName, ...e.classList].join(".") + (e.id && `#${e.id}`);
  const scrolls = (e) => { // what lies in a box of its own that scrolls is not to blame
    for (let box = e.parentElement; box; box = box.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const guilty = [...document.body.querySelectorAll("*")].filter((e) => {
    const r = e.getBoundingClientRect();
    return r.width && (r.right > width + 1 || r.left < -1) && !scrolls(e);
  }).slice(0, 3).map(names);
  return `${over}px wider than the window: ${guilty.join(", ")}`;
}
"""
SET_THEME = """
(theme) => {
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event("themechange"));
}
"""
# A chart is drawn once it is near; a jump to the end of a long page may leap over it.
CHARTS_DRAWN = """() => {
  const waiting = document.querySelector('.chart[data-wait]');
  waiting?.scrollIntoView();
  return !waiting;
}"""


@dataclass
class Faults:
    """What went wrong on one page, each with the state it was seen in."""

    url: str
    found: list[str] = field(default_factory=list)

    def add(self, state: str, *messages: str) -> None:
        self.found += [f"[{state}] {message}" for message in messages if message]

    def __str__(self) -> str:
        return f"{self.url}\n  " + "\n  ".join(dict.fromkeys(self.found))


def watch(page: Page) -> list[str]:
    """Collect console errors and uncaught exceptions of `page` from now on."""
    seen: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.append(f"uncaught: {error}"))
    return seen


def open_page(page: Page, url: str, *, status: int = 200) -> None:
    response = page.goto(url, wait_until="load")
    assert response is not None
    assert response.status == status, f"{url} answered {response.status}"
    page.evaluate("document.fonts.ready")


def check_page(page: Page, url: str, *, status: int = 200) -> Faults:
    """Open `url` in both reading directions; look at it in both themes and three widths.

    One load per direction: theme and width change in place. All axe rules run at each
    width; the other theme, which only changes colours, repeats the contrast rule.
    """
    faults = Faults(url)
    errors = watch(page)
    for direction, language in LANGUAGES.items():
        _speak(page.context, url, language)
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        errors.clear()
        open_page(page, url, status=status)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_function(CHARTS_DRAWN)
        _inject(page)
        _look(page, faults, direction)
        expected = "Failed to load resource" if status >= 400 else None
        faults.add(direction, *(e for e in errors if not (expected and expected in e)))
        faults.add(direction, *page.evaluate("window.__violations"))
    return faults


def _look(page: Page, faults: Faults, direction: str) -> None:
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme, rules in (("light", []), ("dark", ["color-contrast"])):
            state = f"{direction} {width}px {theme}"
            page.evaluate(SET_THEME, theme)
            faults.add(state, *page.evaluate(RUN_AXE, rules))
            faults.add(state, page.evaluate(WIDEST))
    page.set_viewport_size({"width": REFLOW, "height": HEIGHT})
    faults.add(f"{direction} {REFLOW}px", page.evaluate(WIDEST))


def _speak(context: BrowserContext, url: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])


def _inject(page: Page) -> None:
    """axe goes in through the debugger, so that the page's content policy stays as it is."""
    debugger: Any = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE.read_text()})
    debugger.detach()
