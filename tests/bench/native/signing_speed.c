/* Prints as JSON how many messages as long as a reply's each library signs in a second, one after another. */
#include <stdio.h>

#include "clock.h"
#include "signing.h"

enum { MESSAGE_BYTES = 216, MEASURED_US = 300000, TURNS = 5 };

static double signatures_a_second(enum library library) {
  static const uint8_t seed[SEED_BYTES] = {7};
  struct signer signer = open_signer(library_names[library], seed);
  uint8_t message[MESSAGE_BYTES] = {0}, signature[SIGNATURE_BYTES];
  uint64_t began = now_us(), elapsed;
  unsigned count = 0;
  do {
    message[0] = (uint8_t)count++;
    sign(&signer, message, sizeof message, signature);
    elapsed = now_us() - began;
  } while (elapsed < MEASURED_US);
  return count * 1e6 / (double)elapsed;
}

/* Turn by turn, and the best of each: what else the computer does takes from one as from the other. */
int main(void) {
  double best[LIBRARIES] = {0};
  for (int turn = 0; turn < TURNS; turn++)
    for (enum library library = 0; library < LIBRARIES; library++) {
      double rate = signatures_a_second(library);
      if (rate > best[library]) best[library] = rate;
    }
  printf("{\"%s\":%.0f,\"%s\":%.0f}\n", library_names[LIBCRYPTO], best[LIBCRYPTO], library_names[LIBSODIUM],
         best[LIBSODIUM]);
  return 0;
}
