#!/usr/bin/env python3
"""Verifies a stored lease offline (SPEC 9.3). Needs Python 3.9 or newer and nothing else.

    verify_lease.py --roots R0,R1,R2 --product ID --group N [--hardware HEX] [--now S] [--seen S] FOLDER

prints one line and ends with 0 where the lease in FOLDER holds, 1 where it does not, 2 for wrong usage. A product
copies this file, pins a Publisher of its own, and calls verify(). "SPEC" is src/protocol/SPEC.md.
"""
import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, NoReturn, Optional

LONGEST_FILE = 4096  # a lease has about 800 bytes
LONGEST_LEASE = 180 * 1440  # minutes (SPEC 9, check 6)
CLOCK_TOLERANCE = 4 * 3600  # seconds (SPEC 9.3)


class Publisher(NamedTuple):
    """What a product pins: three root public keys (32 bytes each, in their order), product ID (16 bytes) and group."""

    roots: tuple
    product: bytes
    group: int


class NotLicensed(Exception):
    """Its one argument is the name of a fault, of those in SPEC 9 and README.md."""


def refuse(fault: str) -> NoReturn:
    raise NotLicensed(fault)


def require(holds: bool, fault: str) -> None:
    if not holds:
        refuse(fault)


# --- Ed25519, verification alone (RFC 8032, section 5.1). Nothing here is secret, so nothing needs constant time.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# SPEC 1.3: the y, in every encoding, of the points whose order divides 8.
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER = {0, 1, _ORDER_8, P - _ORDER_8, P - 1, P, P + 1}


def is_small_order(key: bytes) -> bool:
    return int.from_bytes(key, "little") % 2**255 in SMALL_ORDER


def decode_point(encoded: bytes) -> Optional[tuple]:
    """The point in extended coordinates, or None where the bytes are none or are not its one encoding (5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number % 2**255
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P != 0 or (x == 0 and sign == 1):
        return None
    if x % 2 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(p: tuple, q: tuple) -> tuple:  # 5.1.4
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=8)  # a lease has five points: the base, two roots, authority and host
def multiples(point: tuple) -> list:
    """In row i the multiples of 16**i * point: none, one, and so on to fifteen."""
    rows = []
    for _ in range(64):
        row = [(0, 1, 1, 0)]
        for _ in range(15):
            row.append(add(row[-1], point))
        rows.append(row)
        point = add(row[-1], point)
    return rows


def multiply(factor: int, point: tuple) -> tuple:
    result = (0, 1, 1, 0)
    for row in multiples(point):
        result = add(result, row[factor % 16])
        factor //= 16
    return result


@lru_cache(maxsize=16)
def verifies(domain: bytes, message: bytes, signature: bytes, key: bytes) -> bool:
    """SPEC 1: whether the signature is the key's over domain and message; never for a key of small order."""
    point = decode_point(key)
    second = int.from_bytes(signature[32:], "little")
    if point is None or is_small_order(key) or second >= L:  # SPEC 1.3, 1.4
        return False
    signed = signature[:32] + key + domain.ljust(16, b"\0") + message
    factor = int.from_bytes(hashlib.sha512(signed).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    # The first half is the encoding of second * BASE - factor * point (5.1.7).
    x, y, z, _ = add(multiply(second, BASE), multiply(factor, minus))
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little") == signature[:32]


# --- lease.json and its three parts

REQUEST = struct.Struct(">HBBBBIQ16s16s16s16sIIB")  # SPEC 3, without the name
REPLY = struct.Struct(">HBBIIIIIQI132s64s")  # SPEC 4
HOST = struct.Struct(">BBIIHIIII8s32s64s")  # SPEC 5
AUTHORITY = struct.Struct(">BBIIIIIIH32sB64sB64s")  # SPEC 6
LONGEST_NAME = 63


def decode_base64url(text: object) -> bytes:
    """SPEC 13: no padding, no other alphabet, no bits at the end that are not 0."""
    require(type(text) is str and re.fullmatch("[A-Za-z0-9_-]*", text) is not None, "document")
    require(len(text) % 4 != 1, "document")
    decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() == text, "document")
    return decoded


