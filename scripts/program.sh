# Find a program that starts, or have Debian's package of it installed. Read by browser.sh, java.sh
# and office.sh, which say what they look for:
#
#   given=$JAVA variable=JAVA         a path that somebody has named, and the variable that holds it
#   what=Java package=a-package       what it is called, and Debian's package of it
#   version=--version                 how it is asked for its version, which shows that it starts
#   advice='…'                        what to do where it cannot be installed from here
#   print_program NAME…               the names under which to look for it
#
# Prints its path; everything else goes to standard error.

starts() {
    "$1" "$version" >/dev/null 2>&1
}

find_program() {
    for name in "$@"; do
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

install_package() {
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get update -q && apt-get install -y -q --no-install-recommends "$package"
}

print_program() {
    if [ -n "$given" ]; then
        find_program "$given" && return 0
        echo "$variable is set to '$given', which does not start." >&2
        return 1
    fi
    find_program "$@" && return 0
    if ! { is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }; then
        printf '%s\n' "$advice" "Or name one: make test $variable=/path/to/it" >&2
        return 1
    fi
    echo "No $what found: installing Debian's $package." >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if install_package >"$log" 2>&1; then
        find_program "$@" && return 0
        echo "$package was installed but does not start." >&2
    else
        tail -n 20 "$log" >&2
        echo "apt-get could not install $package." >&2
    fi
    return 1
}
