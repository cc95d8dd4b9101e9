#!/usr/bin/env bash
# Runs the kernels of devices on Oclgrind (Debian's package), which simulates them item by item and reports races. A kernel without
# one of its barriers must be reported, all others must not.
set -euo pipefail
cd "$(dirname "$0")/.."

library=$(find /usr/lib /usr/local/lib -name liboclgrind-rt-icd.so 2>/dev/null | head -1)
if [ -z "$library" ]; then
    echo "SKIPPED: Oclgrind is not installed (Debian's package oclgrind)"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "$library" >"$folder/oclgrind.icd"

# $1: the test. Prints how many lines the simulator reported.
report() {
    rm -f "$folder/log"
    OCL_ICD_VENDORS=$folder OCLGRIND_DATA_RACES=1 OCLGRIND_LOG=$folder/log \
        swift test -c release -Xswiftc -enable-testing --skip-build --disable-xctest --filter "RaceTests/$1" >"$folder/out" 2>&1 ||
        { cat "$folder/out" >&2; return 1; }
    grep -q 'Test run with 1 test' "$folder/out" || { cat "$folder/out" >&2; return 1; }
    if [ -f "$folder/log" ]; then wc -l <"$folder/log"; else echo 0; fi
}

found=$(report kernelsOfALayer)
if [ "$found" != 0 ]; then
    head -40 "$folder/log"
    echo "Oclgrind reported races"
    exit 1
fi
found=$(report aMissingBarrierIsFound)
if [ "$found" = 0 ]; then
    echo "Oclgrind did not report a kernel without a barrier"
    exit 1
fi
echo "no races in the kernels of devices; $found lines about one without a barrier"
