import assert from "node:assert/strict";
import { newestLicence } from "../../../src/app/handlers/licence_files.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { sampleLicence } from "../../support/samples/sample_licence.ts";
import { NOW } from "../../support/samples/samples.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

const clock = { now: () => NOW * 1000 };

async function folderWith(files: Record<string, string>): Promise<TempFolder> {
  const folder = await TempFolder.make();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder.path}/${name}`, text);
  return folder;
}

Deno.test("newestLicence() takes the sound file with the highest serial, whatever its name", async () => {
  await using folder = await folderWith({
    "publisher.lic": sampleLicence({ serial: 3 }),
    "b.lic": sampleLicence({ serial: 7 }),
    "c.lic": sampleLicence({ serial: 9 }).replace(/"signature":"..../, '"signature":"AAAA'),
    "d.lic": "damaged",
    "e.txt": sampleLicence({ serial: 99 }),
    "large.lic": "x".repeat(1_000_001),
  });
  const text = await newestLicence(folder.path, undefined, clock);
  assert.equal(decodeLicenceFile(text).payload.serial, 7);
});

Deno.test("newestLicence() takes none that is older than the installed one", async () => {
  await using folder = await folderWith({ "old.lic": sampleLicence({ serial: 2 }) });
  const installed = decodeLicenceFile(sampleLicence({ serial: 3 }));
  const refusal = await operationErrorOf(() => newestLicence(folder.path, installed, clock));
  assert.match(refusal.message, /of 1 in the state folder and beside the program none is sound/);
  assert.match(refusal.remedy ?? "", /kms \/ilc FILE/);
});

Deno.test("newestLicence() follows no link to a folder, and finds nothing where there is nothing", async () => {
  await using folder = await folderWith({});
  await Deno.mkdir(`${folder.path}/folder.lic`);
  await operationErrorOf(() => newestLicence(folder.path, undefined, clock));
  await operationErrorOf(() => newestLicence(`${folder.path}/none`, undefined, clock));
});
