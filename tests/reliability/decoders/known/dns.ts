import { answerHead } from "../../../../src/dns/answers.ts";
import { followAliases } from "../../../../src/dns/aliases.ts";
import { decodeMessage, encodeMessage, rcodeOf } from "../../../../src/dns/message.ts";
import { answersTo, legacyPacket, withAdditionals } from "../../../../src/dns/multicast/answering.ts";
import { conflictIn, losesTo } from "../../../../src/dns/multicast/conflicts.ts";
import { Gathered } from "../../../../src/dns/multicast/gathered.ts";
import { ownRecords } from "../../../../src/dns/multicast/own_records.ts";
import { readPacket } from "../../../../src/dns/multicast/packets.ts";
import { makeQuery, makeUpdate } from "../../../../src/dns/requests.ts";
import { StreamReader } from "../../../../src/dns/stream_reader.ts";
import { appendTsig, signRequest, tsigMac, verifyAnswer } from "../../../../src/dns/tsig.ts";
import { concat, equalBytes } from "../../../../src/protocol/bytes.ts";
import { testKey } from "../../../support/dns/dns.ts";
import { CAPTURES } from "../../../support/dns/dns_captures.ts";
import { answerTo, framed } from "../../../support/dns/scripted_dns.ts";
import { SeededRandom } from "../../../support/fakes/seeded_random.ts";
import { linkOf } from "../../../support/lan/fake_lan.ts";
import { query, recordsOf, response, SERVICE_TYPE, serviceOf } from "../../../support/lan/multicast.ts";
import { type Decoder, promise, unlessRefused } from "../decoder.ts";

const captured = CAPTURES.flatMap(({ request, answer }) => [request, answer]);
const TOKENS = [
  "\xc0\x0c",
  "\x00\x29",
  "\x00\xfa",
  "\x05local\0",
  "\x07_volact\x04_tcp",
  "\x00\x21\x00\x01",
  "\x3f",
];

const message: Decoder = {
  name: "DNS message",
  share: 0.6,
  samples: captured,
  tokens: TOKENS,
  read: (bytes) => {
    const read = unlessRefused(() => decodeMessage(bytes));
    if (read === undefined) return false;
    rcodeOf(read);
    const [question] = read.questions;
    if (question !== undefined) followAliases(read.answers, question.name, question.type, 8);
    const again = encodeMessage(read);
    promise(
      equalBytes(encodeMessage(decodeMessage(again)), again),
      "it is read otherwise when it is written anew",
    );
    return true;
  },
};

const link = linkOf(["10.0.0.1"]);
const own = ownRecords(serviceOf("Contoso"), link);
const ownOnLinks = new Map([[link, own]]);

const multicast: Decoder = {
  name: "packet of multicast DNS",
  share: 0.5,
  samples: [
    response(...recordsOf(serviceOf("Contoso"), "10.0.0.2")),
    response(...recordsOf(serviceOf("Other (2)", { host: "other" }), "10.0.0.3", "2001:db8::1")),
    query(SERVICE_TYPE, 12, own.pointer),
    query("server.local.", 255),
  ],
  tokens: TOKENS,
  read: (bytes) => {
    const read = readPacket(bytes);
    if (read === undefined) return false;
    const gathered = new Gathered();
    gathered.add(read);
    promise(
      gathered.services().every(({ instance }) => !/\p{Cc}/u.test(instance)),
      "a name that moves the cursor",
    );
    gathered.questions();
    conflictIn(read, ownOnLinks);
    losesTo(read, own);
    const answers = answersTo(read, own);
    const legacy = legacyPacket(read, withAdditionals(answers, own));
    promise(readPacket(legacy) !== undefined, "an answer that nobody can read");
    return true;
  },
};

const stream: Decoder = {
  name: "DNS messages in a stream",
  samples: [concat(framed(captured[1]!), framed(captured[3]!))],
  share: 0.5,
  read: (bytes) => {
    const [whole, parts] = [[bytes], [bytes.subarray(0, 1), bytes.subarray(1, 40), bytes.subarray(40)]].map(
      (chunks) => {
        const reader = new StreamReader();
        return chunks.flatMap((chunk) => Array.from(reader.push(chunk)));
      },
    );
    promise(equalBytes(concat(...whole!), concat(...parts!)), "other chunks, other messages");
    return whole!.length > 0;
  },
};

const NOW = 1_800_000_000;
const key = testKey("hmac-sha256");
const update = makeUpdate(new SeededRandom(1), "example.", []);
const { mac: requestMac } = signRequest(update.bytes, key, NOW);
const signed = [{ error: 0 }, { error: 18, otherData: new Uint8Array(6) }].map((change) => {
  const variables = { timeSigned: NOW, fudge: 300, otherData: new Uint8Array(), ...change };
  const bytes = answerTo(update, {});
  return appendTsig(bytes, key, tsigMac(bytes, key, variables, requestMac), variables);
});

const answer: Decoder = {
  name: "signed answer to an update",
  share: 0.4,
  samples: signed,
  tokens: TOKENS,
  read: (bytes) => {
    answerHead(bytes, update);
    const verdict = unlessRefused(() => verifyAnswer(bytes, { key, requestMac, now: NOW }));
    // its names may be in capital letters, and the ID of the message is what it was at the signer's (RFC 8945, 5.3)
    const says = (known: Uint8Array) => equalBytes(bytes.subarray(2, 12), known.subarray(2, 12));
    promise(verdict?.kind !== "verified" || says(signed[0]!), "a forged answer is taken for verified");
    return verdict?.kind === "verified";
  },
};

const head: Decoder = {
  name: "answer to a question",
  share: 0.4,
  samples: captured,
  tokens: TOKENS,
  read: (bytes) => {
    const asked = makeQuery(new SeededRandom(1), "example.", 33);
    return answerHead(bytes, asked) === undefined
      ? unlessRefused(() => decodeMessage(bytes)) !== undefined
      : true;
  },
};

export const DNS: readonly Decoder[] = [
  message,
  head,
  multicast,
  stream,
  answer,
];
