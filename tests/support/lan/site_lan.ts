import { bind } from "../dns/dns_servers.ts";
import { LanComputer, type LanProgram } from "./lan.ts";
import { TempFolder } from "../disk/temp_folder.ts";

const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;
const MAIN = new URL("../../../main.ts", import.meta.url).pathname;
const SUBNET = "10.9.0";

/** The name server, and the domain that it serves; everybody there may update the zone. */
export const NAME_SERVER = `${SUBNET}.53`;
export const DOMAIN = "corp.test";

/** A network of an organisation: a name server (BIND) with the zone `corp.test`, and computers at one switch with it. */
export class SiteLan implements AsyncDisposable {
  readonly #folder: TempFolder;
  readonly #server: LanComputer;
  readonly #computers: SiteComputer[] = [];
  #named: LanProgram | undefined;

  private constructor(folder: TempFolder, server: LanComputer) {
    this.#folder = folder;
    this.#server = server;
  }

  /** `records`: lines of the zone file below its own. */
  static async open(records: readonly string[]): Promise<SiteLan> {
    await bind.prepare();
    const lan = new SiteLan(await TempFolder.make(), await LanComputer.start());
    await lan.#switchOn();
    await lan.#serveNames(records);
    return lan;
  }

  /** A computer with an address, a name and a machine ID of its own. It asks the name server, and lies in the domain where it is named so. */
  async computer(name: string, address: number): Promise<SiteComputer> {
    const inside = await LanComputer.start(["net", "mount", "uts"]);
    const port = `port${address}`;
    await inside.run(
      "ip",
      "link",
      "add",
      "lan0",
      "type",
      "veth",
      "peer",
      "name",
      port,
      "netns",
      `${this.#server.pid}`,
    );
    await this.#server.run("ip", "link", "set", port, "master", "switch", "up");
    await inside.configure("lan0", `${SUBNET}.${address}`);
    await inside.run("hostname", name);
    const computer = new SiteComputer(inside, this.#folder, `${SUBNET}.${address}`);
    await computer.put("/etc/resolv.conf", `nameserver ${NAME_SERVER}\n`);
    this.#computers.push(computer);
    return computer;
  }

  /** What the name server has, as dig shows it, sorted. */
  async records(name: string, type: string): Promise<string[]> {
    const text = await this.#server.run("dig", `@${NAME_SERVER}`, "+short", "+tcp", name, type);
    return text.split("\n").filter((line) => line !== "").sort();
  }

  /** Changes the zone, in nsupdate's words. */
  async update(...lines: readonly string[]): Promise<void> {
    const file = `${this.#folder.path}/update.txt`;
    await Deno.writeTextFile(file, [`server ${NAME_SERVER}`, ...lines, "send", ""].join("\n"));
    await this.#server.run("nsupdate", file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#named?.[Symbol.asyncDispose]();
    for (const { inside } of this.#computers) await inside.stop();
    await this.#server.stop();
    await this.#folder[Symbol.asyncDispose]();
  }

  async #switchOn(): Promise<void> {
    await this.#server.run("ip", "link", "add", "switch", "type", "bridge");
    await this.#server.configure("switch", NAME_SERVER);
  }

  async #serveNames(records: readonly string[]): Promise<void> {
    const { path } = this.#folder;
    await Deno.writeTextFile(`${path}/zone`, zoneText(records));
    await Deno.writeTextFile(
      `${path}/named.conf`,
      `options { directory "${path}"; pid-file none; session-keyfile "${path}/session.key"; recursion no;
        listen-on { ${NAME_SERVER}; }; listen-on-v6 { none; }; dnssec-validation no; notify no; };
      controls {};
      zone "${DOMAIN}" { type primary; file "${path}/zone"; allow-update { ${SUBNET}.0/24; }; };`,
    );
    this.#named = this.#server.start("named", "-f", "-n", "1", "-c", `${path}/named.conf`);
    for (let tries = 0; (await this.#soa()).length === 0; tries++) {
      if (tries === 100) throw new Error("BIND does not answer");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Nothing where the server does not answer yet. */
  #soa(): Promise<string[]> {
    return this.records(DOMAIN, "SOA").catch(() => []);
  }
}

function zoneText(records: readonly string[]): string {
  return [
    `$ORIGIN ${DOMAIN}.`,
    "$TTL 300",
    "@ IN SOA ns hostmaster 1 3600 600 86400 60",
    "@ IN NS ns",
    `ns IN A ${NAME_SERVER}`,
    ...records,
    "",
  ].join("\n");
}

/** What a command printed, and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A computer of the organisation: files, name and network are its own where they were given to it. */
export class SiteComputer {
  readonly #folder: TempFolder;

  constructor(readonly inside: LanComputer, folder: TempFolder, readonly address: string) {
    this.#folder = folder;
  }

  /** Puts a text in the place of a file, for this computer alone. */
  async put(path: string, text: string): Promise<void> {
    const file = await Deno.makeTempFile({ dir: this.#folder.path });
    await Deno.writeTextFile(file, text);
    await Deno.chmod(file, 0o644);
    await this.inside.run("mount", "--bind", file, path);
  }

  /** Runs `kms` there to its end. `under`: a program that runs it, such as faketime with its options. */
  async kms(args: readonly string[], under: readonly string[] = []): Promise<Ran> {
    const words = this.inside.wordsFor([...under, ...this.#kms(args)]);
    const { code, stdout, stderr } = await new Deno.Command("nsenter", { args: words, stdin: "null" })
      .output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { status: code, stdout: text(stdout), stderr: text(stderr) };
  }

  /** Starts a host there, and resolves once it listens. */
  async serve(folder: string): Promise<LanProgram> {
    const [program, ...args] = this.#kms(["--state", folder, "serve", "--listen", "0.0.0.0", "--json"]);
    const host = this.inside.start(program!, ...args);
    await host.prints(/"listening"/);
    return host;
  }

  #kms(args: readonly string[]): string[] {
    return [Deno.execPath(), "run", "-A", "--no-check", "--cached-only", "--config", CONFIG, MAIN, ...args];
  }
}
