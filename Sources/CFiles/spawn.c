// Starting programs: what Swift's overlay of the C library leaves out.
#define _GNU_SOURCE
#include "CFiles.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int sc_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

// Signals as a fresh process has them: what this one does with its own is its affair.
static void reset_signals(posix_spawnattr_t *attributes)
{
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(attributes, &signals);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int route(posix_spawn_file_actions_t *actions, const int streams[3])
{
    int failed = 0;
    for (int stream = 0; stream < 3 && !failed; stream++) {
        if (streams[stream] == SC_DROPPED) {
            int flags = stream == 0 ? O_RDONLY : O_WRONLY;
            failed = posix_spawn_file_actions_addopen(actions, stream, "/dev/null", flags, 0);
        } else if (streams[stream] != SC_INHERITED) {
            failed = posix_spawn_file_actions_adddup2(actions, streams[stream], stream);
        }
    }
    return failed;
}

int sc_spawn(pid_t *process, const char *program, char *const arguments[], char *const environment[], const char *folder,
             const int streams[3])
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    reset_signals(&attributes);
    int failed = folder ? posix_spawn_file_actions_addchdir_np(&actions, folder) : 0;
    if (!failed) failed = route(&actions, streams);
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!failed) failed = posix_spawn(process, program, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}
