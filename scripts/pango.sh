#!/bin/sh
# See that PDFs can be made: WeasyPrint, which is installed, needs Pango from the system.
#
# On Debian, as root, it installs Debian's own packages if they are missing.
# Elsewhere it says what to install. Everything goes to standard error.
set -eu

python=${VENV:-.venv}/bin/python

works() {
    "$python" -c 'import weasyprint' >/dev/null 2>&1
}

is_debian() {
    [ -r /etc/os-release ] && [ "$(. /etc/os-release && printf '%s' "${ID:-}")" = debian ]
}

works && exit 0

if is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Pango found: installing Debian's." >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND &&
        { apt-get update -q && apt-get install -y -q --no-install-recommends \
            libpango-1.0-0 libpangoft2-1.0-0; } >"$log" 2>&1; then
        works && exit 0
        echo "Pango was installed, but WeasyPrint does not start." >&2
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install Pango." >&2
    fi
    exit 1
fi

# The same sentences that “patternbook build --pdf” prints.
"$python" -c 'from patternbook.printing import CannotPrint, ready
try:
    ready()
except CannotPrint as error:
    raise SystemExit(str(error))' >&2
exit 1
