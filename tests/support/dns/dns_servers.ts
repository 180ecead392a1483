import type { SocketAddress } from "../../../src/ports.ts";
import { ALGORITHMS, SECRETS, ZONES, zoneText } from "./dns_zones.ts";
import { needProgram } from "../programs/need_program.ts";
import { outputOf } from "../programs/programs.ts";
import { TempFolder } from "../disk/temp_folder.ts";

export interface ServerKind {
  readonly name: "BIND" | "Knot";
  /** Makes sure that the server and its tool for questions are there. */
  readonly prepare: () => Promise<void>;
  readonly configuration: (folder: string, port: number) => string;
  readonly command: (configurationFile: string) => readonly [program: string, ...args: string[]];
  /** The program that asks questions, as an independent witness. */
  readonly witness: string;
}

const hasIpv6 = Deno.networkInterfaces().some(({ address }) => address === "::1");
export const LOOPBACKS: readonly string[] = hasIpv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"];

export const bind: ServerKind = {
  name: "BIND",
  async prepare() {
    await needProgram("named", "DNS is tested with BIND 9 (named)", "bind9");
    await needProgram("dig", "DNS is tested with dig", "bind9-dnsutils");
  },
  configuration: (folder, port) =>
    `options { directory "${folder}"; pid-file none; session-keyfile "${folder}/session.key"; recursion no;
      listen-on port ${port} { 127.0.0.1; }; listen-on-v6 port ${port} { ${hasIpv6 ? "::1;" : "none;"} };
      dnssec-validation no; notify no; };
    controls {};
    ${
      ALGORITHMS.map((name) => `key "${name}.key" { algorithm ${name}; secret "${SECRETS[name]}"; };`).join(
        "\n",
      )
    }
    ${
      ZONES.map((zone) =>
        `zone "${zone}" { type primary; file "${zone}.zone"; allow-update { ${bindUpdaters(zone)} }; };`
      ).join("\n")
    }`,
  command: (file) => ["named", "-f", "-n", "1", "-c", file],
  witness: "dig",
};

export const knot: ServerKind = {
  name: "Knot",
  async prepare() {
    await needProgram("knotd", "DNS is tested with Knot (knotd)", "knot");
    await needProgram("kdig", "DNS is tested with kdig", "knot-dnsutils");
  },
  configuration: (folder, port) =>
    [
      "server:",
      `  rundir: "${folder}"`,
      `  listen: [ ${LOOPBACKS.map((address) => `${address}@${port}`).join(", ")} ]`,
      "  udp-workers: 1",
      "  tcp-workers: 1",
      "database:",
      `  storage: "${folder}"`,
      "key:",
      ...ALGORITHMS.map((name) => `- { id: ${name}.key, algorithm: ${name}, secret: ${SECRETS[name]} }`)
        .map(knotItem),
      "acl:",
      "  - id: open",
      `    address: [ ${LOOPBACKS.join(", ")} ]`,
      "    action: update",
      "  - id: signed",
      `    key: [ ${ALGORITHMS.map((name) => `${name}.key`).join(", ")} ]`,
      "    action: update",
      "template:",
      "  - id: default",
      `    storage: "${folder}"`,
      "    file: %s.zone",
      "zone:",
      ...ZONES.map((zone) =>
        `  - domain: ${zone}` +
        (zone === "open.test" || zone === "signed.test" ? `\n    acl: ${zone.replace(".test", "")}` : "")
      ),
      "",
    ].join("\n"),
  command: (file) => ["knotd", "-c", file],
  witness: "kdig",
};

function bindUpdaters(zone: string): string {
  if (zone === "open.test") return "127.0.0.1; ::1;";
  return zone === "signed.test" ? ALGORITHMS.map((name) => `key "${name}.key";`).join(" ") : "none;";
}

/** Knot's configuration takes no braces: members of a list stand below each other. */
function knotItem(item: string): string {
  return item.replace(/^- \{ (.*) \}$/, "  - $1").replaceAll(", ", "\n    ");
}

/** A real DNS server on loopback, with zones in a folder of its own. */
export class DnsServer implements AsyncDisposable {
  private constructor(
    readonly kind: ServerKind,
    readonly port: number,
    readonly folder: TempFolder,
    readonly process: Deno.ChildProcess,
  ) {}

  /** Tries again on another port where it does not come up: one that is free for TCP may be taken for UDP. */
  static async start(kind: ServerKind): Promise<DnsServer> {
    await kind.prepare();
    for (let tries = 1;; tries++) {
      const server = await DnsServer.#launch(kind);
      if (await server.#answers()) return server;
      await server[Symbol.asyncDispose]();
      if (tries === 3) throw new Error(`${kind.name} does not answer on port ${server.port}`);
    }
  }

  static async #launch(kind: ServerKind): Promise<DnsServer> {
    const folder = await TempFolder.make();
    for (const zone of ZONES) await Deno.writeTextFile(`${folder.path}/${zone}.zone`, zoneText(zone));
    const port = freePort();
    const file = `${folder.path}/server.conf`;
    await Deno.writeTextFile(file, kind.configuration(folder.path, port));
    const [program, ...args] = kind.command(file);
    const process = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .spawn();
    return new DnsServer(kind, port, folder, process);
  }

  address(host = "127.0.0.1"): SocketAddress {
    return { host, port: this.port };
  }

  /** What is in a zone, as the server's own tool shows it: `TTL IN SRV 0 0 1688 one.open.test.` and the like, sorted. */
  async records(name: string, type: string): Promise<string[]> {
    const { stdout } = await this.#ask("+noall", "+answer", "+tcp", name, type);
    const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
    return lines.map((line) => line.split(/\s+/).slice(1).join(" ")).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.process.kill("SIGTERM");
    } catch {
      // it has ended by itself
    }
    await this.process.status;
    await this.folder[Symbol.asyncDispose]();
  }

  #ask(...args: readonly string[]) {
    return outputOf(this.kind.witness, "@127.0.0.1", "-p", `${this.port}`, ...args);
  }

  async #answers(): Promise<boolean> {
    for (let tries = 0; tries < 100; tries++) {
      const { stdout } = await this.#ask("+short", "+time=1", "+retry=0", "wide.test", "SOA");
      if (stdout.includes("hostmaster.wide.test")) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }
}

/** A port that nobody listens on, by TCP at least. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}
