import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { fetchDenort } from "./denort.ts";

const TRIPLE = "x86_64-unknown-linux-gnu";
const CONTENT = new TextEncoder().encode("a runtime ".repeat(100));

/** An archive of one file, laid out as `zip` does it. */
function encodeZip(name: string, content: Uint8Array, deflated = true): Uint8Array<ArrayBuffer> {
  const data = deflated ? new Uint8Array(deflateRawSync(content)) : content;
  const path = new TextEncoder().encode(name);
  const common = [
    ...little(20, 2, 0, 2, deflated ? 8 : 0, 2, 0, 4, crc32(content), 4, data.length, 4, content.length, 4),
    ...little(path.length, 2, 0, 2),
  ];
  const local = [...little(0x04034b50, 4), ...common, ...path, ...data];
  const entry = [
    ...little(0x02014b50, 4, 20, 2),
    ...common,
    ...little(0, 2, 0, 2, 0, 2, 0, 4, 0, 4),
    ...path,
  ];
  const end = little(0x06054b50, 4, 0, 2, 0, 2, 1, 2, 1, 2, entry.length, 4, local.length, 4, 0, 2);
  return Uint8Array.from([...local, ...entry, ...end]);
}

/** Pairs of a value and its size in bytes. */
function little(...pairs: number[]): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const [value = 0, size = 0] = pairs.slice(at, at + 2);
    for (let index = 0; index < size; index++) bytes.push(Math.floor(value / 256 ** index) % 256);
  }
  return bytes;
}

/** A server that answers every request by `answer`, and an empty folder for downloads. */
async function createSite(answer: (path: string) => Response | Promise<Response>) {
  const requests: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    requests.push(new URL(request.url).pathname);
    return answer(requests.at(-1) ?? "");
  });
  const downloads = await Deno.makeTempDir();
  return {
    requests,
    downloads,
    origin: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(downloads, { recursive: true });
    },
  };
}

Deno.test("fetchDenort() unpacks the published archive and asks for it once", async () => {
  await using site = await createSite(() => new Response(encodeZip("denort", CONTENT)));
  for (let round = 0; round < 2; round++) {
    deepStrictEqual(await fetchDenort(TRIPLE, site), { kind: "found", bytes: CONTENT });
  }
  deepStrictEqual(site.requests, [`/release/v${Deno.version.deno}/denort-${TRIPLE}.zip`]);
});

Deno.test("fetchDenort() reads an archive that is not compressed", async () => {
  await using site = await createSite(() => new Response(encodeZip("denort.exe", CONTENT, false)));
  deepStrictEqual(await fetchDenort("x86_64-pc-windows-msvc", site), { kind: "found", bytes: CONTENT });
});

Deno.test("fetchDenort() says that there is no such runtime", async () => {
  await using site = await createSite(() => new Response("no", { status: 404 }));
  const denort = await fetchDenort(TRIPLE, site);
  match(
    denort.kind === "missing" ? denort.reason : "",
    /^127\.0\.0\.1:\d+ answered 404 for release\/.*\.zip$/,
  );
});

Deno.test("fetchDenort() gives up on a server that does not answer", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using site = await createSite(() => promise);
  const denort = await fetchDenort(TRIPLE, { ...site, answerWithinMs: 20 });
  resolve(new Response());
  match(denort.kind === "missing" ? denort.reason : "", /: no answer within 0\.02 s$/);
});

Deno.test("fetchDenort() says why a server cannot be reached", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const origin = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const denort = await fetchDenort(TRIPLE, { origin, downloads: "does-not-exist" });
  match(denort.kind === "missing" ? denort.reason : "", /^127\.0\.0\.1:\d+: \w[^:]*refused/i);
});

Deno.test("fetchDenort() neither uses nor keeps a damaged archive", async () => {
  const zip = encodeZip("denort", CONTENT, false);
  const damaged = [zip.subarray(0, -30), zip.with(60, 0), encodeZip("other", CONTENT)];
  for (const bytes of damaged) {
    await using site = await createSite(() => new Response(bytes));
    await rejects(fetchDenort(TRIPLE, site), /^Error: Cannot use .*\.zip: /);
    strictEqual(await exists(join(site.downloads, "release")), false);
  }
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
