/* The frames of an exchange (src/protocol/SPEC.md 3 and 4), as far as the programs of this folder need them. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum {
  FRAME_MOST = 250,
  TYPE_REQUEST = 1,
  TYPE_REPLY = 2,
  TYPE_ERROR = 5,
  VERSION = 1,

  REQUEST_FIXED = 91,
  NAME_MOST = 63,
  REQUEST_MOST = REQUEST_FIXED + NAME_MOST,
  FLAG_RENEWAL = 2,
  FLAG_PROBE = 4,
  FLAGS_KNOWN = 15,
  LICENCE_STATE_MOST = 5,

  REPLY_BYTES = 232,
  CERTIFICATE_AT = 36,
  CERTIFICATE_BYTES = 132,
  HOST_KEY_AT = 72,
  SIGNATURE_AT = 168,
  ERROR_BYTES = 8,

  /* A connection carries so many exchanges within so many seconds (SPEC 2). */
  EXCHANGES_MOST = 16,
  CONNECTION_SECONDS = 10,
};

/* Integers travel in big-endian order. */
static inline uint16_t get16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static inline uint32_t get32(const uint8_t *at) { return (uint32_t)get16(at) << 16 | get16(at + 2); }

static inline void put16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static inline void put32(uint8_t *at, uint32_t value) {
  put16(at, (uint16_t)(value >> 16));
  put16(at + 2, (uint16_t)value);
}

static inline void put64(uint8_t *at, uint64_t value) {
  put32(at, (uint32_t)(value >> 32));
  put32(at + 4, (uint32_t)value);
}

/* What every frame begins with. */
static inline void put_head(uint8_t *frame, size_t bytes, uint8_t type) {
  put16(frame, (uint16_t)(bytes - 2));
  frame[2] = type;
  frame[3] = VERSION;
}

#endif
