/* Ed25519 (RFC 8032) by either of two libraries of the system: which is faster is measured where it runs. */
#ifndef SIGNING_H
#define SIGNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

enum { SEED_BYTES = 32, PUBLIC_KEY_BYTES = 32, SIGNATURE_BYTES = 64 };

enum library { LIBCRYPTO, LIBSODIUM, LIBRARIES };

extern const char *const library_names[LIBRARIES];

struct signer {
  enum library library;
  EVP_MD_CTX *context;    /* libcrypto */
  uint8_t secret_key[64]; /* libsodium: seed and public key */
};

/* Ends the program where the name is that of no library, or the library fails. */
struct signer open_signer(const char *library, const uint8_t seed[SEED_BYTES]);

void sign(const struct signer *signer, const uint8_t *message, size_t bytes, uint8_t signature[SIGNATURE_BYTES]);

/* Signs the first 168 bytes of a reply to `request` and puts the signature behind them (SPEC 4). */
void sign_reply(const struct signer *signer, uint8_t *reply, const uint8_t *request, size_t request_bytes);

/* Whether a reply is signed by `public_key` over this very request. */
bool reply_verifies(const uint8_t *reply, const uint8_t *request, size_t request_bytes,
                    const uint8_t public_key[PUBLIC_KEY_BYTES]);

#endif
