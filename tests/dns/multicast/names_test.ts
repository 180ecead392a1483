import assert from "node:assert/strict";
import {
  hostName,
  instanceName,
  instanceOf,
  isHostName,
  nextHost,
  nextInstance,
} from "../../../src/dns/multicast/names.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";

Deno.test("an instance's name is any text of up to 63 bytes, and read back as it was", () => {
  for (const instance of ["Contoso KMS", "Dr. Who's (2)", "Büro \u00e4\\.", "長".repeat(21)]) {
    assert.equal(instanceOf(instanceName(instance)), instance);
  }
  assert.equal(instanceName("A.B"), "A\\.B._volact._tcp.local.");
  assert.throws(() => instanceName("長".repeat(22)), DecodeError);
  assert.throws(() => instanceName(""), DecodeError);
});

Deno.test("an instance's name that would disturb a terminal is shown without that", () => {
  assert.equal(instanceOf("a\\027[2Jb._volact._tcp.local."), "a\ufffd[2Jb");
  assert.equal(instanceOf("\\226\\128\\174x._VOLACT._tcp.local."), "\ufffdx");
});

Deno.test("names that are of no instance and of no computer are told apart", () => {
  for (const name of ["_volact._tcp.local.", "a.b._volact._tcp.local.", "a._http._tcp.local.", "."]) {
    assert.equal(instanceOf(name), undefined, name);
  }
  assert.equal(hostName("server.example.com"), "server.local.");
  assert.deepEqual(["a.local.", "A.LOCAL.", "local.", "a.b.local.", "a.example."].map(isHostName), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("the name after one that another has counts on, and never becomes too long", () => {
  assert.deepEqual(["Contoso", "Contoso (2)", "Contoso (9)", "(2)"].map(nextInstance), [
    "Contoso (2)",
    "Contoso (3)",
    "Contoso (10)",
    "(2) (2)",
  ]);
  assert.deepEqual(["server", "server-2", "dc-01"].map(nextHost), ["server-2", "server-3", "dc-2"]);
  assert.equal(nextInstance("長".repeat(21)), `${"長".repeat(19)} (2)`);
  assert.equal(nextInstance("a (999999999)"), "a (1000000000)");
  assert.equal(nextInstance(`a\n(b)`), "a\n(b) (2)");
});
