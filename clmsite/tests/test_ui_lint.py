"""What templates, styles and scripts may not contain: the content policy and both reading
directions depend on it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
PYTHON = sorted(
    path
    for app in ("clmsite", "campaigns", "leads", "analytics")
    for path in (ROOT / app).rglob("*.py")
    if "tests" not in path.parts and "migrations" not in path.parts
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}|<!--.*?-->", re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

IN_TEMPLATES = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline event handler": r"\son[a-z]+\s*=",
    "hx-on, which needs eval": r"\bhx-on\b",
    "a js: value, which needs eval": r"[\"']\s*js(?:on)?:|[\"']javascript:",
    "a trigger filter, which needs eval": r"hx-trigger=\"[^\"]*\w\[",
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
    "a script from elsewhere": r"<(?:script|link|img)[^>]*(?:src|href)=\"(?:https?:)?//",
    "the safe filter": r"\|\s*safe\b",
    "a part with autoescape off": r"autoescape\s+off",
}
IN_STYLES = {
    "a physical side": r"(?:^|[;{\s])(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b",
    "a physical position": r"(?:^|[;{\s])(?:left|right|top|bottom)\s*:",
    "a physical size": r"(?:^|[;{\s])(?:min-|max-)?(?:width|height)\s*:",
    "a physical alignment": r"text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)",
    "a file from elsewhere": r"url\(\s*[\"']?(?:https?:)?//",
}
IN_SCRIPTS = {
    "innerHTML": r"\b(?:inner|outer)HTML\s*=(?!=)|insertAdjacentHTML|document\.write",
    "eval": r"\beval\s*\(|new Function\b|set(?:Timeout|Interval)\(\s*[\"'`]",
    "a style attribute": r"setAttribute\(\s*[\"']style",
    "an address elsewhere": r"[\"'`]https?://(?!www\.w3\.org)",
}
IN_PYTHON = {
    "mark_safe": r"\bmark_safe\b|\bSafeString\([^)]",
    "a style attribute": r"<\w+[^>]* style=",
}


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _hits(paths: list[Path], rules: dict[str, str], comment: re.Pattern[str] | None) -> list[str]:
    hits = []
    for path in paths:
        text = path.read_text()
        if comment:
            text = comment.sub(lambda found: "\n" * found.group().count("\n"), text)
        for what, rule in rules.items():
            for found in re.finditer(rule, text, re.MULTILINE):
                line = text.count("\n", 0, found.start()) + 1
                hits.append(f"{_relative(path)}:{line} has {what}: {found.group().strip()!r}")
    return hits


@pytest.mark.parametrize(
    ("paths", "rules", "comment"),
    [
        pytest.param(TEMPLATES, IN_TEMPLATES, COMMENT, id="templates"),
        pytest.param(STYLES, IN_STYLES, CSS_COMMENT, id="styles"),
        pytest.param(SCRIPTS, IN_SCRIPTS, None, id="scripts"),
        pytest.param(PYTHON, IN_PYTHON, None, id="python"),
    ],
)
def test_nothing_forbidden_is_written(paths, rules, comment):
    assert paths, "the folder has moved: this test looks at nothing"

    assert _hits(paths, rules, comment) == []


@pytest.mark.parametrize(
    ("rules", "bad"),
    [
        (IN_TEMPLATES, '<p style="color: red">'),
        (IN_TEMPLATES, '<button onclick="go()">'),
        (IN_TEMPLATES, "<div hx-on:click=x>"),
        (IN_TEMPLATES, '<div hx-vals="js:{a: 1}">'),
        (IN_TEMPLATES, '<input hx-trigger="keyup[key==1]">'),
        (IN_TEMPLATES, "<script>alert(1)</script>"),
        (IN_TEMPLATES, '<script src="https://cdn.example.com/x.js">'),
        (IN_TEMPLATES, "{{ text|safe }}"),
        (IN_STYLES, ".x { margin-left: 2px }"),
        (IN_STYLES, ".x { left: 2px }"),
        (IN_STYLES, ".x { width: 2px }"),
        (IN_STYLES, ".x { text-align: right }"),
        (IN_SCRIPTS, "box.innerHTML = text"),
        (IN_SCRIPTS, "eval('1')"),
        (IN_PYTHON, "return mark_safe(text)"),
    ],
)
def test_the_rules_catch_what_they_are_for(rules, bad):
    assert any(re.search(rule, bad, re.MULTILINE) for rule in rules.values())


@pytest.mark.parametrize("path", STYLES + SCRIPTS + TEMPLATES, ids=_relative)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def test_every_class_in_a_style_sheet_stands_in_a_layer():
    loose = [_relative(path) for path in STYLES if "@layer" not in path.read_text()]

    assert loose == ["static/css/plot.css"]  # Plotly's own rules are outside of layers, too
