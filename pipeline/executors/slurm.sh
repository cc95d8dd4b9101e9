#!/usr/bin/env bash
# Runs one command as a job of Slurm, and ends as it ends: slurm.sh --name NAME --log FILE --threads N --memory MB --minutes M
# --grace SECONDS --retries N [OPTION OF srun …] -- COMMAND …
#
# What the command says goes to the log. A job that is told that its time ends (SIGTERM, GRACE seconds before) and saves what it has
# (exit code 75), or whose node fails, is submitted again. Interrupted, it cancels its job.
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
# By which the job is found in the queue, whoever else has jobs of that name.
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
    # What srun was just asking for comes into the queue a moment later.
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

# Why a job ended that its command did not end: TIMEOUT, NODE_FAIL, PREEMPTED, CANCELLED …; Slurm knows it for a while.
state() {
    if [ -e "$log.lost" ]; then echo LOST; return; fi
    [ -s "$log.job" ] || return
    local told
    if told=$(scontrol --oneliner show job "$(cat "$log.job")" 2>&1); then
        grep -o 'JobState=[A-Z_]*' <<<"$told" | cut -d= -f2
    elif grep -q 'Invalid job id' <<<"$told"; then
        # A job that has just ended is known, so this controller has lost it.
        echo LOST
    fi
}

# shellcheck disable=SC2016  # the job's own variables
note_job='echo "$SLURM_JOB_ID" >"$0.job"; exec "$@"'

submit() {
    rm -f "$log.job" "$log.lost"
    # shellcheck disable=SC2094  # the job is told the log's name, it does not read it
    # In a group of its own, so that an interrupt at the terminal comes here alone.
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

# A controller that died may have lost the job that srun waits for; srun would then wait for ever. Asked twice, the queue has no such
# job: srun is ended, and the command submitted again.
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
export SPARSE_CORTEX_PROGRESS=lines SPARSE_CORTEX_SAVES=1
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
    # Saved, since its time ended or another job takes its place; whoever cancels a job does not want it again.
    if [ $code = 75 ] && [ "$state" != CANCELLED ]; then
        say "goes on in another job"
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
            say "job needed more than $memory MB: raise memory-factor in the settings; the same line again goes on," \
                "of a training after its last finished epoch; see $log"
            ;;
        *)
            if [ $code = 137 ]; then
                say "was killed (signal 9), most often since memory ran out: it had asked for $memory MB. Raise memory-factor in the" \
                    "settings; the same line again goes on, of a training after its last finished epoch"
            fi
            say "failed (exit code $code${state:+, $state}); the end of $log:"
            tail -n 5 "$log" | sed 's/^/  /' >&2
            ;;
    esac
    exit "$code"
done
