#!/bin/sh
# Print the path of a LibreOffice that starts, for the tests of Word documents.
#
# Looks at $OFFICE first, then for the usual names. On Debian, as root, it
# installs Debian's own package of the writer if there is none.
set -eu
. "${0%/*}/program.sh"

given=${OFFICE:-} variable=OFFICE
what=LibreOffice package=libreoffice-writer-nogui version=--version
advice="The tests of Word documents need LibreOffice, and none was found.
  Debian, Ubuntu: sudo apt-get install libreoffice-writer-nogui
  Fedora:         sudo dnf install libreoffice-writer
  macOS:          brew install --cask libreoffice"

print_program soffice libreoffice /usr/lib/libreoffice/program/soffice \
    /Applications/LibreOffice.app/Contents/MacOS/soffice
