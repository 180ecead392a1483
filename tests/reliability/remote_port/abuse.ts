import assert from "node:assert/strict";
import { encodeBasic } from "../../../src/api/basic_auth.ts";
import { EventId, type HostEvent } from "../../../src/policy/events.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { PASSWORD, type RemoteHost } from "../../support/roles/remote_host.ts";
import { malformed, realClientHello } from "./client_hello.ts";
import { guess } from "./passwords.ts";
import { ask, type Loopback, Stranger } from "./stranger.ts";

/** Connections at one time. */
const AT_ONCE = 200;

/** Beginnings that are no TLS, hundreds at once: the host goes on, and nobody was let in. */
export async function abuseTls(
  host: RemoteHost,
  { seed, connections, progress }: { seed: number; connections: number; progress: (done: number) => void },
): Promise<void> {
  const hello = await realClientHello();
  const events = host.events();
  for (let begun = 0; begun < connections; begun += AT_ONCE) {
    const strangers: Stranger[] = [];
    for (let i = begun; i < Math.min(connections, begun + AT_ONCE); i++) {
      const stranger = Stranger.plain(host.port, loopback(new SeededRandom(seed + i)));
      stranger.send(malformed(hello, i, new SeededRandom(seed + i)));
      if (i % 3 === 0) stranger.halfClose();
      strangers.push(stranger);
    }
    const status = await comesIn(host);
    for (const stranger of strangers) stranger[Symbol.dispose]();
    assert.equal(status, 200, `alice after ${begun + strangers.length} malformed beginnings (seed ${seed})`);
    progress(begun + strangers.length);
  }
  onlyFromHere(events);
}

/** Requests by HTTP that no client would send, through TLS as it should be. */
export async function abuseHttp(host: RemoteHost, seed: number, requests: number): Promise<void> {
  for (let i = 0; i < requests; i++) {
    const answer = await ask(host.port, oddRequest(i, new SeededRandom(seed + i)));
    assert.doesNotMatch(answer, /HTTP\/1\.1 2/, `request ${i} of seed ${seed} was answered`);
  }
}

const RIGHT = encodeBasic({ user: "alice", password: PASSWORD });

function oddRequest(kind: number, random: SeededRandom): string {
  const head = "GET /v1/status HTTP/1.1\r\nhost: x\r\n";
  const basic = (text: string) => `authorization: Basic ${btoa(text)}\r\n\r\n`;
  const odd = [
    `${head}authorization: ${RIGHT}x\r\n\r\n`,
    `${head}authorization: Basic\t${btoa("alice:wrong words")}\r\n\r\n`,
    `${head}authorization: ${RIGHT}, ${RIGHT}\r\n\r\n`,
    `${head}proxy-authorization: ${RIGHT}\r\n\r\n`,
    `${head}cookie: authorization=${RIGHT}\r\n\r\n`,
    `GET /v1/status?authorization=${encodeURIComponent(RIGHT)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `GET https://alice:${encodeURIComponent(PASSWORD)}@x/v1/status HTTP/1.1\r\nhost: x\r\n\r\n`,
    `${head}${basic("alice")}`,
    `${head}${basic(`alice:${PASSWORD}\0`)}`,
    `${head}${basic(`\0alice:${PASSWORD}`)}`,
    `${head}${basic(`${"a".repeat(5000)}:${PASSWORD}`)}`,
    `${head}authorization: Basic gIA6gIA=\r\n\r\n`, // no UTF-8
    `${head}content-length: 5\r\ncontent-length: 6\r\n\r\n`,
    `${head}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\nGET /v1/key HTTP/1.1\r\n\r\n`,
    `${head}\r\nGET /v1/status HTTP/1.1\r\nhost: x\r\nauthorization: ${RIGHT}\r\n\r\n`, // behind one without: it is not looked at
    `DELETE /v1/key HTTP/1.1\r\nhost: x\r\nx-http-method-override: GET\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    `${Array.from(random.bytes(200), (byte) => String.fromCharCode(byte)).join("")}\r\n\r\n`,
  ];
  return odd[kind % odd.length]!;
}

/** Wrong passwords over the network, from addresses that are drawn, `AT_ONCE / 4` at one time. Resolves with what came of them. */
export async function guessOverTheNetwork(
  host: RemoteHost,
  { seed, guesses, progress }: { seed: number; guesses: number; progress: (done: number) => void },
): Promise<string> {
  const events = host.events();
  const seen = { looked: 0, waited: 0, busy: 0, closed: 0 };
  let next = 0;
  let [tries, entered] = [0, 0];
  const guessing = async () => {
    for (let i = next++; i < guesses; i = next++) {
      const random = new SeededRandom(seed + i);
      const basic = encodeBasic({
        user: i % 10 === 0 ? "mallory" : "alice",
        password: guess(random, PASSWORD),
      });
      const request = `GET /v1/caller HTTP/1.1\r\nhost: x\r\nauthorization: ${basic}\r\n\r\n`;
      const answer = await ask(host.port, request, loopback(random));
      seen[kindOf(answer, i)] += 1;
      progress(i);
    }
  };
  const workers = Array.from({ length: AT_ONCE / 4 }, guessing);
  const user = (async () => {
    do {
      tries += 1;
      if (await comesIn(host) === 200) entered += 1;
    } while (next < guesses);
  })();
  await Promise.all([...workers, user]);
  assert.equal(await comesIn(host), 200, "alice, when it is over");
  onlyFromHere(events);
  assert.ok(entered > 0, `alice did not come in while others guessed, in ${tries} tries`);
  return `${guesses} over the network (${seen.looked} looked at, ${seen.waited} had to wait, ${seen.busy} too many, ${seen.closed} cut off), 0 let in, alice in ${entered} of ${tries}`;
}

/** Alice signs in from 127.0.0.1, and who is not alice from everywhere else. */
function onlyFromHere(events: readonly HostEvent[]): void {
  const from = events.flatMap((event) => event.id === EventId.signedIn ? [event.address] : []);
  assert.deepEqual(from.filter((address) => address !== "127.0.0.1"), [], "where somebody else was let in");
}

function kindOf(answer: string, i: number): "looked" | "waited" | "busy" | "closed" {
  const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
  const kinds = { "401": "looked", "429": "waited", "503": "busy" } as const;
  if (status === undefined) return "closed";
  const kind = kinds[status as keyof typeof kinds];
  assert.ok(kind !== undefined, `guess ${i} is answered with ${status}`);
  return kind;
}

/** The status that alice is answered with, or 0 where the connection was cut off. */
export async function comesIn(host: RemoteHost): Promise<number> {
  const answer = await ask(
    host.port,
    `GET /v1/caller HTTP/1.1\r\nhost: x\r\nauthorization: ${RIGHT}\r\n\r\n`,
  );
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

function loopback(random: SeededRandom): Loopback {
  return `127.${1 + random.upTo(250)}.${random.upTo(250)}.${1 + random.upTo(250)}`;
}