def decode_document(text: bytes) -> tuple:
    """SPEC 9.3: request, reply and authority certificate."""
    require(len(text) <= LONGEST_FILE, "document")
    try:
        lease = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        refuse("document")
    parts = ("request", "reply", "authorityCertificate")
    require(type(lease) is dict and lease.keys() == {"format", *parts}, "document")
    require(type(lease["format"]) is int and lease["format"] == 1, "document")
    return tuple(decode_base64url(lease[part]) for part in parts)


def check_head(kind: int, version: int, expected: int) -> None:
    require(kind == expected, "type")
    require(version == 1, "version")


def check_frame(frame: bytes, expected: int) -> None:
    """SPEC 2.2: the length of what follows, type, version."""
    require(int.from_bytes(frame[:2], "big") == len(frame) - 2, "length")
    check_head(frame[2], frame[3], expected)


def same_computer(a: bytes, b: bytes) -> bool:
    """SPEC 9.4, for two hardwares of 16 bytes."""
    equal = [a[i : i + 4] for i in (0, 4, 8, 12) if a[i : i + 4] == b[i : i + 4]]
    return len(equal) >= 3 and (any(map(any, equal)) or not any(a + b))


def verify(text: bytes, publisher: Publisher, hardware: bytes, now: int, seen: int = 0) -> int:
    """When the lease ends, in seconds since 1970. Raises NotLicensed.

    text: of lease.json. hardware: this computer's, 16 bytes. now: its clock, and seen: the highest time that it is
    known to have had (0 where none is kept); seconds since 1970.
    """
    request, reply, authority = decode_document(text)

    # Check 1: lengths, types, versions, reserved bits.
    require(REQUEST.size <= len(request) <= REQUEST.size + LONGEST_NAME, "length")
    check_frame(request, 0x01)
    _, _, _, flags, state, _, _, _, asking, product, _, _, _, name_length = REQUEST.unpack_from(request)
    require(flags & 0xF0 == 0, "reserved")
    require(state <= 5, "range")
    require(name_length == len(request) - REQUEST.size, "length")
    require(len(reply) == REPLY.size, "length")
    check_frame(reply, 0x02)
    _, _, _, result, _, _, _, validity, issued, _, host, reply_signature = REPLY.unpack(reply)
    (kind, version, key_id, _, _, groups, epoch, not_before, not_after, _, host_key,
     host_signature) = HOST.unpack(host)  # fmt: skip
    check_head(kind, version, 0x10)
    require(len(authority) == AUTHORITY.size, "length")
    (kind, version, _, may_grant, oldest_epoch, authority_from, authority_to, longest_life, reserved, authority_key,
     root_a, signature_a, root_b, signature_b) = AUTHORITY.unpack(authority)  # fmt: skip
    check_head(kind, version, 0x11)
    require(reserved == 0, "reserved")
    require(root_a <= 2 and root_b <= 2 and root_a != root_b, "range")

    # Check 2: two distinct roots signed the authority certificate.
    for root, signature in ((root_a, signature_a), (root_b, signature_b)):
        require(verifies(b"VA1-authority", authority[:60], signature, publisher.roots[root]), "rootSignature")
    require(not is_small_order(authority_key), "smallOrderKey")
    require(int.from_bytes(hashlib.sha256(authority_key).digest()[:4], "big") == key_id, "anotherAuthority")

    # Check 3: that authority signed the host certificate, within what it may grant.
    require(verifies(b"VA1-hostcert", host[:68], host_signature, authority_key), "authoritySignature")
    require(0 <= not_after - not_before <= longest_life, "lifeTooLong")
    require(groups & ~may_grant == 0, "groupsNotGranted")
    require(epoch >= oldest_epoch, "epochTooOld")
    require(not is_small_order(host_key), "smallOrderKey")
    require(result != 0 or groups >> publisher.group & 1 == 1, "productNotCovered")

    # Check 4: that host signed this reply to this very request.
    signed = hashlib.sha256(request).digest() + reply[:168]
    require(verifies(b"VA1-reply", signed, reply_signature, host_key), "replySignature")

    # Check 5, without "now": within the dates of both certificates.
    require(not_before * 60 <= issued <= not_after * 60, "issuedOutsideCertificate")
    require(authority_from * 60 <= issued <= authority_to * 60, "issuedOutsideCertificate")

    # SPEC 9.3: what stands in the place of "now".
    require(result == 0, "refusal")
    require(validity != 0, "grantsNothing")
    require(product == publisher.product, "otherProduct")
    require(same_computer(asking, hardware), "otherComputer")
    require(now >= max(seen, issued) - CLOCK_TOLERANCE, "clockBack")
    until = issued + min(validity, LONGEST_LEASE) * 60
    require(now < until, "ended")
    return until


