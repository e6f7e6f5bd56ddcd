#!/bin/sh
# Print the path of a LibreOffice that starts, for the tests of Word documents.
#
# Looks at $OFFICE first, then for the usual names. On Debian, as root, it
# installs Debian's own package of the writer if there is none. Everything
# except the path goes to standard error.
set -eu

starts() {
    "$1" --version >/dev/null 2>&1
}

find_office() {
    for name in soffice libreoffice /usr/lib/libreoffice/program/soffice \
        /Applications/LibreOffice.app/Contents/MacOS/soffice; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if starts "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

is_debian() {
    [ -r /etc/os-release ] && [ "$(. /etc/os-release && printf '%s' "${ID:-}")" = debian ]
}

if [ -n "${OFFICE:-}" ]; then
    if path=$(command -v "$OFFICE" 2>/dev/null) && starts "$path"; then
        printf '%s\n' "$path"
        exit 0
    fi
    echo "OFFICE is set to '$OFFICE', which does not start." >&2
    exit 1
fi

find_office && exit 0

if is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No LibreOffice found: installing Debian's libreoffice-writer-nogui." >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND &&
        { apt-get update -q && apt-get install -y -q --no-install-recommends libreoffice-writer-nogui; } >"$log" 2>&1; then
        find_office && exit 0
        echo "libreoffice-writer-nogui was installed but does not start." >&2
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install libreoffice-writer-nogui." >&2
    fi
    exit 1
fi

cat >&2 <<'END'
The tests of Word documents need LibreOffice, and none was found.
  Debian, Ubuntu: sudo apt-get install libreoffice-writer-nogui
  Fedora:         sudo dnf install libreoffice-writer
  macOS:          brew install --cask libreoffice
Or name one: make test OFFICE=/path/to/soffice
END
exit 1
