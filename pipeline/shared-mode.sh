# shellcheck shell=bash
# For scripts that write into a store (or another folder): if it is setgid and its group may write to it, the group may also write to
# what is made there, whatever the umask (artifacts/FORMAT.md, "Shared stores").
#
# follow_mode FOLDER, which need not exist yet.
follow_mode() {
    local folder=$1
    while [ ! -d "$folder" ]; do
        case $folder in
            */*) folder=${folder%/*} ;;
            *) folder=. ;;
        esac
        [ -n "$folder" ] || folder=/
    done
    if [ -g "$folder" ] && [[ $(stat -Lc %A "$folder") == ?????w* ]]; then umask g=rwx; fi
}
