# shellcheck shell=bash
# For scripts that Bash reads: where the control groups of this process are, whatever makes such groups (containers, schedulers,
# services). Sources/StageKit/ControlGroup.swift finds them in the same way.

# The folders of its group and of all groups above it, one a line, its own first. In version 1 each controller, such as cpu or memory, has
# its own; in a container, the topmost folder is often the only one that is there. ROOT is put before /proc and /sys, for tests.
control_groups() { # CONTROLLER [ROOT]
    local root=${2:-} controllers group
    while IFS=: read -r _ controllers group; do
        [[ -z $controllers || ,$controllers, == *,$1,* ]] || continue
        group=${group%/}
        while :; do
            echo "$root/sys/fs/cgroup${controllers:+/$controllers}$group"
            [ -n "$group" ] || break
            group=${group%/*}
        done
    done < <(cat "$root/proc/self/cgroup" 2>/dev/null || true)
}
