import assert from "node:assert/strict";
import { type FolderRole, roleFor, roleOf } from "../../../src/app/folders/role.ts";
import { encodeProductKey } from "../../../src/crypto/product_key.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { clientProductKey } from "../../support/samples/sample_licence.ts";
import { ROUTE_NAMES } from "../../support/roles/stub_api.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const hostKey = encodeProductKey({ kind: "host", serial: 5, secret: new Uint8Array(8).fill(1) });
const clientKey = clientProductKey(1);
const NONE: FolderRole = { role: "none", byKey: false };

async function roleWith(files: Record<string, string>): Promise<FolderRole> {
  await using folder = await TempFolder.make();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder.path}/${name}`, text);
  return await roleOf(folder.path);
}

const FOLDERS: readonly (readonly [string, Record<string, string>, FolderRole])[] = [
  ["that is empty", {}, NONE],
  ["with a licence file alone", { "publisher.lic": "" }, NONE],
  ["with a host key", { "secrets.json": '{"productKey":"B"}' }, { role: "host", byKey: true }],
  ["with a host without key", { "secrets.json": '{"productKey":null}' }, { role: "host", byKey: false }],
  ["with a state", { "state.json": "{}" }, { role: "host", byKey: false }],
  ["with a journal", { "journal-00000001.jsonl": "" }, { role: "host", byKey: false }],
  ["with damaged secrets", { "secrets.json": "{" }, { role: "host", byKey: false }],
  ["with a client key", { "client.json": '{"clientKey":"B"}' }, { role: "client", byKey: true }],
  ["with a client without key", { "client.json": '{"clientKey":null}' }, { role: "client", byKey: false }],
  ["with a damaged client", { "client.json": "[" }, { role: "client", byKey: false }],
  [
    "with a client key, once a host",
    { "client.json": '{"clientKey":"B"}', "secrets.json": '{"productKey":null}' },
    { role: "client", byKey: true },
  ],
];
for (const [what, files, role] of FOLDERS) {
  Deno.test(`a folder ${what} is ${role.byKey ? "by its key" : "by its files"} ${role.role}`, async () => {
    assert.deepEqual(await roleWith(files), role);
  });
}

Deno.test("a key decides the role of a folder in which no key is installed", () => {
  for (const role of ["none", "host", "client"] as const) {
    assert.equal(roleFor({ role, byKey: false }, "installKey", { key: hostKey }), "host");
    assert.equal(roleFor({ role, byKey: false }, "installKey", { key: clientKey }), "client");
  }
});

Deno.test("a key of the other kind is refused where one is installed, and says how to go on", async () => {
  const other = await operationErrorOf(() =>
    roleFor({ role: "host", byKey: true }, "installKey", { key: clientKey })
  );
  assert.equal(other.code, HResult.keyInvalid);
  assert.match(other.remedy ?? "", /\/upk.*--state DIR/);
  await operationErrorOf(() => roleFor({ role: "client", byKey: true }, "installKey", { key: hostKey }));
  assert.equal(roleFor({ role: "host", byKey: true }, "installKey", { key: hostKey }), "host");
});

Deno.test("a key of another kind than is wanted makes nothing of a folder", async () => {
  const install = (key: string, kind: "host" | "client") => () => roleFor(NONE, "installKey", { key, kind });
  assert.equal((await operationErrorOf(install(hostKey, "client"))).code, HResult.keyInvalid);
  assert.equal((await operationErrorOf(install(clientKey, "host"))).code, HResult.keyInvalid);
  assert.equal(install(clientKey, "client")(), "client");
});

Deno.test("a key that is none is refused in every folder", async () => {
  for (const role of ["none", "host", "client"] as const) {
    const error = await operationErrorOf(() =>
      roleFor({ role, byKey: false }, "installKey", { key: "BCDFG" })
    );
    assert.equal(error.code, HResult.keyInvalid);
  }
});

Deno.test("a folder keeps its role for every other call", () => {
  for (const name of ROUTE_NAMES.filter((name) => name !== "installKey")) {
    assert.equal(roleFor({ role: "host", byKey: false }, name, {}), "host");
    assert.equal(roleFor({ role: "client", byKey: true }, name, {}), "client");
  }
});

Deno.test("a folder without a role takes one only for a setting and for a KMS host", () => {
  const others = ROUTE_NAMES.filter((name) => !["installKey", "generalize", "rearm"].includes(name));
  const roles = others.map((name) => [name, roleFor(NONE, name, {})]);
  const taken = roles.filter(([, role]) => role !== "none");
  assert.deepEqual(taken, [
    ["changeSetting", "host"],
    ["changeClientSetting", "client"],
    ["setDnsDomain", "host"],
    ["changeNotify", "host"],
    ["changeMetrics", "host"],
    ["changeAdmin", "host"],
    ["addUser", "host"],
  ]);
});

Deno.test("a folder without a role is neither rearmed nor prepared for an image: its name may be mistyped", () => {
  for (const name of ["generalize", "rearm"] as const) {
    assert.throws(() => roleFor(NONE, name, {}), /holds neither a host nor a client/);
  }
});
