#ifndef VERIFY_LEASE_H
#define VERIFY_LEASE_H

#include <stddef.h>
#include <stdint.h>

enum { KEY_BYTES = 32, HARDWARE_BYTES = 16 };

/* What a product pins: its publisher's three root public keys in their order, and its own ID and group (0 to 31). */
typedef struct {
    uint8_t roots[3][KEY_BYTES];
    uint8_t product[16];
    unsigned group;
} Publisher;

/* This computer: its hardware, its clock, and the highest time that it is known to have had (0 where none is kept).
 * Times are seconds since 1970. */
typedef struct {
    uint8_t hardware[HARDWARE_BYTES];
    int64_t now, seen;
} Here;

/* Checks the text of lease.json. NULL where the lease holds, until `*ends` (seconds since 1970); else the name of a
 * fault, of those in SPEC 9 and README.md. */
const char *verify_lease(const char *text, size_t length, const Publisher *publisher, const Here *here,
                         int64_t *ends);

/* This computer's hardware, as kms reads it on Linux (hardware.c): of each component 4 bytes, or zeros where it is
 * absent. */
void read_hardware(uint8_t hardware[HARDWARE_BYTES]);

#endif
