import assert from "node:assert/strict";
import { initAuthority, openAuthority } from "../../src/app/folders/authority_folder.ts";
import { openConsole } from "../../src/app/consoles/open_console.ts";
import { startHost } from "../../src/app/serving/start_host.ts";
import { installLibrary } from "../support/programs/npm_package.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const EXAMPLE = new URL("../../examples/product/", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** An activated host of the example's publisher, on loopback. */
async function beginHost(folder: string) {
  const authorityFolder = `${folder}/authority`;
  const products = await Deno.readTextFile(`${EXAMPLE}products.json`);
  await initAuthority(authorityFolder, { publisher: "Contoso", url: null, products });
  const authority = await openAuthority(authorityFolder);
  const options = { folder: `${folder}/host`, address: "127.0.0.1", port: 0, note: () => {} };
  const host = await startHost(options);
  await using console = await openConsole(`${folder}/host`, false);
  await console.call("installLicence", { text: await authority.licenceFile(), acceptNewRoots: false });
  await console.call("installKey", { key: await authority.issueKey("host", []) });
  const { installationId } = await console.call("installationId", {});
  await console.call("confirm", { confirmationId: await authority.confirm(installationId) });
  return { host, licence: await authority.licenceFile() };
}

/** As if the computer had been installed 31 days ago, and never been activated. */
async function endGrace(state: string): Promise<void> {
  const path = `${state}/client.json`;
  const facts = JSON.parse(await Deno.readTextFile(path));
  const since = facts.since - 31 * 86_400_000;
  await Deno.writeTextFile(path, JSON.stringify({ ...facts, since, activated: false }));
  await Deno.remove(`${state}/lease.json`);
}

/** Runs the product once, as its user does. */
async function run(program: string, args: readonly string[], state: string) {
  const child = new Deno.Command(program, {
    args: [...args],
    env: { WRITER_STATE: state, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("hello\n"));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const [said, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trimEnd());
  return { code, said, told: told!.split("\n") };
}

Deno.test("the example product is activated by a real host, on Node 20 with the built package and on Deno from source", async (t) => {
  await using folder = await TempFolder.make();
  const product = `${folder.path}/product`;
  await installLibrary(product);
  const { host, licence } = await beginHost(folder.path);
  try {
    await Deno.copyFile(`${EXAMPLE}product.js`, `${product}/product.js`);
    await Deno.writeTextFile(`${product}/package.json`, `{ "type": "module" }`);
    await Deno.writeTextFile(`${product}/publisher.lic`, licence);
    const runtimes = [
      ["node", [`${product}/product.js`]],
      [Deno.execPath(), ["run", "-A", "--no-check", "--config", CONFIG, `${product}/product.js`]],
    ] as const;
    for (const [program, args] of runtimes) {
      await t.step(program.split("/").at(-1)!, async () => {
        const state = `${folder.path}/state of ${program.length}`;
        await using console = await openConsole(state, true);
        const value = `127.0.0.1:${host.listening.port}`;
        await console.call("changeClientSetting", { name: "host", value });
        await console[Symbol.asyncDispose]();

        const first = await run(program, args, state);
        assert.deepEqual([first.code, first.said], [0, "HELLO"], first.told.join("\n"));
        assert.match(
          first.told[0]!,
          /^Writer: outOfBoxGrace until .*: this computer has not been activated yet; connect /,
        );
        assert.match(first.told[1]!, /^Writer: licensed until .*: the activation holds\.$/);

        const second = await run(program, args, state);
        assert.deepEqual([second.code, second.told.length], [0, 1], second.told.join("\n"));
        assert.equal(second.told[0], first.told[1]);

        await endGrace(state);
        const late = await run(program, args, state);
        assert.deepEqual([late.code, late.said], [0, "HELLO"], late.told.join("\n"));
        assert.deepEqual(late.told.map((line) => line.split(" ")[1]), ["notification:", "licensed"]);

        await using again = await openConsole(state, false);
        const status = await again.call("status", {});
        assert(status.role === "client");
        assert.deepEqual([status.licenceState, status.product?.name], [1, "Writer"]);
      });
    }
  } finally {
    await host.stop();
  }
});

Deno.test("the example product has fewer than 30 lines", async () => {
  const lines = (await Deno.readTextFile(`${EXAMPLE}product.js`)).trimEnd().split("\n");
  assert(lines.length < 30, `${lines.length}`);
});
