#!/bin/sh
# Print the path of a Java that starts, for the test that runs the Nu HTML checker.
#
# Looks at $JAVA first, then at $JAVA_HOME and for the usual name. On Debian, as
# root, it installs Debian's own package if there is none. Everything except the
# path goes to standard error.
set -eu

# Some systems ship a stub of that name that only says "install me".
starts() {
    "$1" -version >/dev/null 2>&1
}

find_java() {
    for name in "${JAVA_HOME:-/nowhere}/bin/java" java /opt/homebrew/opt/openjdk/bin/java; do
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

if [ -n "${JAVA:-}" ]; then
    if path=$(command -v "$JAVA" 2>/dev/null) && starts "$path"; then
        printf '%s\n' "$path"
        exit 0
    fi
    echo "JAVA is set to '$JAVA', which does not start." >&2
    exit 1
fi

find_java && exit 0

if is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Java found: installing Debian's default-jre-headless." >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND &&
        { apt-get update -q && apt-get install -y -q --no-install-recommends default-jre-headless; } >"$log" 2>&1; then
        find_java && exit 0
        echo "default-jre-headless was installed but does not start." >&2
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install default-jre-headless." >&2
    fi
    exit 1
fi

cat >&2 <<'END'
The test of the pages' HTML needs Java, and none was found.
  Debian, Ubuntu: sudo apt-get install default-jre-headless
  Fedora:         sudo dnf install java-latest-openjdk-headless
  macOS:          brew install openjdk
Or name one: make test JAVA=/path/to/java
END
exit 1
