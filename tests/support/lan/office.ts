import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import type { Input } from "../../../src/api/routes.ts";
import type { DiagnosisView } from "../../../src/api/types.ts";
import { signAuthorityCertificate } from "../../../src/crypto/certificates.ts";
import { SigningKey } from "../../../src/crypto/ed25519.ts";
import { decodeLicenceFile, encodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { FILES } from "../../../src/authority/files.ts";
import {
  type AuthorityCertificate,
  decodeAuthorityCertificate,
  encodeAuthorityCertificate,
} from "../../../src/protocol/authority_certificate.ts";
import { needProgram } from "../programs/need_program.ts";
import { DOMAIN, NAME_SERVER, type SiteComputer, SiteLan } from "./site_lan.ts";
import { TestSite } from "../roles/test_site.ts";

/** What a client's folder is prepared with. */
export interface ClientWish {
  /** The licence file's text; null for none. That of the site unless given. */
  readonly licence?: string | null;
  /** The product whose key is installed; null for none. */
  readonly product?: string | null;
  readonly settings?: readonly Input<"changeClientSetting">[];
}

/** What a host's folder is prepared with. */
export interface HostWish {
  readonly site?: TestSite;
  readonly key?: string | null;
  readonly activate?: boolean;
  readonly port?: number;
}

const PRODUCTS = `[
  { "name": "Editor", "kind": "client", "threshold": 1, "countVirtual": true },
  { "name": "Team", "kind": "client", "threshold": 3, "countVirtual": true }
]`;

/** An organisation: its publisher, its network, and state folders that are prepared beside it. */
export class Office implements AsyncDisposable {
  #folders = 0;

  private constructor(readonly site: TestSite, readonly lan: SiteLan) {}

  static async open(records: readonly string[]): Promise<Office> {
    await needProgram(
      "ip",
      "hosts and clients are tested in network namespaces with iproute2 (ip)",
      "iproute2",
    );
    await needProgram("faketime", "clocks are tested with faketime", "faketime");
    return new Office(await TestSite.make(PRODUCTS), await SiteLan.open(records));
  }

  /** The state folder of a new host: with `key`, unless that is null, activated by `site` unless it is not to be. */
  async hostFolder({ site = this.site, key = site.hostKey, activate = true, port }: HostWish = {}) {
    const folder = this.#newFolder();
    await using console = await openConsole(folder, true);
    if (key !== null && activate) await site.activate(console, key);
    else {
      await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
      if (key !== null) await console.call("installKey", { key });
    }
    if (port !== undefined) await console.call("changeSetting", { name: "port", value: port });
    return folder;
  }

  /** The state folder of a new client. */
  async clientFolder({ licence = this.site.licence, product = "Editor", settings = [] }: ClientWish = {}) {
    const folder = this.#newFolder();
    await using console = await openConsole(folder, true);
    if (licence !== null) await console.call("installLicence", { text: licence, acceptNewRoots: false });
    if (product !== null) {
      const key = await this.site.authority.issueKey("client", [product]);
      await console.call("installKey", { key });
    }
    for (const setting of settings) await console.call("changeClientSetting", setting);
    return folder;
  }

  /** Sets a host to publish itself in a domain, by the name server of the network. */
  async publish(folder: string, { weight = 0, domain = DOMAIN } = {}): Promise<void> {
    await using console = await openConsole(folder, false);
    const server = NAME_SERVER;
    await console.call("setDnsDomain", { domain, priority: 0, weight, server, target: null, tsigKey: null });
  }

  /** The site's licence file with another authority certificate, signed as it should be. */
  async licenceWith(changes: Partial<AuthorityCertificate>): Promise<string> {
    const read = async (name: string) =>
      SigningKey.fromPem(await Deno.readTextFile(`${this.site.authorityFolder}/${name}`));
    const { payload, authorityBytes } = decodeLicenceFile(this.site.licence);
    const certificate = signAuthorityCertificate(
      { ...decodeAuthorityCertificate(authorityBytes), ...changes },
      [{ root: 0, key: await read(FILES.roots[0]) }, { root: 1, key: await read(FILES.roots[1]) }],
    );
    return encodeLicenceFile(
      payload,
      encodeAuthorityCertificate(certificate),
      await read(FILES.authorityKey),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lan[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
  }

  #newFolder(): string {
    return this.site.folder(`state-${++this.#folders}`);
  }
}

/** `kms why` as it ran, with what it says. */
export async function why(
  computer: SiteComputer,
  folder: string,
  { options = [], under = [] }: { options?: readonly string[]; under?: readonly string[] } = {},
): Promise<{ readonly status: number; readonly found: DiagnosisView }> {
  const { status, stdout, stderr } = await computer.kms(
    ["--state", folder, "why", "--json", ...options],
    under,
  );
  if (stdout === "") throw new Error(`kms why printed nothing: ${stderr}`);
  return { status, found: JSON.parse(stdout) as DiagnosisView };
}

/** The first broken step, and its code in hexadecimal digits. It says how it is mended. */
export function faultIn({ steps }: DiagnosisView): [string | undefined, string | undefined] {
  const broken = steps.find(({ standing }) => standing === "broken");
  if (broken !== undefined) assert.match(broken.remedy ?? "", /kms |clock|backup/);
  return [broken?.step, broken?.code?.toString(16)];
}

/** The files of a folder, byte by byte. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.filter(({ isFile }) => isFile).map(({ name }) => name).sort();
  const read = async (name: string) => [name, (await Deno.readFile(`${folder}/${name}`)).toHex()] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/** Where the computers are, and the ports of the hosts that are in one process there. */
export const ADDRESS = { one: 1, two: 2, pc: 10, nobody: 77 } as const;
export const SUBNET = "10.9.0";
export const PORT = { bare: 1701, stranger: 1702, narrow: 1703 } as const;
export const SERVICE = "_volact._tcp";

export const RECORDS = [
  `kms-1 IN A ${SUBNET}.${ADDRESS.one}`,
  `kms-2 IN A ${SUBNET}.${ADDRESS.two}`,
  `nobody IN A ${SUBNET}.${ADDRESS.nobody}`,
  `${SERVICE}.gone IN SRV 0 0 1699 kms-1`,
  `${SERVICE}.silent IN SRV 0 0 1688 nobody`,
  `${SERVICE}.lost IN SRV 0 0 1688 nowhere`,
  `${SERVICE}.empty IN TXT nothing`,
  `${SERVICE}.refused IN SRV 0 0 0 .`,
  `${SERVICE}.bare IN SRV 0 0 ${PORT.bare} kms-1`,
  `${SERVICE}.stranger IN SRV 0 0 ${PORT.stranger} kms-1`,
  `${SERVICE}.narrow IN SRV 0 0 ${PORT.narrow} kms-1`,
  `${SERVICE}.other IN SRV 0 0 53 ns`,
];
