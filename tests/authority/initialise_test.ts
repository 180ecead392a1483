import assert from "node:assert/strict";
import { FILES } from "../../src/authority/files.ts";
import { initialise } from "../../src/authority/initialise.ts";
import { authorityKeyId } from "../../src/crypto/certificates.ts";
import { SigningKey } from "../../src/crypto/ed25519.ts";
import { decodeLicenceFile } from "../../src/crypto/licence_file.ts";
import { decodeProductKey } from "../../src/crypto/product_key.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

const ALL_FILES = [
  "authority.crt",
  "authority.json",
  "authority.key",
  "master.key",
  "publisher.lic",
  "root-1.key",
  "root-2.key",
  "root-3.key",
];

Deno.test("initialise() makes every file of an authority, the database last", async () => {
  const { documents } = await TestAuthority.make();
  assert.deepEqual([...documents.texts.keys()].sort(), ALL_FILES);
  assert.equal(documents.written.at(-1), FILES.database);
});

Deno.test("initialise() makes a licence file that its own roots and authority have signed", async () => {
  const { documents } = await TestAuthority.make();
  const licence = decodeLicenceFile(documents.texts.get("publisher.lic")!);
  const roots = FILES.roots.map((name) => SigningKey.fromPem(documents.texts.get(name)!).publicKey);
  assert.deepEqual(licence.roots, roots);
  assert.deepEqual(
    licence.authority.publicKey,
    SigningKey.fromPem(documents.texts.get("authority.key")!).publicKey,
  );
  assert.equal(licence.payload.publisher, "Example Software");
  assert.equal(licence.payload.url, "http://activation.example");
  assert.equal(licence.authority.groups, 0b11);
});

Deno.test("initialise() reports the products with client keys of their own, and the authority's key ID", async () => {
  const publisher = new TestAuthority();
  const made = await publisher.initialise();
  const licence = decodeLicenceFile(publisher.documents.texts.get("publisher.lic")!);
  assert.deepEqual(made.products, licence.payload.products);
  assert.deepEqual(made.products.map(({ clientKey }) => decodeProductKey(clientKey).kind), [
    "client",
    "client",
  ]);
  assert.equal(made.authorityKeyId, authorityKeyId(licence.authority.publicKey));
});

Deno.test("initialise() refuses a second time and touches nothing", async () => {
  const publisher = await TestAuthority.make();
  const before = publisher.documents.snapshot();
  const error = await operationErrorOf(() => publisher.initialise());
  assert.match(error.message, /holds .* already/);
  assert.match(error.remedy ?? "", /--dir/);
  assert.deepEqual(publisher.documents.snapshot(), before);
});

for (const name of ALL_FILES) {
  Deno.test(`initialise() overwrites nothing in a folder that holds only ${name}`, async () => {
    const publisher = new TestAuthority();
    publisher.documents.texts.set(name, '"kept"');
    const error = await operationErrorOf(() => publisher.initialise());
    assert.match(error.message, new RegExp(`holds ${name} already`));
    assert.deepEqual(publisher.documents.snapshot(), { [name]: '"kept"' });
  });
}

const unreadable = [
  { what: "without a publisher's name", publisher: "", url: null },
  { what: "with a name that moves the cursor", publisher: "Evil\u001b[2J", url: null },
  { what: "with a name of 101 characters", publisher: "x".repeat(101), url: null },
  { what: "with a URL that is not HTTP", publisher: "Example", url: "ftp://activation.example" },
];
for (const { what, publisher: name, url } of unreadable) {
  Deno.test(`initialise() makes nothing ${what}, which no host could read`, async () => {
    const publisher = new TestAuthority();
    const products = [{
      name: "Editor",
      kind: "client" as const,
      edition: "Standard",
      validityMinutes: 1,
      ephemeralMinutes: 1,
      countVirtual: false,
    }];
    const ports = { documents: publisher.documents, clock: publisher.time, random: new SeededRandom(1) };
    const error = await operationErrorOf(() => initialise({ publisher: name, url, products }, ports));
    assert(error.remedy !== undefined);
    assert.deepEqual(publisher.documents.snapshot(), {});
  });
}

Deno.test("opening a folder without an authority names the file that is missing, and how to make one", async () => {
  const error = await operationErrorOf(() => new TestAuthority().open());
  assert.match(error.message, /master\.key is missing/);
  assert.match(error.remedy ?? "", /kms authority init/);
});

for (const name of ["master.key", "authority.crt", "authority.key"]) {
  Deno.test(`opening an authority names a damaged ${name} and shows nothing of it`, async () => {
    const publisher = await TestAuthority.make();
    const sound = publisher.documents.texts.get(name)!;
    publisher.documents.texts.set(name, sound.slice(5));
    const error = await publisher.open().then(() => assert.fail("it was opened"), (error: Error) => error);
    assert.match(error.message, new RegExp(`^Cannot decode ${name}`));
    assert(!error.message.includes(sound.slice(10, 30)));
  });
}
