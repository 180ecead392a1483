/*
 * A slow disk: a library that is loaded before the system's (LD_PRELOAD) and lets each sync take SLOW_SYNC_US microseconds longer.
 * The sync itself is done, and the thread that asked for it waits, as it would for a disk. With FAIL_SYNC no sync succeeds.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int slowly(long call, int file) {
  if (getenv("FAIL_SYNC") != NULL) {
    errno = EIO;
    return -1;
  }
  const char *text = getenv("SLOW_SYNC_US");
  long wait = text == NULL ? 0 : atol(text);
  struct timespec time = {wait / 1000000, wait % 1000000 * 1000};
  nanosleep(&time, NULL);
  return (int)syscall(call, file);
}

int fdatasync(int file) { return slowly(SYS_fdatasync, file); }

int fsync(int file) { return slowly(SYS_fsync, file); }
