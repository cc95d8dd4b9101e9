#!/usr/bin/env bash
# Runs one command on this machine and ends with its exit code: local.sh COMMAND …
#
# If the command was killed (nearly always by the kernel, because memory ran out), this script says so, and says what the command
# needed according to the plan (SPARSE_CORTEX_NEEDS_MB), what there is, and what to do. Asked to end, it passes that on.
set -u

# shellcheck source=pipeline/control-group.sh
. "$(dirname "$0")/../control-group.sh"

# The control group that counts this process's memory; nothing if there is none.
group=
find_group() {
    while IFS= read -r folder; do
        if [ -z "$group" ] && { [ -r "$folder/memory.events" ] || [ -r "$folder/memory.oom_control" ]; }; then group=$folder; fi
    done < <(control_groups memory)
}

# How many of the group's processes the kernel has killed for memory; nothing if that is not known.
kills=
count_kills() {
    kills=
    for file in "$group/memory.events" "$group/memory.oom_control"; do
        if [ -z "$group" ] || [ ! -r "$file" ]; then continue; fi
        while read -r key value; do [ "$key" != oom_kill ] || kills=$value; done <"$file"
    done
}

# The lowest limit of the groups, in MB; nothing if there is none.
limit() {
    least=
    while IFS= read -r folder; do
        for file in "$folder/memory.max" "$folder/memory.limit_in_bytes"; do
            # A number near 2^63 means no limit, and is more than a shell can compare.
            if [ -r "$file" ] && read -r bytes <"$file" && [ "$bytes" != max ] && [ ${#bytes} -lt 18 ]; then
                [ -n "$least" ] && [ "$bytes" -ge "$least" ] || least=$bytes
            fi
        done
    done < <(control_groups memory)
    [ -z "$least" ] || echo $((least / 1048576))
}

# $1: the command.
explain() {
    before=$kills
    count_kills
    if [ -n "$before" ] && [ "$kills" -gt "$before" ]; then
        echo "$1: was killed (signal 9) because memory ran out"
    else
        echo "$1: was killed (signal 9), most likely because memory ran out"
    fi
    has=$(awk '/^MemTotal:/ {print "this machine has " int($2 / 1024) " MB"}' /proc/meminfo 2>/dev/null)
    least=$(limit)
    has="${has}${least:+${has:+, }its control group may use $least MB}"
    needs=${SPARSE_CORTEX_NEEDS_MB:-}
    [ -z "$needs" ] || echo "  According to the plan it needs up to $needs MB${has:+; $has}."
    if [ -n "$least" ] && [ -n "$needs" ] && [ "$needs" -gt "$least" ]; then
        echo "  That is more than there is: run it where there is more memory."
    else
        echo "  Run fewer at a time: MEMORY=2G limits what all use together; -j1 runs one at a time, with THREADS=4 on more cores."
    fi
    echo "  Run the same line again to continue: finished work stays, and a training goes on from what it saved last."
}

child='' ending=''
pass_on() {
    ending=1
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}

# What waits for room ends when Make is no longer there: nobody would see it end, and others would wait for it.
export SPARSE_CORTEX_STARTED_BY=$PPID
find_group
count_kills
trap pass_on INT TERM HUP
# Bash has a message of its own for a killed command; the one below is better.
exec 3>&2 2>/dev/null
"$@" <&0 2>&3 3>&- &
child=$!
[ -z "$ending" ] || pass_on
# This needs bash: sh waits for ever if the process that started it has blocked SIGCHLD.
wait "$child"
code=$?
# A signal ends the waiting, not the command.
while kill -0 "$child"; do
    wait "$child"
    code=$?
done
[ $code != 137 ] || explain "${1##*/}" >&3
exit $code
