/*
 * Verifies a stored lease offline (SPEC 9.3), with C11 and OpenSSL 3's libcrypto and nothing else:
 *
 *     cc -std=c11 -O2 -Wall -Wextra -Werror -o verify_lease verify_lease.c hardware.c -lcrypto
 *     verify_lease --roots R0,R1,R2 --product ID --group N [--hardware HEX] [--now S] [--seen S] FOLDER
 *
 * prints one line and ends with 0 where the lease in FOLDER holds, 1 where it does not, 2 for wrong usage. A product
 * compiles this file with -DVERIFY_LEASE_NO_MAIN, pins a Publisher of its own, and calls verify_lease(). "SPEC" is
 * src/protocol/SPEC.md.
 */
#include "verify_lease.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    LONGEST_FILE = 4096,        /* a lease has about 800 bytes */
    LONGEST_LEASE = 180 * 1440, /* minutes (SPEC 9, check 6) */
    CLOCK_TOLERANCE = 4 * 3600, /* seconds (SPEC 9.3) */
    REQUEST_BYTES = 91,         /* SPEC 3, without the name */
    LONGEST_NAME = 63,
    REPLY_BYTES = 232,          /* SPEC 4 */
    AUTHORITY_BYTES = 190,      /* SPEC 6 */
    SIGNATURE_BYTES = 64,
    LONGEST_SIGNED = 32 + 168,  /* of a reply: the hash of the request, and what stands before the signature */
};

/* ---- Signatures (SPEC 1) */

static bool sha256(const void *bytes, size_t length, uint8_t hash[32]) {
    return EVP_Digest(bytes, length, hash, NULL, EVP_sha256(), NULL) == 1;
}

/* SPEC 1.3: the y, in every encoding, of the points whose order divides 8. libcrypto takes them for keys. */
static bool is_small_order(const uint8_t key[KEY_BYTES]) {
    static const char *const small[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };
    char y[2 * KEY_BYTES + 1];
    for (int i = 0; i < KEY_BYTES; i++) {
        snprintf(y + 2 * i, 3, "%02x", (unsigned)(i == 31 ? key[i] & 0x7f : key[i])); /* without the sign of x */
    }
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (strcmp(y, small[i]) == 0) return true;
    }
    return false;
}

/* Whether the signature is the key's over domain and message, which has at most LONGEST_SIGNED bytes. It never is for
 * a key of small order. libcrypto refuses a second half that is not below the order (SPEC 1.4). */
static bool verifies(const char *domain, const uint8_t *message, size_t length, const uint8_t *signature,
                     const uint8_t *key) {
    uint8_t bytes[16 + LONGEST_SIGNED] = {0};
    if (is_small_order(key) || length > LONGEST_SIGNED) return false;
    memcpy(bytes, domain, strlen(domain));
    memcpy(bytes + 16, message, length);
    EVP_PKEY *public_key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = public_key != NULL && context != NULL &&
                EVP_DigestVerifyInit(context, NULL, NULL, NULL, public_key) == 1 &&
                EVP_DigestVerify(context, signature, SIGNATURE_BYTES, bytes, 16 + length) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(public_key);
    return good;
}

/* ---- lease.json: an object of exactly four members, each once, whose texts hold base64url and need no escapes */

typedef struct {
    const char *at, *end;
} Text;

typedef struct {
    uint8_t bytes[LONGEST_FILE]; /* no text of the file decodes to more */
    size_t length;
} Part;

typedef struct {
    Part request, reply, authority;
} Lease;

/* Passes over white space and then over exactly this, if it is there. */
static bool take(Text *text, const char *expected) {
    while (text->at < text->end && memchr(" \t\r\n", *text->at, 4) != NULL) text->at++;
    size_t length = strlen(expected);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, expected, length) != 0) return false;
    text->at += length;
    return true;
}

static int sextet(char c) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *found = memchr(alphabet, c, 64);
    return found == NULL ? -1 : (int)(found - alphabet);
}

/* Base64url up to a character that is none (SPEC 13): no padding, no bits at the end that are not 0, and no more than
 * `most` bytes. */
static bool take_base64url(Text *text, uint8_t *bytes, size_t most, size_t *length) {
    uint32_t bits = 0;
    int waiting = 0; /* bits that are read and not yet part of a byte */
    *length = 0;
    for (int value; text->at < text->end && (value = sextet(*text->at)) >= 0; text->at++) {
        bits = (bits << 6 | (uint32_t)value) & 0xfff;
        waiting += 6;
        if (waiting >= 8) {
            if (*length == most) return false;
            waiting -= 8;
            bytes[(*length)++] = (uint8_t)(bits >> waiting);
        }
    }
    return waiting < 6 && (bits & ((1u << waiting) - 1)) == 0;
}

