import { documentFolder } from "../adapters/documents.ts";
import { DenoDisk } from "../adapters/deno_disk.ts";
import { folderLock, prepareFolder } from "../adapters/state_folder.ts";
import { systemClock, systemRandom } from "../adapters/system.ts";
import type { ActivatedHostView, KeyView } from "../api/authority_types.ts";
import type { ActivatedHost, Database, HostKeyRecord } from "../authority/database.ts";
import { findHostKey } from "../authority/keys.ts";
import { coversGroup } from "../crypto/certificates.ts";
import { fromBase64Url, toHex } from "../protocol/bytes.ts";
import { decodeHostCertificate } from "../protocol/host_certificate.ts";
import { Authority, type AuthorityPorts } from "../authority/authority.ts";
import { readProducts, SAMPLE_PRODUCTS } from "../authority/catalogue.ts";
import { initialise, type Initialised } from "../authority/initialise.ts";
import { answerCall } from "../authority/service.ts";
import { OperationError } from "../policy/operation_error.ts";

/** Requests are a few hundred bytes. */
const LONGEST_BODY = 10_000;

/** Makes an authority in `folder`. `products`: the text of a products file; the sample products without. Rejects with OperationError. */
export async function initAuthority(
  folder: string,
  wanted: { publisher: string; url: string | null; products: string | undefined },
): Promise<Initialised> {
  const products = readProducts(wanted.products ?? SAMPLE_PRODUCTS);
  await prepareFolder(folder);
  const ports = portsOf(folder);
  return await ports.lock.during(() =>
    initialise({ publisher: wanted.publisher, url: wanted.url, products }, { ...ports, random: systemRandom })
  );
}

/** The authority of an existing folder. Rejects with OperationError. */
export async function openAuthority(folder: string): Promise<Authority> {
  if (await Deno.stat(folder).catch(() => undefined) === undefined) {
    throw new OperationError(`There is no authority in ${folder}`, {
      remedy: "make one with kms authority init --dir DIR --publisher NAME, or name its folder with --dir",
    });
  }
  await prepareFolder(folder);
  return await Authority.open(portsOf(folder));
}

/** The host keys that an authority has issued. Rejects with OperationError. */
export async function listKeys(folder: string): Promise<KeyView[]> {
  const database = await (await openAuthority(folder)).read();
  return database.hostKeys.map((key) => viewOf(key, database));
}

/** One host key. Rejects with OperationError where the authority has issued no such key. */
export async function showKey(folder: string, serial: number): Promise<KeyView> {
  const database = await (await openAuthority(folder)).read();
  return viewOf(findHostKey(database, serial), database);
}

/** Changes a host key's limits or block. Rejects with OperationError. */
export async function changeKey(
  folder: string,
  serial: number,
  change: Partial<Pick<KeyView, "blocked" | "hostLimit" | "activationLimit">>,
): Promise<KeyView> {
  await (await openAuthority(folder)).changeKey(serial, change);
  return await showKey(folder, serial);
}

/** Serves the activation service of `folder` over HTTP until `close` is called. Rejects with OperationError. */
export async function serveAuthority(
  folder: string,
  hostname: string,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const authority = await openAuthority(folder);
  const server = listen(hostname, port, (request) => answerRequest(authority, request));
  const { addr } = server;
  const shown = addr.hostname.includes(":") ? `[${addr.hostname}]` : addr.hostname;
  return { url: `http://${shown}:${addr.port}`, close: () => server.shutdown() };
}

function portsOf(folder: string): AuthorityPorts {
  return { clock: systemClock, documents: documentFolder(new DenoDisk(folder)), lock: folderLock(folder) };
}

async function answerRequest(authority: Authority, request: Request): Promise<Response> {
  if (request.method !== "POST") {
    return Response.json({ error: { code: null, message: "POST only" } }, { status: 405 });
  }
  if (Number(request.headers.get("content-length") ?? 0) > LONGEST_BODY) {
    return new Response(null, { status: 413 });
  }
  const body = await request.text();
  if (body.length > LONGEST_BODY) return new Response(null, { status: 413 });
  const answer = await answerCall(authority, new URL(request.url).pathname, body);
  return Response.json(answer.body, { status: answer.status });
}

function listen(hostname: string, port: number, handler: (request: Request) => Promise<Response>) {
  try {
    return Deno.serve({
      hostname,
      port,
      onListen: () => {},
      onError: (error) => {
        console.error(
          `kms: the activation service failed: ${error instanceof Error ? error.message : error}`,
        );
        return Response.json({ error: { code: null, message: "the activation service failed" } }, {
          status: 500,
        });
      },
    }, handler);
  } catch (cause) {
    const why = cause instanceof Deno.errors.AddrInUse
      ? "the port is in use"
      : cause instanceof Error
      ? cause.message
      : cause;
    throw new OperationError(`Cannot listen on ${hostname} port ${port}: ${why}`, {
      remedy: "choose another with --listen ADDR:PORT",
      cause,
    });
  }
}

function viewOf(key: HostKeyRecord, { products }: Database): KeyView {
  return {
    serial: key.serial,
    kind: "host",
    products: products.filter((product) => coversGroup(key, product.group)).map(({ name }) => name),
    issued: key.issued,
    blocked: key.blocked,
    hostLimit: key.hostLimit,
    activationLimit: key.activationLimit,
    hosts: key.hosts.map(hostViewOf),
  };
}

function hostViewOf({ activations, certificates }: ActivatedHost): ActivatedHostView {
  const newest = certificates[0]!; // a host is recorded with its first certificate
  const { hardware, notAfter } = decodeHostCertificate(
    fromBase64Url(newest.certificate, "stored certificate"),
  );
  return { activations, hardware: toHex(hardware), issued: newest.issued, ends: notAfter * 60_000 };
}