# --- The command


def read_lease(folder: str) -> bytes:
    try:
        with open(Path(folder) / "lease.json", "rb") as file:
            return file.read(LONGEST_FILE + 1)
    except OSError:
        refuse("noLease")


def answer(read, *judge) -> tuple:
    """The line that is printed, and the exit status."""
    try:
        at = time.gmtime(verify(read(), *judge))
    except NotLicensed as fault:
        return f"not licensed: {fault}", 1
    return f"licensed until {at[0]:04}-{at[1]:02}-{at[2]:02}T{at[3]:02}:{at[4]:02}:{at[5]:02}Z", 0


def batch(roots: tuple) -> None:
    """Judges, for tests, a case a line: PRODUCT GROUP HARDWARE NOW SEEN, and the text of lease.json in hexadecimal."""
    for line in sys.stdin:
        product, group, hardware, now, seen, *lease = line.split()
        publisher = Publisher(roots, bytes.fromhex(product), int(group))
        text = bytes.fromhex("".join(lease))
        print(answer(lambda: text, publisher, bytes.fromhex(hardware), int(now), int(seen))[0])


def hardware_of_this_computer() -> bytes:
    from hardware import this_hardware  # a product that has its hardware by other means need not have that file

    return this_hardware()


def hexadecimal(text: str) -> bytes:
    if re.fullmatch("[0-9a-fA-F]{32}", text) is None:
        raise argparse.ArgumentTypeError("32 hexadecimal digits are expected")
    return bytes.fromhex(text)


def whole(most: int):
    def read(text: str) -> int:
        if re.fullmatch("[0-9]{1,15}", text) is None or int(text) > most:
            raise argparse.ArgumentTypeError(f"a whole number from 0 to {most} is expected")
        return int(text)

    return read


def root_keys(text: str) -> tuple:
    try:
        keys = tuple(decode_base64url(key) for key in text.split(","))
    except NotLicensed:
        keys = ()
    if len(keys) != 3 or len(set(keys)) != 3 or any(len(key) != 32 or is_small_order(key) for key in keys):
        raise argparse.ArgumentTypeError("three distinct keys in base64url are expected, parted by commas")
    return keys


def main() -> int:
    seconds = whole(10**15 - 1)
    parser = argparse.ArgumentParser(description="Verifies a stored lease offline.", allow_abbrev=False)
    parser.add_argument("--roots", type=root_keys, required=True, help="the publisher's, as in its licence file")
    parser.add_argument("--product", type=hexadecimal, help="product ID")
    parser.add_argument("--group", type=whole(31), help="the product's, 0 to 31")
    parser.add_argument("--hardware", type=hexadecimal, help="of this computer; read on Linux where it is not given")
    parser.add_argument("--now", type=seconds, help="seconds since 1970, instead of the clock")
    parser.add_argument("--seen", type=seconds, default=0, help="the highest time that was seen before")
    parser.add_argument("--batch", action="store_true", help="judge cases from standard input, for tests")
    parser.add_argument("folder", nargs="?", help="the client's state folder, with lease.json")
    options = parser.parse_args()
    if options.batch:
        batch(options.roots)
        return 0
    if options.product is None or options.group is None or options.folder is None:
        parser.error("--product, --group and FOLDER are needed")
    if options.hardware is None and not sys.platform.startswith("linux"):
        parser.error("--hardware is needed: this computer's is read on Linux alone")
    publisher = Publisher(options.roots, options.product, options.group)
    hardware = options.hardware or hardware_of_this_computer()
    now = int(time.time()) if options.now is None else options.now
    line, status = answer(lambda: read_lease(options.folder), publisher, hardware, now, options.seen)
    print(line)
    return status


if __name__ == "__main__":
    sys.exit(main())
