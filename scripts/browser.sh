#!/bin/sh
# Print the path of a Chromium or Chrome that starts, for the browser tests.
#
# Looks at $CHROMIUM first, then for the usual names. On Debian, as root, it
# installs Debian's own package if there is none. Everything except the path
# goes to standard error.
set -eu

starts() {
    "$1" --version >/dev/null 2>&1
}

find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        path=$(command -v "$name" 2>/dev/null) || continue
        # Some systems ship a stub of that name that only says "install me".
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

if [ -n "${CHROMIUM:-}" ]; then
    if path=$(command -v "$CHROMIUM" 2>/dev/null) && starts "$path"; then
        printf '%s\n' "$path"
        exit 0
    fi
    echo "CHROMIUM is set to '$CHROMIUM', which does not start." >&2
    exit 1
fi

find_browser && exit 0

if is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No browser found: installing Debian's chromium." >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND &&
        { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } >"$log" 2>&1; then
        find_browser && exit 0
        echo "chromium was installed but does not start." >&2
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install chromium." >&2
    fi
    exit 1
fi

cat >&2 <<'END'
The browser tests need Chromium or Google Chrome, and none was found.
  Debian:         sudo apt-get install chromium
  Fedora:         sudo dnf install chromium
  Ubuntu, macOS:  install Google Chrome or Chromium
Or name one: make test CHROMIUM=/path/to/chromium
END
exit 1
