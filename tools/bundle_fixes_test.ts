import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  checkLetters,
  checkRelativeUrls,
  pointToWorker,
  requireOnDemand,
  stubAbsentPackages,
  switchOffInkDevelopment,
} from "./bundle_fixes.ts";
import { portableSourceMap } from "./source_map.ts";

const WORKER = "src/app/serving/host_worker.ts";
const START = 'new Worker(new URL("./host_worker.ts",import.meta.url),{type:"module"})';

Deno.test("pointToWorker() names the bundled worker relative to the file that starts it", () => {
  const other = { path: "main.js", text: 'new URL("./x.json",import.meta.url)' };
  deepStrictEqual(pointToWorker([other, { path: "supervisor-A1.js", text: START }], WORKER), [
    other,
    {
      path: "supervisor-A1.js",
      text: 'new Worker(new URL("./src/app/serving/host_worker.js",import.meta.url),{type:"module"})',
    },
  ]);
  strictEqual(
    pointToWorker([{ path: "src/app/serving/a.js", text: START }], WORKER)[0]?.text,
    'new Worker(new URL("./host_worker.js",import.meta.url),{type:"module"})',
  );
});

Deno.test("pointToWorker() throws unless the worker is started in exactly one place", () => {
  const script = { path: "main.js", text: START };
  throws(() => pointToWorker([script, script], WORKER), /expected one .* found 2$/);
  throws(() => pointToWorker([{ path: "main.js", text: "" }], WORKER), /found 0$/);
});

Deno.test("stubAbsentPackages() replaces the import of a package by one of an empty object", () => {
  const scripts = [{ path: "a/b.js", text: 'import x from"some-package";x("some-package")' }];
  deepStrictEqual(stubAbsentPackages(scripts, ["some-package"]), [
    { path: "a/b.js", text: 'import x from"../absent-some-package.js";x("some-package")' },
    { path: "absent-some-package.js", text: "export default {};\n" },
  ]);
});

Deno.test("requireOnDemand() leaves no import of node:module", () => {
  const text =
    'import{createRequire as __deno_internal_createRequire} from "node:module";var m=__deno_internal_createRequire(import.meta.url);m("fs")';
  strictEqual(
    requireOnDemand({ path: "a.js", text }).text,
    'var m=id=>process.getBuiltinModule("node:module").createRequire(import.meta.url)(id);m("fs")',
  );
});

Deno.test("requireOnDemand() throws on a require that it does not know", () => {
  for (const text of ["Error('Dynamic require of \"'+a)", "let m = __deno_internal_createRequire(url)"]) {
    throws(() => requireOnDemand({ path: "a.js", text }), /do not know the require in a\.js/);
  }
});

Deno.test("switchOffInkDevelopment() takes the environment's word out", () => {
  const text = 'if(a.env.DEV==="true"){b()}b.env.DEVELOPER==="true"';
  strictEqual(
    switchOffInkDevelopment({ path: "a.js", text }).text,
    'if(false){b()}b.env.DEVELOPER==="true"',
  );
});

Deno.test("checkRelativeUrls() throws on a file that is not in the bundle", () => {
  const script = { path: "a/b.js", text: 'new URL("../c.js",import.meta.url)' };
  throws(() => checkRelativeUrls([script], []), /Cannot bundle a\/b\.js: it refers to \.\.\/c\.js/);
  checkRelativeUrls([script], ["../c.js"]);
  checkRelativeUrls([script, { path: "c.js", text: "" }], []);
});

Deno.test("checkLetters() throws on a letter beyond ASCII, wherever it stands", () => {
  throws(
    () => checkLetters([{ path: "a.js", text: "ok" }, { path: "b.js", text: "if(/[\u25b2]/u.test(a))b()" }]),
    /Cannot bundle b\.js: write \u25b2 as .*if\(\/\[\u25b2\]\/u\.test\(a\)\)b\(\)/,
  );
  throws(() => checkLetters([{ path: "a.js", text: "\u{1f5a5}" }]), /Cannot bundle a\.js/);
  checkLetters([{ path: "a.js", text: "\\u25b2 ~\n" }]);
});

Deno.test("portableSourceMap() keeps neither the sources' text nor this machine's folders", () => {
  const text = JSON.stringify({
    version: 3,
    sources: ["../../../../src/app/a.ts", "../../../../../cache/npm/registry.npmjs.org/ink/8.0.0/b.js"],
    sourcesContent: ["1", "2"],
    mappings: "AAAA",
  });
  const place = { file: "/p/dist/bundle/src/app/a.js.map", path: "src/app/a.js.map", projectRoot: "/p" };
  deepStrictEqual(JSON.parse(portableSourceMap(text, place)), {
    version: 3,
    sources: ["a.ts", "../../npm/ink/8.0.0/b.js"],
    mappings: "AAAA",
  });
});

Deno.test("portableSourceMap() throws on a development build", () => {
  const text = JSON.stringify({ version: 3, sources: ["react.development.js"], mappings: "" });
  const place = { file: "/p/a.js.map", path: "a.js.map", projectRoot: "/p" };
  throws(() => portableSourceMap(text, place), /contains react\.development\.js/);
});
