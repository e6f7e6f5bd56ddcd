#!/bin/sh
# Print the path of an nginx that starts, for the tests of hosting.
#
# Looks at $NGINX first, then for the usual names. On Debian, as root, it
# fetches Debian's own package if there is none, and unpacks the program into
# the virtual environment instead of installing it: so no service is set up,
# none starts, and nothing listens on this machine. Everything except the path
# goes to standard error.
set -eu

unpacked=${VENV:-.venv}/nginx

# nginx itself takes a variable of that name for a list of open sockets.
starts() {
    env -u NGINX "$1" -v >/dev/null 2>&1
}

find_nginx() {
    for name in nginx /usr/sbin/nginx /usr/local/sbin/nginx /opt/homebrew/bin/nginx \
        "$unpacked/usr/sbin/nginx"; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if starts "$path"; then
            # The tests run in other folders.
            case $path in
                /*) printf '%s\n' "$path" ;;
                *) printf '%s/%s\n' "$PWD" "$path" ;;
            esac
            return 0
        fi
    done
    return 1
}

is_debian() {
    [ -r /etc/os-release ] && [ "$(. /etc/os-release && printf '%s' "${ID:-}")" = debian ]
}

# Fetch and unpack the package, and install the libraries that it needs: those
# are no services.
unpack() (
    cd "$1" &&
        apt-get update -q &&
        apt-get download -q nginx &&
        libraries=$(dpkg-deb --field nginx_*.deb Depends | tr ',' '\n' |
            sed -n 's/^ *\(lib[^ (:]*\).*/\1/p') &&
        # shellcheck disable=SC2086 # one word for each library
        apt-get install -y -q --no-upgrade --no-install-recommends $libraries &&
        dpkg-deb --extract nginx_*.deb nginx
)

if [ -n "${NGINX:-}" ]; then
    if path=$(command -v "$NGINX" 2>/dev/null) && starts "$path"; then
        printf '%s\n' "$path"
        exit 0
    fi
    echo "NGINX is set to '$NGINX', which does not start." >&2
    exit 1
fi

find_nginx && exit 0

if is_debian && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No nginx found: unpacking Debian's into $unpacked." >&2
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    chmod 755 "$scratch"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    if unpack "$scratch" >"$scratch/log" 2>&1; then
        rm -rf "$unpacked"
        mkdir -p "${unpacked%/*}"
        mv "$scratch/nginx" "$unpacked"
        find_nginx && exit 0
        echo "nginx was unpacked but does not start." >&2
    else
        tail -n 20 "$scratch/log" >&2
        echo "apt-get could not fetch nginx." >&2
    fi
    exit 1
fi

cat >&2 <<'END'
The tests of hosting need nginx, and none was found. It need not run.
  Debian, Ubuntu: sudo apt-get install nginx-light && sudo systemctl disable --now nginx
  Fedora:         sudo dnf install nginx
  macOS:          brew install nginx
Or name one: make test NGINX=/path/to/nginx
END
exit 1