static bool take_part(Text *text, Part *part) {
    return take(text, "\"") && take_base64url(text, part->bytes, sizeof part->bytes, &part->length) &&
           text->at < text->end && *text->at++ == '"';
}

/* SPEC 9.3 */
static bool decode_document(const char *file, size_t length, Lease *lease) {
    static const char *const names[] = {"\"format\"", "\"request\"", "\"reply\"", "\"authorityCertificate\""};
    Part *const parts[] = {NULL, &lease->request, &lease->reply, &lease->authority};
    bool seen[4] = {false};
    Text text = {file, file + length};
    if (length > LONGEST_FILE || !take(&text, "{")) return false;
    for (int count = 0; count < 4; count++) {
        int which = 0;
        if (count > 0 && !take(&text, ",")) return false;
        while (which < 4 && !take(&text, names[which])) which++;
        if (which == 4 || seen[which] || !take(&text, ":")) return false;
        seen[which] = true;
        if (which == 0 ? !take(&text, "1") : !take_part(&text, parts[which])) return false;
    }
    return take(&text, "}") && (take(&text, ""), text.at == text.end);
}

/* ---- The checks. Each gives the name of a fault (SPEC 9), or NULL. */

static uint64_t number(const uint8_t *at, int bytes) {
    uint64_t value = 0;
    while (bytes-- > 0) value = value << 8 | *at++;
    return value;
}

/* Check 1: lengths, types, versions, reserved bits. After it each part has the length that its section of SPEC says. */
static const char *check_form(const Lease *lease) {
    const uint8_t *request = lease->request.bytes, *reply = lease->reply.bytes, *authority = lease->authority.bytes;
    const uint8_t *host = reply + 36;
    size_t asked = lease->request.length;
    if (asked < REQUEST_BYTES || asked > REQUEST_BYTES + LONGEST_NAME) return "length";
    if (lease->reply.length != REPLY_BYTES || lease->authority.length != AUTHORITY_BYTES) return "length";
    if (number(request, 2) != asked - 2 || number(reply, 2) != REPLY_BYTES - 2) return "length";
    if (request[90] != asked - REQUEST_BYTES) return "length";
    if (request[2] != 0x01 || reply[2] != 0x02 || host[0] != 0x10 || authority[0] != 0x11) return "type";
    if (request[3] != 1 || reply[3] != 1 || host[1] != 1 || authority[1] != 1) return "version";
    if ((request[4] & 0xf0) != 0 || number(authority + 26, 2) != 0) return "reserved";
    if (request[5] > 5 || authority[60] > 2 || authority[125] > 2 || authority[60] == authority[125]) return "range";
    return NULL;
}

/* Check 2: two distinct roots signed the authority certificate. */
static const char *check_authority(const Lease *lease, const Publisher *publisher) {
    const uint8_t *authority = lease->authority.bytes, *key = authority + 28, *host = lease->reply.bytes + 36;
    uint8_t hash[32];
    for (const uint8_t *root = authority + 60; root < authority + AUTHORITY_BYTES; root += 65) {
        if (!verifies("VA1-authority", authority, 60, root + 1, publisher->roots[root[0]])) return "rootSignature";
    }
    if (is_small_order(key)) return "smallOrderKey";
    if (!sha256(key, KEY_BYTES, hash) || memcmp(hash, host + 2, 4) != 0) return "anotherAuthority";
    return NULL;
}

/* Check 3: that authority signed the host certificate, within what it may grant. */
static const char *check_host(const Lease *lease, const Publisher *publisher) {
    const uint8_t *authority = lease->authority.bytes, *reply = lease->reply.bytes, *host = reply + 36;
    uint64_t groups = number(host + 12, 4), from = number(host + 20, 4), to = number(host + 24, 4);
    if (!verifies("VA1-hostcert", host, 68, host + 68, authority + 28)) return "authoritySignature";
    if (to < from || to - from > number(authority + 22, 4)) return "lifeTooLong";
    if ((groups & ~number(authority + 6, 4)) != 0) return "groupsNotGranted";
    if (number(host + 16, 4) < number(authority + 10, 4)) return "epochTooOld";
    if (is_small_order(host + 36)) return "smallOrderKey";
    if (number(reply + 4, 4) == 0 && (groups >> publisher->group & 1) == 0) return "productNotCovered";
    return NULL;
}

/* Checks 4 and 5, without "now": that host signed this reply to this very request, issued within the dates of both
 * certificates. */
