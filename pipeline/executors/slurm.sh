#!/usr/bin/env bash
# Runs one command as a Slurm job, and ends with its exit code: slurm.sh --name NAME --log FILE --threads N --memory MB --minutes M
# --grace SECONDS --retries N [OPTION OF srun …] -- COMMAND …
#
# The command's messages go to the log. A job is submitted again if its node fails, or if it is warned that its time is running out
# (SIGTERM, GRACE seconds before) and saves what it has (exit code 75). If this script is interrupted, it cancels its job.
set -uo pipefail

options=()
while [ "$1" != -- ]; do
    case $1 in
        --name) name=$2; shift ;;
        --log) log=$2; shift ;;
        --threads) threads=$2; shift ;;
        --memory) memory=$2; shift ;;
        --minutes) minutes=$2; shift ;;
        --grace) grace=$2; shift ;;
        --retries) retries=$2; shift ;;
        *) options+=("$1") ;;
    esac
    shift
done
shift

say() { echo "slurm: $name: $*" >&2; }
# The tag finds the job in the queue, even if other jobs have the same name.
tag=sparse-cortex-$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
# shellcheck source=pipeline/shared-mode.sh
. "$(dirname "$0")/../shared-mode.sh"
follow_mode "$(dirname "$log")"
mkdir -p "$(dirname "$log")"
# Another member of the group may have run it before.
for file in "$log" "$log.job" "$log.lost"; do
    [ ! -e "$file" ] || [ -w "$file" ] || rm -f "$file"
done

job() { squeue --noheader --format '%i %k' --user "$(id -un)" 2>/dev/null | awk -v tag="$tag" '$2 == tag {print $1}'; }

cancel() {
    trap '' INT TERM HUP
    local jobs
    kill -TERM "${srun:-}" "${watcher:-}" 2>/dev/null
    # A job that srun has just asked for appears in the queue a moment later.
    for _ in $(seq 20); do
        jobs=$(job)
        # shellcheck disable=SC2086  # several numbers
        [ -z "$jobs" ] || scancel $jobs
        [ -n "$jobs" ] || kill -0 "${srun:-}" 2>/dev/null || break
        sleep 0.3
    done
    say "cancelled"
    exit 130
}

# Why a job ended, if its command did not end it: TIMEOUT, NODE_FAIL, PREEMPTED, CANCELLED …; Slurm remembers it for a while.
state() {
    if [ -e "$log.lost" ]; then echo LOST; return; fi
    [ -s "$log.job" ] || return
    local told
    if told=$(scontrol --oneliner show job "$(cat "$log.job")" 2>&1); then
        grep -o 'JobState=[A-Z_]*' <<<"$told" | cut -d= -f2
    elif grep -q 'Invalid job id' <<<"$told"; then
        # Slurm knows jobs that have just ended, so this controller has lost the job.
        echo LOST
    fi
}

# shellcheck disable=SC2016  # the job's own variables
note_job='echo "$SLURM_JOB_ID" >"$0.job"; exec "$@"'

submit() {
    rm -f "$log.job" "$log.lost"
    # shellcheck disable=SC2094  # the job is told the log's name, it does not read it
    # In a process group of its own, so that an interrupt at the terminal reaches only this script.
    setsid srun --job-name "$name" --comment "$tag" --ntasks 1 --cpus-per-task "$threads" --mem "${memory}M" --time "$minutes" \
        --signal "TERM@$grace" --no-kill --input none ${options[@]+"${options[@]}"} \
        bash -c "$note_job" "$log" "$@" >>"$log" 2>&1 &
    srun=$!
    watch "$srun" >>"$log" 2>&1 &
    watcher=$!
    wait "$srun"
    local code=$?
    kill "$watcher" 2>/dev/null
    return $code
}

# A controller that died may have lost the job that srun waits for; srun would then wait for ever. If the queue lacks the job twice in
# a row, srun is ended and the command is submitted again.
watch() {
    local missing=0 nap=
    trap '' INT HUP
    trap 'kill "$nap" 2>/dev/null; exit' TERM
    while
        sleep "${SPARSE_CORTEX_QUEUE_SECONDS:-60}" &
        nap=$!
        wait "$nap" && kill -0 "$1" 2>/dev/null
    do
        if queue=$(squeue --noheader --format '%i %k' --user "$(id -un)" 2>/dev/null) && ! grep -q " $tag\$" <<<"$queue"; then
            missing=$((missing + 1))
        else
            missing=0
        fi
        [ $missing -lt 2 ] || { touch "$log.lost"; kill -KILL "$1"; }
    done
}

trap cancel INT TERM HUP
export SPARSE_CORTEX_PROGRESS=lines
unset MAKEFLAGS MFLAGS MAKELEVEL
tries=0
while :; do
    echo "== $(date -u +%Y-%m-%dT%H:%M:%SZ) $*" >>"$log"
    submit "$@"
    code=$?
    if [ $code = 0 ]; then
        rm -f "$log.job"
        grep -E '^[a-z-]+: .* in [0-9]' "$log" | tail -n 1 >&2
        exit 0
    fi
    state=$(state)
    # The command saved its work, because its time ended or another job takes its place. A cancelled job is not wanted again.
    if [ $code = 75 ] && [ "$state" != CANCELLED ]; then
        say "continues in another job"
        continue
    fi
    case $state in
        LOST | NODE_FAIL | PREEMPTED | TIMEOUT | BOOT_FAIL | REVOKED)
            tries=$((tries + 1))
            if [ $tries -le "$retries" ]; then
                say "job ended with $state; submitted again ($tries of $retries)"
                continue
            fi
            say "job ended with $state, $tries times; see $log"
            if [ "$state" = TIMEOUT ]; then
                say "nothing was finished in $minutes minutes: raise longest or time-factor in the settings"
            fi
            ;;
        OUT_OF_MEMORY)
            say "job needed more than $memory MB: raise memory-factor in the settings; run the same line again to continue," \
                "a training from what it saved last; see $log"
            ;;
        *)
            if [ $code = 137 ]; then
                say "was killed (signal 9), most likely because memory ran out: it had asked for $memory MB. Raise memory-factor in the" \
                    "settings; run the same line again to continue, a training from what it saved last"
            fi
            say "failed (exit code $code${state:+, $state}); the end of $log:"
            tail -n 5 "$log" | sed 's/^/  /' >&2
            ;;
    esac
    exit "$code"
done
