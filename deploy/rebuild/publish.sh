#!/bin/sh
# Put a freshly built site where nginx serves it from, if it is what it should be.
#
#   publish.sh AUDIENCE BUILT SERVED HEADERS
#   publish.sh public /var/lib/patternbook/site /srv/patternbook/public \
#       /etc/nginx/patternbook/public.headers
#
# Run it as root; belongs in /usr/local/sbin/patternbook-publish. Whoever builds
# the site need not be trusted with the server: what is served belongs to root,
# holds no links, and was built for the audience that is named here. Of the
# headers, nothing gets into nginx's settings but lines that add a header.
#
# With any fault it changes nothing and exits with 1: the old site stands.
#
# Variables: GROUP, which the web server belongs to (www-data); TEST and RELOAD,
# the commands that test nginx's settings and make it read them.
set -eu

fail() {
    echo "$1 Nothing was changed." >&2
    exit 1
}

[ $# = 4 ] || fail "Say: publish.sh AUDIENCE BUILT SERVED HEADERS."
audience=$1 built=$2 served=$3 headers=$4
new=$served.new old=$served.old

[ -f "$built/index.html" ] || fail "There is no site in $built."
[ ! -L "$served" ] || fail "$served is a link. Make it a folder."

mkdir -p "${served%/*}" "${headers%/*}"
# Copy first and look afterwards: what is looked at can then change no more.
umask 077
rm -rf "$new"
trap 'rm -rf "$new"' EXIT
cp -RP "$built" "$new"

[ -z "$(find "$new" ! -type f ! -type d | head -n 1)" ] ||
    fail "$built holds links or other things that are neither files nor folders."
for made in audience nginx.conf; do
    [ -f "$new/.patternbook/$made" ] ||
        fail "There is no .patternbook/$made in $built. Build the site again."
done
was=$(cat "$new/.patternbook/audience")
[ "$was" = "$audience" ] ||
    fail "The site was built for another audience than “$audience”."
# shellcheck disable=SC2016 # the dollar sign is meant
if LC_ALL=C grep -Evq '^(#[^[:cntrl:]]*|add_header [A-Za-z-]+ "[^"\\$[:cntrl:]]*" always;)?$' \
    "$new/.patternbook/nginx.conf"; then
    fail "The headers in $built hold something other than headers."
fi

chgrp -R "${GROUP:-www-data}" "$new"
chmod -R u=rwX,g=rX,o= "$new"

# nginx must accept the headers before the site changes.
[ ! -f "$headers" ] || cp "$headers" "$headers.old"
cp "$new/.patternbook/nginx.conf" "$headers"
if ! ${TEST:-nginx -t -q}; then
    if [ -f "$headers.old" ]; then mv "$headers.old" "$headers"; else rm "$headers"; fi
    fail "nginx does not accept its settings with the new headers."
fi
rm -f "$headers.old"

rm -rf "$old"
[ ! -d "$served" ] || mv "$served" "$old"
if ! mv "$new" "$served"; then
    [ ! -d "$old" ] || mv "$old" "$served"
    fail "The site could not be put into $served."
fi
rm -rf "$old"
${RELOAD:-systemctl reload nginx}
echo "The site is in $served."