static const char *check_reply(const Lease *lease) {
    const uint8_t *authority = lease->authority.bytes, *reply = lease->reply.bytes, *host = reply + 36;
    uint64_t issued = number(reply + 24, 8);
    uint8_t message[LONGEST_SIGNED];
    if (!sha256(lease->request.bytes, lease->request.length, message)) return "replySignature";
    memcpy(message + 32, reply, 168);
    if (!verifies("VA1-reply", message, sizeof message, reply + 168, host + 36)) return "replySignature";
    bool within = issued >= number(host + 20, 4) * 60 && issued <= number(host + 24, 4) * 60 &&
                  issued >= number(authority + 14, 4) * 60 && issued <= number(authority + 18, 4) * 60;
    return within ? NULL : "issuedOutsideCertificate";
}

/* SPEC 9.4 */
static bool same_computer(const uint8_t a[HARDWARE_BYTES], const uint8_t b[HARDWARE_BYTES]) {
    static const uint8_t absent[HARDWARE_BYTES] = {0};
    int equal = 0;
    bool present = false;
    for (int at = 0; at < HARDWARE_BYTES; at += 4) {
        if (memcmp(a + at, b + at, 4) != 0) continue;
        equal++;
        present = present || memcmp(a + at, absent, 4) != 0;
    }
    bool nothing = memcmp(a, absent, HARDWARE_BYTES) == 0 && memcmp(b, absent, HARDWARE_BYTES) == 0;
    return equal >= 3 && (present || nothing);
}

/* SPEC 9.3: what stands in the place of "now". `ends`: seconds since 1970. */
static const char *check_stored(const Lease *lease, const Publisher *publisher, const Here *here, int64_t *ends) {
    const uint8_t *request = lease->request.bytes, *reply = lease->reply.bytes;
    uint64_t validity = number(reply + 20, 4);
    int64_t issued = (int64_t)number(reply + 24, 8); /* within 38 bits, for it lies within a certificate's dates */
    int64_t latest = here->seen > issued ? here->seen : issued;
    *ends = issued + 60 * (int64_t)(validity < LONGEST_LEASE ? validity : LONGEST_LEASE);
    if (number(reply + 4, 4) != 0) return "refusal";
    if (validity == 0) return "grantsNothing";
    if (memcmp(request + 50, publisher->product, sizeof publisher->product) != 0) return "otherProduct";
    if (!same_computer(request + 34, here->hardware)) return "otherComputer";
    if (here->now < latest - CLOCK_TOLERANCE) return "clockBack";
    return here->now < *ends ? NULL : "ended";
}

const char *verify_lease(const char *text, size_t length, const Publisher *publisher, const Here *here,
                         int64_t *ends) {
    Lease lease; /* 12 KiB */
    const char *fault = decode_document(text, length, &lease) ? NULL : "document";
    if (fault == NULL) fault = check_form(&lease);
    if (fault == NULL) fault = check_authority(&lease, publisher);
    if (fault == NULL) fault = check_host(&lease, publisher);
    if (fault == NULL) fault = check_reply(&lease);
    if (fault == NULL) fault = check_stored(&lease, publisher, here, ends);
    return fault;
}

#ifndef VERIFY_LEASE_NO_MAIN
/* ---- The command */

static int wrong_usage(const char *why) {
    fprintf(stderr, "verify_lease: %s\n", why);
    return 2;
}

/* Hexadecimal of at most `most` bytes; how many there are, or -1. */
static long decode_hex(const char *text, uint8_t *bytes, size_t most) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    size_t length = strlen(text);
    if (length % 2 != 0 || length / 2 > most) return -1;
    for (size_t i = 0; i < length; i++) {
        const char *digit = memchr(digits, text[i], 32);
        if (digit == NULL) return -1;
        int nibble = (int)(digit - digits) & 15;
        bytes[i / 2] = (uint8_t)(i % 2 == 0 ? nibble << 4 : bytes[i / 2] | nibble);
    }
    return (long)(length / 2);
}

static bool decode_roots(const char *texts, uint8_t roots[3][KEY_BYTES]) {
    Text text = {texts, texts + strlen(texts)};
    for (int i = 0; i < 3; i++) {
        size_t length;
        if (i > 0 && !take(&text, ",")) return false;
        if (!take_base64url(&text, roots[i], KEY_BYTES, &length) || length != KEY_BYTES) return false;
        if (is_small_order(roots[i])) return false;
        for (int j = 0; j < i; j++) {
            if (memcmp(roots[i], roots[j], KEY_BYTES) == 0) return false;
        }
    }
    return text.at == text.end;
}

