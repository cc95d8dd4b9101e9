#!/usr/bin/env bash
# Copies objects and recipes between two stores, or a store and a remote: sync.sh push|pull STORE REMOTE
#
# They are immutable and known by their digests, so what is there already is left alone, and an interrupted copy resumes
# where it stopped. Objects, and notes of those that were dropped to save space, go before the recipes that name them. Links are
# not copied: make sets them again from the recipes, without computing. A REMOTE with a colon that rclone knows (rclone
# listremotes) goes through rclone, any other through rsync.
set -euo pipefail
direction=$1 store=$2 remote=${3:-}
# shellcheck source=pipeline/shared-mode.sh
. "$(dirname "$0")/shared-mode.sh"
[ -n "$remote" ] || { echo "sync: say where to with REMOTE=…: a folder, host:folder, or one of rclone's remotes" >&2; exit 64; }

# The list is read to its end before it is searched: a grep that ends early would break the pipe.
remotes=$(if command -v rclone >/dev/null; then rclone listremotes; fi)
# Modes follow those of the target folder; objects stay read-only.
copy=(rsync --recursive --times --omit-dir-times --no-perms --chmod=Dugo=rwX --no-links --ignore-existing --protect-args)

uses_rclone() { grep -qxF "${remote%%:*}:" <<<"$remotes"; }

if ! uses_rclone && ! command -v rsync >/dev/null; then
    echo "sync: rsync is missing; apt-get install rsync" >&2
    exit 69
fi

# Whether a remote has a folder: if nothing was dropped, it has no such one. Only "not there" means no (rclone ends with 3 or 4, rsync
# with 23); where the network or a right is missing, nobody knows, and the script ends.
is_on_remote() { # FOLDER
    local said code=0
    if uses_rclone; then
        said=$(rclone lsf "$remote/$1" 2>&1 >/dev/null) || code=$?
        case $code in
            0) return 0 ;;
            3 | 4) return 1 ;;
        esac
    else
        said=$(LC_ALL=C rsync --list-only --protect-args "$remote/$1/" 2>&1 >/dev/null) || code=$?
        [ $code != 0 ] || return 0
        if [ $code = 23 ] && grep -qF "No such file or directory" <<<"$said"; then return 1; fi
    fi
    echo "$said" >&2
    echo "sync: $remote does not say whether it has the folder $1 (exit code $code): see above, and run it again" >&2
    exit 74
}

# Some remotes show files before they are complete (folders, SFTP). A file that is the beginning of ours was left by a killed
# push; any other that differs stays, and is an error if it is an object.
remove_broken_off() { # FOLDER
    rclone check --one-way --size-only --differ - "$store/$1" "$remote/$1" 2>/dev/null | while IFS= read -r name; do
        size=$(rclone lsf --format s "$remote/$1/$name")
        [ "$size" -lt "$(stat -c %s "$store/$1/$name")" ] || continue
        if rclone cat "$remote/$1/$name" | cmp -s - <(head -c "$size" "$store/$1/$name"); then
            echo "sync: $remote/$1/$name was cut off after $size bytes; it is copied again" >&2
            rclone deletefile "$remote/$1/$name"
        fi
    done || true
}

push() { # FOLDER
    [ -d "$store/$1" ] || return 0
    if ! uses_rclone; then
        "${copy[@]}" --mkpath "$store/$1/" "$remote/$1/"
        return
    fi
    if is_on_remote "$1"; then remove_broken_off "$1"; fi
    # The same recipe may have a different run record elsewhere, and so a different size; an object may not.
    local kind=(--ignore-existing)
    if [ "$1" = objects ]; then kind=(--immutable --size-only); fi
    rclone copy "${kind[@]}" --transfers 4 "$store/$1" "$remote/$1" && return
    echo "sync: not all of $1 is on $remote; where it says 'immutable file modified', another file has that object's name there:" \
        "verify both stores, and delete the damaged one" >&2
    return 74
}

# Unfinished files are kept in a work folder in tmp/, like those of a recipe: a later pull continues with them.
pull() { # FOLDER
    local staging=$work/$1
    mkdir -p "$staging" "$store/$1"
    if uses_rclone; then
        rclone copy --size-only --compare-dest "$(realpath "$store/$1")" --transfers 4 "$remote/$1" "$staging"
        if [ "$1" = objects ]; then find "$staging" -type f -exec chmod 444 {} +; fi
        # The files are complete now; hard links appear at once, and never take a name that is in use.
        cp --recursive --link --no-clobber "$staging/." "$store/$1/"
    else
        "${copy[@]}" --temp-dir="$(realpath "$staging")" "$remote/$1/" "$store/$1/"
    fi
    rm -rf "$staging"
    # Objects must be durable before a recipe names them.
    sync --file-system "$store/$1"
}

case $direction in
    push)
        case $remote in
            *:*) ;;
            *) follow_mode "$remote" ;;
        esac
        for folder in objects dropped recipes; do push $folder; done
        ;;
    pull)
        follow_mode "$store"
        name=$(printf 'pull %s' "$remote" | sha256sum | cut -c 1-64)
        work=$store/tmp/$name
        mkdir -p "$store/locks" "$work"
        # One pull from a remote at a time, and no collection meanwhile.
        exec 8>>"$store/locks/$name" 9>>"$store/locks/collection"
        flock 8
        flock --shared 9
        pull objects
        if is_on_remote dropped; then pull dropped; fi
        pull recipes
        rmdir "$work"
        ;;
    *) echo "sync: push or pull, not $direction" >&2; exit 64 ;;
esac
