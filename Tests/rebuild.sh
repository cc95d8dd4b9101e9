#!/usr/bin/env bash
# Edits a comment in one module, rebuilds, makes figure2 again, and checks which stages ran: with a change in Analysis no
# network may be trained again. Works on a copy of the store's smoke figure; the edit is undone whatever happens.
set -euo pipefail
cd "$(dirname "$0")/.."
source=Sources/Analysis/AccuracySummary.swift
store=$(mktemp -d)
original=$(mktemp)
log=$(mktemp)
cp -p "$source" "$original"
restore() {
    cp -p "$original" "$source"
    touch "$source" # so that the next build sees it
    rm -rf "$store" "$original" "$log"
}
trap restore EXIT

make --no-print-directory figure2 PROFILE=smoke STORE="$store" >/dev/null 2>&1
before=$(cat "$store/code/train") digest=$(readlink "$store/figures/smoke/figure2/figure2.svg")
printf '\n// A comment that changes no number.\n' >>"$source"
target=$store/figures/smoke/figure2/accuracy.h5
make --no-print-directory why PROFILE=smoke STORE="$store" TARGET="$target" >"$log" 2>&1 || { cat "$log"; exit 1; }
grep -q 'code of stage analyze changed' "$log" || { echo "rebuild: make why does not name the code"; cat "$log"; exit 1; }
make --no-print-directory figure2 PROFILE=smoke STORE="$store" >"$log" 2>&1 || { cat "$log"; exit 1; }

fail() {
    echo "rebuild: $1"
    cat "$log"
    exit 1
}
[ "$(cat "$store/code/train")" = "$before" ] || fail "the code digest of train changed with a comment in Analysis"
! grep -q '^train: ' "$log" || fail "a comment in Analysis made train run"
! grep -qE '^(fetch-data|build-mask): ' "$log" || fail "a comment in Analysis made data or masks run"
grep -q '^analyze: .* in [0-9.]* s' "$log" || fail "a comment in Analysis did not make analyze run"
[ "$(readlink "$store/figures/smoke/figure2/figure2.svg")" = "$digest" ] || fail "the figure changed"
echo "rebuild: a comment in Analysis ran analyze, and no training; the figure kept its digest"
