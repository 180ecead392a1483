#include "signing.h"

#include <err.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

#include "frames.h"

enum { DOMAIN_BYTES = 16, SIGNED_BYTES = DOMAIN_BYTES + SHA256_DIGEST_LENGTH + SIGNATURE_AT };

const char *const library_names[LIBRARIES] = {"libcrypto", "libsodium"};

static enum library library_of(const char *name) {
  for (enum library library = 0; library < LIBRARIES; library++)
    if (strcmp(name, library_names[library]) == 0) return library;
  errx(2, "no such library: %s (libcrypto or libsodium)", name);
}

static EVP_MD_CTX *open_libcrypto(const uint8_t seed[SEED_BYTES]) {
  EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SEED_BYTES);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  if (key == NULL || context == NULL || EVP_DigestSignInit(context, NULL, NULL, NULL, key) != 1)
    errx(1, "libcrypto cannot sign with Ed25519");
  EVP_PKEY_free(key); /* the context holds it */
  return context;
}

struct signer open_signer(const char *library, const uint8_t seed[SEED_BYTES]) {
  struct signer signer = {.library = library_of(library)};
  if (signer.library == LIBCRYPTO) {
    signer.context = open_libcrypto(seed);
  } else {
    uint8_t public_key[PUBLIC_KEY_BYTES];
    if (sodium_init() < 0 || crypto_sign_seed_keypair(public_key, signer.secret_key, seed) != 0)
      errx(1, "libsodium cannot sign with Ed25519");
  }
  return signer;
}

/* A context of Ed25519 signs whole messages, and as many as are wanted: `openssl speed` does the same. */
void sign(const struct signer *signer, const uint8_t *message, size_t bytes, uint8_t signature[SIGNATURE_BYTES]) {
  size_t size = SIGNATURE_BYTES;
  bool done = signer->library == LIBCRYPTO
                  ? EVP_DigestSign(signer->context, signature, &size, message, bytes) == 1
                  : crypto_sign_detached(signature, NULL, message, bytes, signer->secret_key) == 0;
  if (!done) errx(1, "%s cannot sign", library_names[signer->library]);
}

/* Domain, digest of the request, reply without its signature. */
static void signed_message(uint8_t message[SIGNED_BYTES], const uint8_t *reply, const uint8_t *request,
                           size_t request_bytes) {
  static const uint8_t domain[DOMAIN_BYTES] = "VA1-reply";
  memcpy(message, domain, DOMAIN_BYTES);
  SHA256(request, request_bytes, message + DOMAIN_BYTES);
  memcpy(message + DOMAIN_BYTES + SHA256_DIGEST_LENGTH, reply, SIGNATURE_AT);
}

void sign_reply(const struct signer *signer, uint8_t *reply, const uint8_t *request, size_t request_bytes) {
  uint8_t message[SIGNED_BYTES];
  signed_message(message, reply, request, request_bytes);
  sign(signer, message, sizeof message, reply + SIGNATURE_AT);
}

bool reply_verifies(const uint8_t *reply, const uint8_t *request, size_t request_bytes,
                    const uint8_t public_key[PUBLIC_KEY_BYTES]) {
  uint8_t message[SIGNED_BYTES];
  signed_message(message, reply, request, request_bytes);
  EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, PUBLIC_KEY_BYTES);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool verified = key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                  EVP_DigestVerify(context, reply + SIGNATURE_AT, SIGNATURE_BYTES, message, sizeof message) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return verified;
}
