/* sync_rate FILE: prints how often in a second so many bytes can be appended to FILE and synced, one after another. */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"

/* About a line of the journal. */
enum { APPENDED_BYTES = 480, MEASURED_US = 1000000 };

int main(int argc, char **argv) {
  if (argc != 2) errx(2, "usage: sync_rate FILE");
  int file = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) err(1, "%s", argv[1]);
  static const char line[APPENDED_BYTES];
  uint64_t began = now_us(), elapsed;
  unsigned count = 0;
  do {
    if (write(file, line, sizeof line) != sizeof line || fdatasync(file) != 0) err(1, "%s", argv[1]);
    count++;
    elapsed = now_us() - began;
  } while (elapsed < MEASURED_US);
  printf("%.0f\n", count * 1e6 / (double)elapsed);
  return 0;
}
