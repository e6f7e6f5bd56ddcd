#!/bin/sh
# Print the path of a Chromium or Chrome that starts, for the browser tests.
#
# Looks at $CHROMIUM first, then for the usual names. On Debian, as root, it
# installs Debian's own package if there is none.
set -eu
. "${0%/*}/program.sh"

given=${CHROMIUM:-} variable=CHROMIUM
what=browser package=chromium version=--version
advice="The browser tests need Chromium or Google Chrome, and none was found.
  Debian:         sudo apt-get install chromium
  Fedora:         sudo dnf install chromium
  Ubuntu, macOS:  install Google Chrome or Chromium"

print_program chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"
