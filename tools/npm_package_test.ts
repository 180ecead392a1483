import assert from "node:assert/strict";
import ts from "typescript";
import { installLibrary } from "../tests/support/programs/npm_package.ts";
import { outputOf } from "../tests/support/programs/programs.ts";
import { TempFolder } from "../tests/support/disk/temp_folder.ts";
import { VERSION } from "../src/version.ts";
import { refuseRuntime } from "./npm_package.ts";

const CONSUMER = `
const options: LicenceOptions = { folder: "state", productId: ["a"], licenceFile: new Uint8Array(0), ephemeral: true };
checkLicence({ licenceFile: { href: "file:///opt/publisher.lic" } });
checkLicence(options).then((check: LicenceCheck) => check.mayRun satisfies boolean);
activate().then(({ error }) => error?.remedy satisfies string | null | undefined);
const end: () => void = onChange(options, (now, before) => now.state === before.state);
const renewal = startRenewal({ ...options, onProblem: (problem) => problem.code satisfies number | null });
renewal.stop().then(end);
// @ts-expect-error there is no such option
checkLicence({ licence: "x" });
// @ts-expect-error a check cannot be changed
checkLicence().then((check) => check.mayRun = true);
`;
const NAMES = "activate, checkLicence, type LicenceCheck, type LicenceOptions, onChange, startRenewal";

/** What a strict compiler says of programs that use the package's types. */
function faultsOf(paths: readonly string[], resolution: ts.CompilerOptions): string[] {
  const program = ts.createProgram(paths, {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    ...resolution,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) =>
    `${file?.fileName}:${start} ${ts.flattenDiagnosticMessageText(messageText, " ")}`
  );
}

Deno.test("the npm package on Node: import, require and types", async (t) => {
  await using folder = await TempFolder.make();
  const { path } = folder;
  await installLibrary(path);
  const listing = "Object.keys(kms).sort().join() + ' ' + kms.checkLicence.length";
  const expected = "activate,checkLicence,onChange,startRenewal 0\n";

  await t.step("it is loaded either way, and has no dependencies", async () => {
    await Deno.writeTextFile(`${path}/a.mjs`, `import * as kms from "@kms/client"; console.log(${listing});`);
    await Deno.writeTextFile(`${path}/a.cjs`, `const kms = require("@kms/client"); console.log(${listing});`);
    for (const name of ["a.mjs", "a.cjs"]) {
      const { stdout, stderr } = await outputOf("node", `${path}/${name}`);
      assert.deepEqual([stdout, stderr], [expected, ""], name);
    }
    const { dependencies, version, engines } = JSON.parse(
      await Deno.readTextFile(`${path}/node_modules/@kms/client/package.json`),
    );
    assert.deepEqual([dependencies, version, engines], [undefined, VERSION, { node: ">=20" }]);
  });

  await t.step("what a check leaves running keeps no process from its end", async () => {
    await Deno.writeTextFile(
      `${path}/b.mjs`,
      `import { checkLicence, onChange, startRenewal } from "@kms/client";
       const options = { folder: ${JSON.stringify(path + "/state")} };
       startRenewal(options);
       onChange(options, () => {});
       console.log((await checkLicence(options)).reason);`,
    );
    const { stdout, stderr } = await outputOf("node", `${path}/b.mjs`);
    assert.deepEqual([stdout, stderr], ["notInstalled\n", ""]);
  });

  await t.step("a strict TypeScript program compiles against it, as a module and as CommonJS", async () => {
    await Deno.writeTextFile(`${path}/c.mts`, `import { ${NAMES} } from "@kms/client";\n${CONSUMER}`);
    await Deno.writeTextFile(`${path}/c.cts`, `import { ${NAMES} } from "@kms/client";\n${CONSUMER}`);
    const { ModuleKind: { NodeNext, ESNext }, ModuleResolutionKind } = ts;
    const asNode = { module: NodeNext, moduleResolution: ModuleResolutionKind.NodeNext };
    assert.deepEqual(faultsOf([`${path}/c.mts`, `${path}/c.cts`], asNode), []);
    const asBundler = { module: ESNext, moduleResolution: ModuleResolutionKind.Bundler };
    assert.deepEqual(faultsOf([`${path}/c.mts`], asBundler), []);
  });

  await t.step("it is checked by Deno, from a folder", async () => {
    const name = `${path}/in deno`;
    await Deno.mkdir(name);
    await Deno.rename(`${path}/node_modules/@kms/client`, `${name}/pkg`);
    const dependencies = { "@kms/client": "file:./pkg" };
    await Deno.writeTextFile(`${name}/package.json`, JSON.stringify({ dependencies, type: "module" }));
    await Deno.writeTextFile(`${name}/c.ts`, `import { ${NAMES} } from "@kms/client";\n${CONSUMER}`);
    for (const args of [["install"], ["check", "c.ts"]]) {
      const deno = new Deno.Command(Deno.execPath(), { args, cwd: name, env: { NO_COLOR: "1" } });
      const { code, stderr } = await deno.output();
      assert.equal(code, 0, new TextDecoder().decode(stderr));
    }
  });
});

Deno.test("a bundle that needs a package or Deno is not packaged", () => {
  refuseRuntime("a.js", `import { x } from "node:fs"; const a = await import("node:net"); "from 'here'";`);
  for (
    const script of [
      `import x from "lowdb";`,
      `const x = require("ink");`,
      `await import("npm:yargs");`,
      `Deno.exit(1)`,
    ]
  ) {
    assert.throws(() => refuseRuntime("a.js", script), /Cannot package a\.js/, script);
  }
});
