"""Choosing a Python: a new enough one is found, else one sentence says what to install."""

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAUNCHER = Path(__file__).parents[1] / "launcher"
MAIN = runpy.run_path(str(LAUNCHER / "__main__.py"), run_name="launcher_main")


def fake_python(folder: Path, name: str, version: str) -> None:
    """A program that answers the two questions of find-python.sh like Python `version`."""
    folder.mkdir(exist_ok=True)
    numbers = version.replace(".", ", ")
    script = folder / name
    script.write_text(
        f"""#!/bin/sh
case "$2" in
  *exit*) exec {sys.executable} -c "import sys; sys.exit(({numbers}) < (3, 12))" ;;
  *_base_executable*) echo "{script}" ;;
  *) echo {version} ;;
esac
"""
    )
    script.chmod(0o755)


def find_python(path: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run the script with only `path` to look in (and the shell's own tools)."""
    path.mkdir(exist_ok=True)
    for tool in ("sh", "cat", "dirname", "sed"):
        if not (path / tool).exists():
            (path / tool).symlink_to(shutil.which(tool))
    copy = path / "clmsite" / "launcher" / "find-python.sh"
    copy.parent.mkdir(parents=True, exist_ok=True)
    text = (LAUNCHER / "find-python.sh").read_text()
    # This machine's own Pythons are not part of the test.
    copy.write_text(text.replace("/usr/local/bin/python3 /usr/bin/python3", ""))
    (path / ".python-version").write_text("3.13\n")
    given = {"PATH": str(path), "HOME": str(path), **env}
    return subprocess.run([str(path / "sh"), copy], env=given, capture_output=True, text=True)


def test_the_version_in_the_file_is_asked_first(tmp_path):
    fake_python(tmp_path, "python3", "3.12.4")
    fake_python(tmp_path, "python3.13", "3.13.0")

    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3.13")


def test_an_old_python3_is_passed_over_for_a_newer_one(tmp_path):
    fake_python(tmp_path, "python3", "3.11.2")
    fake_python(tmp_path, "python3.12", "3.12.1")

    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3.12")


def test_a_shim_that_is_not_switched_on_is_passed_over(tmp_path):
    broken = tmp_path / "python3.13"
    broken.write_text("#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    broken.chmod(0o755)
    fake_python(tmp_path, "python3", "3.14.1")

    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3")


def test_a_pyenv_version_that_is_not_switched_on_is_found(tmp_path):
    versions = tmp_path / ".pyenv" / "versions" / "3.13.0" / "bin"
    versions.mkdir(parents=True)
    fake_python(versions, "python3", "3.13.0")
    fake_python(tmp_path, "python3", "3.9.18")

    assert find_python(tmp_path).stdout.strip() == str(versions / "python3")


@pytest.mark.parametrize("found", ["", "3.11.2"])
def test_without_a_python_one_sentence_says_what_to_install(tmp_path, found):
    if found:
        fake_python(tmp_path, "python3", found)

    answer = find_python(tmp_path)

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "needs Python 3.12 or newer" in answer.stderr
    assert "install Python 3.13" in answer.stderr
    assert found in answer.stderr


@pytest.mark.parametrize(
    ("version", "is_fine"),
    [((2, 7, 18), False), ((3, 11, 9), False), ((3, 12, 0), True), ((3, 14, 1), True)],
)
def test_the_launcher_itself_refuses_an_old_python(version, is_fine):
    assert (MAIN["complaint"](version) == "") is is_fine


@pytest.mark.parametrize("old", ["3.6.15", "3.8.18", "3.11.7"])
def test_old_pythons_can_read_the_refusal(old):
    python = (
        Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / f"versions/{old}/bin/python"
    )
    if not python.exists():
        pytest.skip(f"no Python {old} on this machine")

    answer = subprocess.run([python, LAUNCHER, "demo"], capture_output=True, text=True)

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert old in answer.stderr
