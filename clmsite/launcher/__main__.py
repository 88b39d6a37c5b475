"""Checks the Python version, then hands over to cli.py.

This file must parse on very old Pythons too, or they could not be told that they are old.
"""

import importlib.util
import os
import sys

OLDEST = (3, 12)


def complaint(version):
    """One sentence for a Python that is too old, else an empty text."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        "Closed Loop needs Python 3.12 or newer, but this is Python "
        + ".".join(str(part) for part in version[:3])
        + " ("
        + sys.executable
        + "): install Python 3.13 (for example `pyenv install 3.13`, or the python3 package of"
        + " Debian 13 or later) and run the same command again."
    )


def load_package():
    """Import this folder as the package `launcher`, without touching the package around it."""
    here = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        "launcher", os.path.join(here, "__init__.py"), submodule_search_locations=[here]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["launcher"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    problem = complaint(sys.version_info)
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(1)
    load_package()
    from launcher.cli import main

    sys.exit(main(sys.argv[1:]))
