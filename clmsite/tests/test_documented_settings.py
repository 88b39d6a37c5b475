"""Every environment variable that is read is in docs/deploy.md, and nothing else is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
READ = re.compile(r'\bread_(?:str|bool|int|list|choice|database|cache)\(\s*"([A-Z0-9_]+)"')


def sources() -> list[Path]:
    apps = ("clmsite", "campaigns", "leads", "analytics")
    return [p for app in apps for p in (ROOT / app).rglob("*.py") if "tests" not in p.parts]


def variables() -> set[str]:
    return {name for path in sources() for name in READ.findall(path.read_text(encoding="utf-8"))}


def documented() -> set[str]:
    """The names in the first column of the settings table."""
    table = DEPLOY.split("## Settings")[1].split("Only in containers")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def test_the_reader_of_this_test_finds_settings():
    assert {"SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXIES"} <= variables()
    assert len(variables()) > 20


def test_every_variable_is_documented():
    assert variables() - documented() == set()


def test_nothing_is_documented_that_nobody_reads():
    assert documented() - variables() == set()


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile"])
def test_the_containers_set_only_variables_that_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    set_here = set(re.findall(r"^\s+([A-Z][A-Z0-9_]+)(?::\s|=)", text, re.MULTILINE))
    known = variables() | {f"{variable}_FILE" for variable in variables()}
    foreign = {name for name in set_here if name.startswith(("GRANIAN_", "POSTGRES_", "PYTHON"))}

    assert (
        set_here - known - foreign - {"PATH", "DJANGO_SETTINGS_MODULE", "WORKER_PROCESSES", "CMD"}
        == set()
    )
