"""The house rules that a machine can check: import direction, sizes, names, pure folders."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("clmsite", "campaigns", "leads", "analytics")
# Who may import whom: the loop backwards (docs/ARCHITECTURE.md).
MAY_IMPORT = {
    "clmsite.kernel": {"clmsite.kernel"},
    "campaigns": {"clmsite.kernel", "campaigns"},
    "leads": {"clmsite.kernel", "campaigns", "leads"},
    "analytics": {"clmsite.kernel", "campaigns", "leads", "analytics"},
    "clmsite": {"clmsite.kernel", "campaigns", "leads", "analytics", "clmsite"},
}
PURE = (
    "analytics/attribution",
    "analytics/metrics",
    "analytics/charts",
    "analytics/next_campaign",
    "analytics/simulator",
    "campaigns/tracking/bots.py",
    "campaigns/tracking/utm.py",
    "campaigns/tracking/channel.py",
    "leads/identity/keys.py",
    "leads/pipeline/stages.py",
    "clmsite/kernel/money.py",
)
BANNED_NAMES = {"utils", "helpers", "common", "misc", "services", "managers"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def sources(*, tests: bool = False) -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and (tests or "tests" not in path.parts)
    ]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def floor_of(module: str) -> str:
    return "clmsite.kernel" if module.startswith("clmsite.kernel") else module.split(".")[0]


def pure_files() -> list[Path]:
    files = []
    for name in PURE:
        place = ROOT / name
        files += [place] if place.is_file() else sorted(place.glob("*.py"))
    return files


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_point_down(path):
    floor = floor_of(module_of(path))
    ours = {name for name in imports_of(path) if name.split(".")[0] in APPS}

    assert {name for name in ours if floor_of(name) not in MAY_IMPORT[floor]} == set()


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    # Lists of facts (source tables, names) may be as long as the facts are.
    if not path.stem.endswith("_data"):
        assert len(text.splitlines()) <= LONGEST_FILE
    assert long == []


@pytest.mark.parametrize("path", pure_files(), ids=name_of)
def test_pure_code_knows_no_django(path):
    outside = {name.split(".")[0] for name in imports_of(path)}

    assert outside.isdisjoint({"django", "rest_framework", "celery", "random"})


def test_every_pure_place_exists():
    assert [name for name in PURE if not (ROOT / name).exists()] == []


def test_no_file_is_a_drawer():
    assert [name_of(p) for p in sources(tests=True) if p.stem in BANNED_NAMES] == []


def test_the_top_level_holds_what_was_agreed():
    wanted = set(APPS) | {"templates", "static", "docs", "benchmarks"}
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}

    assert folders - wanted <= {"node_modules", "var", "staticfiles", "__pycache__"}


@pytest.mark.parametrize("app", APPS)
def test_each_app_says_what_it_owns(app):
    assert ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text()))


def test_tests_can_catch_an_upward_import(tmp_path):
    """The rule itself: a kernel file that imports an app would be found."""
    bad = tmp_path / "bad.py"
    bad.write_text("from leads.models import Lead\n")

    assert {floor_of(name) for name in imports_of(bad)} - MAY_IMPORT["clmsite.kernel"] == {"leads"}
