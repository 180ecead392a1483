// Page: "What a client checks, in this order". Times are seconds since 1970 and are arguments.
import { decodeAuthority, decodeReply, FLAG } from "./codec.mjs";
import { demand, hasSmallOrder, keyId, sha256, verifies } from "./crypto.mjs";

export const RESULT = {
  activated: 0,
  belowThreshold: 0xC004F038,
  notActivated: 0xC004F041,
  notServed: 0xC004F042,
  clock: 0xC004F06C,
  hostFull: 0x8007000E,
  malformed: 0x80070057,
  tryLater: 0x800710D9,
};
/** "Reply": what a signed reply may say. */
const SIGNED = ["activated", "belowThreshold", "notServed", "clock", "hostFull", "tryLater"].map((name) =>
  RESULT[name]
);
const FOUR_HOURS = 4 * 3600;
const LONGEST_VALIDITY = 180 * 24 * 60;
export const hex = (code) => `0x${code.toString(16).toUpperCase().padStart(8, "0")}`;

/** `at(condition, offset and field, why)` refuses at `step`, in the frame or certificate called `what`. */
const place = (step, what) => (condition, field, why) =>
  demand(condition, step, `${what} offset ${field}`, why);

function inDate(certificate, seconds) {
  return certificate.notBefore * 60 <= seconds && seconds <= certificate.notAfter * 60;
}

/** The part of step 2 that a licence file's certificate must pass too. `roots`: three raw keys, index 0 to 2. */
export function checkAuthorityRoots(bytes, roots) {
  const at = place(2, "authority certificate");
  const { root1, root2, signature1, signature2, ...authority } = decodeAuthority(bytes);
  at(root1 !== root2, "125 root index", `root ${root1} used twice`);
  for (const [index, signature, offset] of [[root1, signature1, 60], [root2, signature2, 125]]) {
    at(index < roots.length, `${offset} root index`, `no root ${index}`);
    at(!hasSmallOrder(roots[index]), `${offset} root index`, `root ${index} is of small order`);
    const good = verifies(roots[index], signature, "VA1-authority", authority.signed);
    at(good, `${offset + 1} signature`, "does not verify");
  }
  return authority;
}

function checkAuthority(bytes, { roots, now, named }) {
  const at = place(2, "authority certificate");
  const authority = checkAuthorityRoots(bytes, roots);
  at(inDate(authority, now), "14 not before and after", "not in date");
  at(!hasSmallOrder(authority.key), "28 key", "of small order");
  at(keyId(authority.key) === named, "28 key", "its ID is not the one at reply offset 38");
  return authority;
}

/** `product.group` is undefined for a product that the licence file does not list. */
function checkHostCertificate(frame, reply, authority, { product, now }) {
  const at = place(3, "reply");
  const good = verifies(authority.key, reply.certSignature, "VA1-hostcert", frame.subarray(36, 104));
  at(good, "104 authority's signature", "does not verify");
  at(reply.notAfter - reply.notBefore <= authority.longestLife, "60 not after", "life longer than allowed");
  at(inDate(reply, now), "56 not before and after", "not in date");
  at((reply.groups & ~authority.groupMask) === 0, "48 groups", "outside the authority's mask");
  const covered = product.group !== undefined && (reply.groups >>> product.group) % 2 === 1;
  at(covered || reply.result === RESULT.notServed, "48 groups", "do not cover the product");
  at(reply.epoch >= authority.minimumEpoch, "52 epoch", `${reply.epoch} below ${authority.minimumEpoch}`);
  at(!hasSmallOrder(reply.hostKey), "72 host key", "of small order");
}

function checkSignature(request, frame, reply) {
  const good = verifies(reply.hostKey, reply.signature, "VA1-reply", sha256(request), frame.subarray(0, 168));
  demand(good, 4, "reply offset 168 signature", "does not verify");
}

/** A host that says "clock" about a clock that is well inside the four hours deviates as well. */
function checkClock(reply, ownClock) {
  const at = place(5, "reply");
  const off = Math.abs(reply.issued - ownClock);
  const told = reply.result === RESULT.clock;
  at(inDate(reply, reply.issued), "24 issued", "outside the host certificate's dates");
  at(off <= FOUR_HOURS || told, "24 issued", `${off} s off the own clock, result ${hex(reply.result)}`);
  at(off > FOUR_HOURS - 60 || !told, "4 result", `clock refused, but only ${off} s off`);
}

/** "Results", "Reply" offset 20 and "Request": the numbers agree with each other and with the licence file. */
function checkLease({ result, count, validity }, product, flags) {
  const at = place(6, "reply");
  const { threshold, ephemeralMinutes, validityMinutes } = product;
  at(SIGNED.includes(result), "4 result", `${hex(result)} is no result of a signed reply`);
  at(result !== RESULT.activated || count >= threshold, "8 count", `${count}, activated below ${threshold}`);
  at(result !== RESULT.belowThreshold || count < threshold, "8 count", `${count} is not below ${threshold}`);
  const none = result !== RESULT.activated || (flags & FLAG.probe) !== 0;
  if (none) return at(validity === 0, "20 validity", `${validity}, not 0`);
  const most = flags & FLAG.ephemeral ? ephemeralMinutes : validityMinutes;
  const least = flags & FLAG.ephemeral ? ephemeralMinutes : 1;
  at(validity >= least && validity <= most, "20 validity", `${validity}, not from ${least} to ${most}`);
}

/** Runs steps 1 to 6 and returns the reply with its validity capped. `request` and `frame` are whole frames,
 * `authority` 190 bytes; `now` judges certificates, `ownClock` is the simulated computer's time. */
export function checkReply({ request, frame, authority, roots, product, now, ownClock }) {
  const reply = decodeReply(frame);
  const trusted = checkAuthority(authority, { roots, now, named: reply.authorityKeyId });
  checkHostCertificate(frame, reply, trusted, { product, now });
  checkSignature(request, frame, reply);
  checkClock(reply, ownClock);
  checkLease(reply, product, request[4]);
  return { ...reply, validity: Math.min(reply.validity, LONGEST_VALIDITY) };
}
