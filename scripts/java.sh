#!/bin/sh
# Print the path of a Java that starts, for the test that runs the Nu HTML checker.
#
# Looks at $JAVA first, then at $JAVA_HOME and for the usual name. On Debian, as
# root, it installs Debian's own package if there is none.
set -eu
. "${0%/*}/program.sh"

given=${JAVA:-} variable=JAVA
what=Java package=default-jre-headless version=-version
advice="The test of the pages' HTML needs Java, and none was found.
  Debian, Ubuntu: sudo apt-get install default-jre-headless
  Fedora:         sudo dnf install java-latest-openjdk-headless
  macOS:          brew install openjdk"

print_program "${JAVA_HOME:-/nowhere}/bin/java" java /opt/homebrew/opt/openjdk/bin/java
