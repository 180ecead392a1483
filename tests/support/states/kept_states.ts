import assert from "node:assert/strict";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { Authority } from "../../../src/authority/authority.ts";
import { SimulatedDisk } from "../disk/simulated_disk.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { TestClient } from "../roles/test_client.ts";
import { openHost } from "../roles/test_host.ts";
import { authorityNumbers, clientNumbers, hostNumbers, type StateNumbers } from "./numbers.ts";

const STATES = new URL("../../vectors/states/", import.meta.url);

/** The state folders of one version. */
export interface KeptState {
  readonly version: string;
  readonly numbers: StateNumbers;
  /** By role, and then by name. */
  readonly files: Readonly<Record<string, Readonly<Record<string, Uint8Array<ArrayBuffer>>>>>;
}

/** Those of all versions. */
export async function keptStates(): Promise<KeptState[]> {
  const versions = await namesIn(STATES);
  return await Promise.all(versions.map(async (version) => {
    const folder = new URL(`${version}/`, STATES);
    const roles = (await namesIn(folder)).filter((name) => name !== "numbers.json");
    const files = await Promise.all(
      roles.map(async (role) => [role, await filesIn(new URL(`${role}/`, folder))]),
    );
    return {
      version,
      numbers: JSON.parse(await Deno.readTextFile(new URL("numbers.json", folder))) as StateNumbers,
      files: Object.fromEntries(files) as KeptState["files"],
    };
  }));
}

/** Opens all folders of a version as the program of now does. @throws AssertionError where a number is another */
export async function opensAsItWas({ version, numbers, files }: KeptState): Promise<void> {
  const time = new FakeTime(numbers.now);
  if (numbers.host !== undefined) {
    const host = await openHost(diskOf(files["host"]!), time);
    assert.equal(host.trouble?.reason, undefined, `${version}: the host is sealed`);
    const { settings, ...others } = hostNumbers(host, numbers.now);
    const known = Object.fromEntries(
      Object.keys(numbers.host.settings).map((name) => [name, settings[name]]),
    );
    same(`${version}: the host`, { ...others, settings: known }, numbers.host);
    await host.stop();
  }
  if (numbers.client !== undefined) {
    const client = new TestClient();
    for (const [name, bytes] of Object.entries(files["client"]!)) {
      client.documents.texts.set(name, new TextDecoder().decode(bytes));
    }
    same(`${version}: the client`, await clientNumbers(await client.open()), numbers.client);
  }
  if (numbers.authority !== undefined) {
    const documents = documentFolder(diskOf(files["authority"]!));
    const lock = { during: <T>(work: () => Promise<T>) => work() };
    const authority = await Authority.open({ clock: time, documents, lock });
    same(`${version}: the authority`, await authorityNumbers(authority), numbers.authority);
  }
}

/** What a version did not tell of is not compared. */
function same(what: string, now: object, kept: object): void {
  const told = Object.fromEntries(Object.entries(now).filter(([name]) => name in kept));
  assert.deepEqual(JSON.parse(JSON.stringify(told)), kept, what);
}

function diskOf(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): SimulatedDisk {
  const disk = new SimulatedDisk();
  for (const [name, bytes] of Object.entries(files)) disk.put(name, bytes.slice());
  return disk;
}

async function namesIn(folder: URL): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

async function filesIn(folder: URL): Promise<Record<string, Uint8Array>> {
  const names = await namesIn(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await Deno.readFile(new URL(name, folder))])),
  );
}
