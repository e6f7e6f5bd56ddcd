#!/bin/sh
# Write requirements/test.txt, site.txt, pdf.txt and scale.txt from pyproject.toml.
#
# Each lock holds for every platform and every Python from 3.11 on. Versions
# stay as they are unless pyproject.toml asks for another, or UPGRADE=1 is set.
set -eu

uv_version=0.13.9
venv=${VENV:-.venv}
uv_venv=$venv/.lock

[ -x "$uv_venv/bin/uv" ] || "$venv/bin/python" -m venv "$uv_venv"
"$uv_venv/bin/python" -m pip --disable-pip-version-check --no-input \
    install --quiet "uv==$uv_version"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lock() {
    purpose=$1
    about=$2
    shift 2
    target=requirements/$purpose.txt
    [ ! -f "$target" ] || sed '/^#/d' "$target" >"$work/$purpose.txt"
    "$uv_venv/bin/uv" pip compile pyproject.toml "$@" \
        --group pyproject.toml:build \
        --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-header --no-annotate --no-config --quiet \
        ${UPGRADE:+--upgrade} --output-file "$work/$purpose.txt" >/dev/null
    {
        echo "# $about"
        echo "# Made by \`make lock\` from pyproject.toml; do not edit by hand."
        cat "$work/$purpose.txt"
    } >"$work/new"
    mv "$work/new" "$target"
    echo "Wrote $target"
}

lock test "What building, testing and checking need, with the build backend." \
    --extra site --extra pdf --extra agree --extra data --extra test
# The same versions as in the test lock: one environment serves all.
lock site "What building the site and every command need, with the build backend." \
    --extra site --extra agree --extra data --constraint requirements/test.txt
lock pdf "What building the site with PDFs needs, with the build backend." \
    --extra site --extra pdf --extra agree --extra data --constraint requirements/test.txt
lock scale "What trying the measures on Apache Spark needs, beyond what testing needs." \
    --extra site --extra pdf --extra agree --extra data --extra test --extra scale \
    --constraint requirements/test.txt
