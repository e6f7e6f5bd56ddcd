#!/bin/sh
# Make the virtual environment ready for one purpose: setup.sh site|pdf|test|scale
# (or make it and leave it empty: setup.sh empty)
#
# Installs the locked packages, checked against their hashes, and then the
# project itself in place. Does nothing when that has been done already: what
# was installed is remembered by content, not by date, so a fresh checkout of
# the same files installs nothing again.
set -eu

purpose=${1:?usage: setup.sh site|pdf|test|scale|empty}
python=${PYTHON:-python3}
venv=${VENV:-.venv}
lock=requirements/$purpose.txt
marks=$venv/.patternbook

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@"
}

same() {
    [ -f "$2" ] && cmp -s "$1" "$2"
}

if ! is_recent "$venv/bin/python"; then
    if ! command -v "$python" >/dev/null 2>&1; then
        echo "There is no '$python' here. Patternbook needs Python 3.11 or later." >&2
        echo "If it has another name: make PYTHON=python3.12 ..." >&2
        exit 1
    fi
    if ! is_recent "$python"; then
        echo "Patternbook needs Python 3.11 or later; '$python' is $("$python" --version 2>&1)." >&2
        echo "If a later one has another name: make PYTHON=python3.12 ..." >&2
        exit 1
    fi
    echo "Making $venv with $("$python" --version)" >&2
    if ! "$python" -m venv --clear "$venv"; then
        rm -rf "$venv"
        echo "Could not make a virtual environment." >&2
        echo "On Debian and Ubuntu, venv is a package of its own: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
[ "$purpose" != empty ] || exit 0
mkdir -p "$marks"

# The scale lock holds everything that the test lock holds, that all of the pdf lock, and that all
# of the site lock, each at the same versions.
is_installed() {
    case $purpose in
        site) larger="site pdf test scale" ;;
        pdf) larger="pdf test scale" ;;
        test) larger="test scale" ;;
        *) larger=$purpose ;;
    esac
    for each in $larger; do
        if same "requirements/$each.txt" "$marks/$each.txt"; then
            return 0
        fi
    done
    return 1
}

if ! is_installed; then
    echo "Installing $lock into $venv" >&2
    rm -f "$marks"/*.txt
    pip install --quiet --require-hashes --requirement "$lock"
    cp "$lock" "$marks/$purpose.txt"
fi

# The installed project depends on its description and on the folder it lies in.
{ pwd && cat pyproject.toml; } >"$marks/project.new"
if ! same "$marks/project.new" "$marks/project"; then
    pip install --quiet --no-build-isolation --no-deps --no-index --editable .
    mv "$marks/project.new" "$marks/project"
fi
rm -f "$marks/project.new"
