#!/bin/sh
# Writes a Swift file with the code digest of a stage. The CodeDigest plugin runs it while building.
# usage: code-digest.sh PACKAGE_FOLDER OUTPUT SOURCE_FOLDER...
set -eu
package=$1 output=$2
shift 2
cd "$package"
compiler=$(swiftc --version 2>/dev/null)
# Paths are relative to the package, so that the digest is the same wherever the package is.
sources=$(for folder in "$@"; do
    find "./${folder#"$package"/}" -type f \
        \( -name '*.swift' -o -name '*.c' -o -name '*.h' -o -name '*.cl' -o -name '*.inc' -o -name '*.modulemap' \)
done | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum)
digest=$(printf '%s\n%s\n' "$compiler" "$sources" | sha256sum | cut -d' ' -f1)
printf '/// SHA-256 of the sources that decide the outputs of this stage.\nlet codeDigest = "%s"\n' "$digest" >"$output"