static bool decode_whole(const char *text, int64_t most, int64_t *value) {
    size_t length = strlen(text);
    if (length == 0 || length > 15 || strspn(text, "0123456789") != length) return false;
    *value = strtoll(text, NULL, 10);
    return *value <= most;
}

static int print_answer(const char *fault, int64_t ends) {
    time_t at = (time_t)ends;
    char text[32] = "";
    if (fault != NULL) {
        printf("not licensed: %s\n", fault);
        return 1;
    }
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
    printf("licensed until %s\n", text);
    return 0;
}

/* Judges, for tests, a case a line: PRODUCT GROUP HARDWARE NOW SEEN, and the text of lease.json in hexadecimal. */
static int batch(Publisher *publisher) {
    static char line[3 * LONGEST_FILE], text[2 * LONGEST_FILE + 1];
    static uint8_t file[LONGEST_FILE];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char product[33], hardware[33];
        Here here;
        int64_t ends = 0;
        text[0] = '\0';
        int read = sscanf(line, "%32s %u %32s %" SCNd64 " %" SCNd64 " %8192s", product, &publisher->group, hardware,
                          &here.now, &here.seen, text);
        long length = decode_hex(text, file, sizeof file);
        if (read < 5 || length < 0 || publisher->group > 31 || decode_hex(product, publisher->product, 16) != 16 ||
            decode_hex(hardware, here.hardware, HARDWARE_BYTES) != HARDWARE_BYTES) {
            return wrong_usage("a case is expected in each line");
        }
        const char *fault = verify_lease((const char *)file, (size_t)length, publisher, &here, &ends);
        print_answer(fault, ends);
    }
    return 0;
}

static const char *read_lease(const char *folder, char *text, size_t most, size_t *length) {
    char path[4096];
    if (snprintf(path, sizeof path, "%s/lease.json", folder) >= (int)sizeof path) return "noLease";
    FILE *file = fopen(path, "rb");
    if (file == NULL) return "noLease";
    *length = fread(text, 1, most, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    return failed ? "noLease" : NULL;
}

typedef struct {
    Publisher publisher;
    Here here;
    bool roots, product, group, hardware;
} Options;

/* Whether the option is known and its value good. */
static bool take_option(Options *options, const char *name, const char *value) {
    const int64_t latest = 999999999999999;
    Publisher *publisher = &options->publisher;
    Here *here = &options->here;
    int64_t group;
    if (strcmp(name, "--roots") == 0) return options->roots = decode_roots(value, publisher->roots);
    if (strcmp(name, "--product") == 0) return options->product = decode_hex(value, publisher->product, 16) == 16;
    if (strcmp(name, "--hardware") == 0) return options->hardware = decode_hex(value, here->hardware, 16) == 16;
    if (strcmp(name, "--now") == 0) return decode_whole(value, latest, &here->now);
    if (strcmp(name, "--seen") == 0) return decode_whole(value, latest, &here->seen);
    if (strcmp(name, "--group") != 0 || !decode_whole(value, 31, &group)) return false;
    publisher->group = (unsigned)group;
    return options->group = true;
}

int main(int count, char *arguments[]) {
    Options options = {.here = {.now = (int64_t)time(NULL)}};
    const char *folder = NULL;
    bool cases = false;
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i];
        if (strcmp(argument, "--batch") == 0) {
            cases = true;
        } else if (strncmp(argument, "--", 2) == 0) {
            if (i + 1 == count || !take_option(&options, argument, arguments[++i])) {
                fprintf(stderr, "verify_lease: %s is unknown or has no good value\n", argument);
                return 2;
            }
        } else if (folder == NULL) {
            folder = argument;
        } else {
            return wrong_usage("one FOLDER is expected");
        }
    }
    if (!options.roots) return wrong_usage("--roots: three distinct keys in base64url are needed, parted by commas");
    if (cases) return batch(&options.publisher);
    if (!options.product || !options.group || folder == NULL) {
        return wrong_usage("--product, --group and FOLDER are needed");
    }
    if (!options.hardware) {
#ifdef __linux__
        read_hardware(options.here.hardware);
#else
        return wrong_usage("--hardware is needed: this computer's is read on Linux alone");
#endif
    }
    static char text[LONGEST_FILE + 1];
    size_t length = 0;
    int64_t ends = 0;
    const char *fault = read_lease(folder, text, sizeof text, &length);
    if (fault == NULL) fault = verify_lease(text, length, &options.publisher, &options.here, &ends);
    return print_answer(fault, ends);
}
#endif
