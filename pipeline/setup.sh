#!/usr/bin/env bash
# Installs the system packages that sparse-cortex needs, if they are missing. SKIP_SETUP=1 only prints the command.
set -euo pipefail

declare -A why=(
    [libhdf5-dev]="artifacts are HDF5 files" [libopenblas-dev]="dense products" [zlib1g-dev]="compressed datasets"
    [libarchive-dev]="datasets in archives" [libssl-dev]="digests" [gnuplot-nox]="figures" [fonts-dejavu-core]="text in figures" [pkg-config]="finding the libraries"
)
missing=()
for package in "${!why[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    # pkgconf replaces pkg-config on newer systems
    [ "$package" = pkg-config ] && command -v pkg-config >/dev/null && state=installed
    # any other of Debian's gnuplot packages will do
    [ "$package" = gnuplot-nox ] && command -v gnuplot >/dev/null && state=installed
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort)

echo "sparse-cortex needs system packages that are not installed:"
for package in "${missing[@]}"; do echo "  $package (${why[$package]})"; done
become=()
[ "$(id -u)" = 0 ] || become=(sudo)
install=("${become[@]}" apt-get install -y --no-install-recommends "${missing[@]}")
if [ -n "${SKIP_SETUP:-}" ]; then
    echo "SKIP_SETUP is set, so install them yourself:"
    echo "  ${install[*]}"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "This is not Debian or Ubuntu (there is no apt-get): install the equivalent packages, then run make again." >&2
    exit 1
fi
echo "Installing them: ${install[*]}"
"${become[@]}" apt-get update -q
DEBIAN_FRONTEND=noninteractive "${install[@]}"
