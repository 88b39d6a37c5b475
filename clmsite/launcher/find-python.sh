#!/bin/sh
# Prints the best Python for Closed Loop (3.12 or newer) or says in one sentence what to install.
# The version in .python-version is asked first, so that pyenv's choice wins; a pyenv shim that
# is not switched on answers with an error and is passed over.
here=$(dirname "$0")
wanted=$(cat "$here/../../.python-version" 2>/dev/null || echo 3.13)
old=""
for candidate in "$PYTHON" "python$wanted" python3 python3.14 python3.13 python3.12 python \
    /usr/local/bin/python3 /usr/bin/python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    [ -n "$candidate" ] || continue
    command -v "$candidate" >/dev/null 2>&1 || continue
    version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
        # Inside an active virtual environment this is the Python it was made from.
        "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)'
        exit 0
    fi
    [ -n "$old" ] || old="; the newest found is Python $version at $(command -v "$candidate")"
done
echo "Closed Loop needs Python 3.12 or newer${old:-; none was found}: install Python 3.13 (for example \`pyenv install 3.13\`, or the python3 package of Debian 13 or later) and run the same command again." >&2
exit 1
