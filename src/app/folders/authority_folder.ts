import { documentFolder } from "../../adapters/disk/documents.ts";
import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { servePosts } from "../../adapters/network/http_server.ts";
import { prepareFolder } from "../../adapters/disk/own_folder.ts";
import { folderExists, folderLock } from "../../adapters/disk/state_folder.ts";
import { workAsOwner } from "../../adapters/disk/folder_owner.ts";
import { systemClock, systemRandom } from "../../adapters/system/system.ts";
import type { ActivatedHostView, KeyView } from "../../api/authority_types.ts";
import type { ActivatedHost, Database, HostKeyRecord } from "../../authority/database.ts";
import { findHostKey } from "../../authority/keys.ts";
import { coversGroup } from "../../crypto/certificates.ts";
import { fromBase64Url, toHex } from "../../protocol/bytes.ts";
import { decodeHostCertificate } from "../../protocol/host_certificate.ts";
import { Authority, type AuthorityPorts } from "../../authority/authority.ts";
import { readProducts, SAMPLE_PRODUCTS } from "../../authority/catalogue.ts";
import { initialise, type Initialised, type NewAuthority } from "../../authority/initialise.ts";
import { answerCall } from "../../authority/service.ts";
import type { Publication, Revision } from "../../authority/publishing.ts";
import { OperationError, orOperationError } from "../../policy/operation_error.ts";

/** Makes an authority in `folder`. `products`: the text of a products file; the sample products without. Rejects with OperationError. */
export async function initAuthority(
  folder: string,
  wanted: Omit<NewAuthority, "products"> & { readonly products: string | undefined },
): Promise<Initialised> {
  const products = draftsIn(wanted.products ?? SAMPLE_PRODUCTS);
  await workAsOwner(folder);
  await prepareFolder(folder);
  const ports = portsOf(folder);
  const { products: _, ...named } = wanted;
  return await ports.lock.during(() =>
    leavingNothing(
      new DenoDisk(folder),
      () => initialise({ ...named, products }, { ...ports, random: systemRandom }),
    )
  );
}

/** Takes away again what `work` has made in a folder, should it fail. */
async function leavingNothing<T>(disk: DenoDisk, work: () => Promise<T>): Promise<T> {
  const before = await disk.list();
  try {
    return await work();
  } catch (error) {
    const made = (await disk.list()).filter((name) => !before.includes(name));
    for (const name of made) await disk.remove(name).catch(() => {});
    throw error;
  }
}

/** Publishes the next licence file of `folder`. `products`: the text of a products file. Rejects with OperationError. */
export async function publish(
  folder: string,
  { products, ...revision }: Omit<Revision, "products"> & { readonly products: string | undefined },
): Promise<Publication> {
  const drafts = products === undefined ? {} : { products: draftsIn(products) };
  return await (await openAuthority(folder)).publish({ ...revision, ...drafts }, systemRandom);
}

function draftsIn(products: string) {
  return orOperationError(() => readProducts(products), {
    remedy: 'write it as [{"name": "Editor", "kind": "client", "threshold": 25}, ...]',
  });
}

/** The authority of an existing folder. Rejects with OperationError. */
export async function openAuthority(folder: string): Promise<Authority> {
  if (!await folderExists(folder)) {
    throw new OperationError(`There is no authority in ${folder}`, {
      remedy: "make one with kms authority init --dir DIR --publisher NAME, or name its folder with --dir",
    });
  }
  await workAsOwner(folder);
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
  await authority.read(); // a folder that cannot be served from is refused now, not at the first host
  const service = servePosts(hostname, port, (path, body) => answerCall(authority, path, body));
  const shown = service.hostname.includes(":") ? `[${service.hostname}]` : service.hostname;
  return { url: `http://${shown}:${service.port}`, close: () => service.close() };
}

function portsOf(folder: string): AuthorityPorts {
  return { clock: systemClock, documents: documentFolder(new DenoDisk(folder)), lock: folderLock(folder) };
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
