#!/usr/bin/env bash
# Copies objects and recipes between two stores, or a store and a remote: sync.sh push|pull STORE REMOTE
#
# They are immutable and known by their digests, so what is there already is left, and a copy that was broken off goes on
# where it was. Objects, and notes of those that were
# dropped to save space, go before the recipes that name them. Links are not copied: make sets them again from the recipes,
# without computing. A REMOTE with a colon that rclone knows (rclone listremotes) goes through rclone, others through rsync.
set -euo pipefail
direction=$1 store=$2 remote=${3:-}
[ -n "$remote" ] || { echo "sync: name where to with REMOTE=…: a folder, host:folder, or one of rclone's remotes" >&2; exit 64; }

uses_rclone() {
    command -v rclone >/dev/null && rclone listremotes | grep -qxF "${remote%%:*}:"
}

copy() { # FROM TO: one folder
    if uses_rclone; then
        # Also compares what is there by size; a difference is an error, never an overwrite.
        rclone copy --immutable --transfers 4 "$1" "$2"
        return
    fi
    command -v rsync >/dev/null || { echo "sync: rsync is missing; apt-get install rsync" >&2; exit 69; }
    local temporary=()
    # Unfinished files stay out of the store's folders.
    if [ "$direction" = pull ]; then mkdir -p "$store/tmp" && temporary=(--temp-dir="$(realpath "$store")/tmp"); fi
    rsync --recursive --times --perms --no-links --ignore-existing --mkpath "${temporary[@]}" "$1/" "$2/"
}

# Where nothing was dropped a remote has no such folder.
is_on_remote() { # FOLDER
    if uses_rclone; then rclone lsf "$remote/$1" >/dev/null 2>&1; else rsync --list-only "$remote/$1/" >/dev/null 2>&1; fi
}

for folder in objects dropped recipes; do
    case $direction in
        push) if [ -d "$store/$folder" ]; then copy "$store/$folder" "$remote/$folder"; fi ;;
        pull) if [ $folder = dropped ] && ! is_on_remote dropped; then continue; fi
            mkdir -p "$store/$folder" && copy "$remote/$folder" "$store/$folder" ;;
        *) echo "sync: push or pull, not $direction" >&2; exit 64 ;;
    esac
done
