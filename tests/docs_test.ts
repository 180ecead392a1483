import assert from "node:assert/strict";
import { ABSENT_OPTIONS } from "../src/cli/words/absent_options.ts";
import { SLMGR_OPTIONS } from "../src/cli/sections.ts";
import { propertiesOf } from "../src/cli/printing/wmi.ts";
import { TestProduct } from "./support/roles/test_product.ts";
import { sampleClientStatus, sampleHostStatus } from "./support/samples/sample_status.ts";

const page = await Deno.readTextFile(new URL("../docs/slmgr.md", import.meta.url));
/** Of the table's rows, the first column: the options, without their arguments. */
const rows = page.split("\n").filter((line) => /^\| `\//.test(line));
const listed = rows.flatMap((row) =>
  Array.from(row.split(" | ")[0]!.matchAll(/`\/([a-z-]+)/g), ([, name]) => name!)
);

Deno.test("docs/slmgr.md lists every option of slmgr once, those that are here and those that are not", () => {
  assert.deepEqual([...listed].sort(), [...SLMGR_OPTIONS, ...Object.keys(ABSENT_OPTIONS)].sort());
});

Deno.test("docs/slmgr.md gives the reason for each option that is not here", () => {
  for (const [name, why] of Object.entries(ABSENT_OPTIONS)) {
    const row = rows.find((one) => one.includes(`\`/${name}\``));
    assert(row?.replaceAll("`", "").includes(why.replaceAll("`", "")), name);
  }
});

Deno.test("docs/slmgr.md names every property that the display options print", () => {
  for (const status of [sampleHostStatus(), sampleClientStatus()]) {
    const { SoftwareLicensingService, SoftwareLicensingProduct } = propertiesOf(status, "1");
    for (
      const name of [...Object.keys(SoftwareLicensingService), ...Object.keys(SoftwareLicensingProduct[0]!)]
    ) {
      const short = name.replace(/^KeyManagementService(\w+Requests)$/, "…$1");
      assert(page.includes(`\`${name}\``) || page.includes(`\`${short}\``), name);
    }
  }
});

Deno.test("docs/library.md names every property of a check, and every option", async () => {
  const library = await Deno.readTextFile(new URL("../docs/library.md", import.meta.url));
  const check = await (await TestProduct.activated()).check();
  const names = [
    ...Object.keys(check),
    "folder",
    "licenceFile",
    "clientKey",
    "productId",
    "whenUnknown",
    "onProblem",
  ];
  assert.deepEqual(names.filter((name) => !library.includes(`\`${name}\``)), []);
});
