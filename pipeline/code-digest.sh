#!/bin/sh
# Writes a Swift file with the code digest of a stage. Run by the CodeDigest plugin while building.
# usage: code-digest.sh PACKAGE_FOLDER OUTPUT SOURCE_FOLDER...
set -eu
package=$1 output=$2
shift 2
cd "$package"
digest=$({
    swiftc --version 2>/dev/null
    find "$@" -type f \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.inc' -o -name '*.modulemap' \) \
        | sed "s|^$package/||" | LC_ALL=C sort | xargs sha256sum
} | sha256sum | cut -d' ' -f1)
printf '/// SHA-256 of the sources that decide the outputs of this stage.\nlet codeDigest = "%s"\n' "$digest" >"$output"
