#!/usr/bin/env bash
# How many processors this process may use: those that it may run on, and no more than the quotas of its control group and all groups
# above it allow. Sources/StageKit/ControlGroup.swift counts them in the same way; this script exists because Make needs the number
# before anything is built. OMP_NUM_THREADS, which nproc obeys, is about the threads of one program, not about how many programs run.
#
# cores.sh [ROOT]: ROOT is put before /proc and /sys, for tests.
set -euo pipefail
# shellcheck source=pipeline/control-group.sh
. "$(dirname "$0")/control-group.sh"
root=${1:-}
cores=$(env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc)

limit() { # QUOTA PERIOD
    [[ $1 =~ ^[1-9][0-9]*$ && $2 =~ ^[1-9][0-9]*$ ]] || return 0
    local most=$((($1 + $2 - 1) / $2))
    [ "$most" -ge "$cores" ] || cores=$most
}

while IFS= read -r folder; do
    if [ -r "$folder/cpu.max" ] && read -r quota period <"$folder/cpu.max"; then limit "$quota" "$period"; fi
    if [ -r "$folder/cpu.cfs_quota_us" ] && [ -r "$folder/cpu.cfs_period_us" ]; then
        limit "$(<"$folder/cpu.cfs_quota_us")" "$(<"$folder/cpu.cfs_period_us")"
    fi
done < <(control_groups cpu "$root")
echo "$cores"
