import { Low } from "lowdb";
import { withDigest, withoutDigest } from "../crypto/digest_member.ts";
import { parseKept } from "../policy/kept_format.ts";
import type { DocumentFolder } from "../ports.ts";
import { type Database, databaseSchema } from "./database.ts";
import { FILES, keyFiles, licenceFile, missingFile, mixedFiles, required, type Signer } from "./files.ts";
import { masterKeyCheck } from "./keys.ts";
import type { Publication } from "./publishing.ts";
import { toBase64Url } from "../protocol/bytes.ts";

/** Rejects with OperationError where there is none or it is another master key's, DecodeError where it is damaged. */
export async function loadDatabase(documents: DocumentFolder, masterKey: Uint8Array): Promise<Database> {
  const stored = new Low<unknown>(documents.json(FILES.database), null);
  await stored.read();
  if (stored.data === null) throw missingFile(FILES.database);
  const database = parseKept(databaseSchema, stored.data, FILES.database, { opened: withoutDigest });
  if (database.masterKeyCheck !== masterKeyCheck(masterKey)) {
    throw mixedFiles(FILES.masterKey, FILES.database);
  }
  return database;
}

/** Resolves once the database is on disk. */
export async function storeDatabase(documents: DocumentFolder, database: Database): Promise<void> {
  await new Low<unknown>(documents.json(FILES.database), withDigest(database)).write();
}

/** A key and certificate as they are kept. */
export async function storeSigner(
  documents: DocumentFolder,
  { generation, key, certificateBytes }: Signer,
): Promise<void> {
  const files = keyFiles(generation);
  await documents.text(files.key).write(key.toPem());
  await documents.text(files.certificate).write(toBase64Url(certificateBytes) + "\n");
}

/**
 * Writes a publication beside what is in force, then the database, which puts it into force, then the copy that people give away. What a
 * crash leaves of the first is written over by the next publication; what it leaves out at the end, `copyLicence` makes up for.
 */
export async function storePublication(
  documents: DocumentFolder,
  { database, licence, signer }: Publication,
  before: Database,
): Promise<void> {
  if (signer.generation !== before.generation) await storeSigner(documents, signer);
  await documents.text(licenceFile(database.licenceSerial)).write(licence);
  await storeDatabase(documents, database);
  await copyLicence(documents, database);
}

/** Makes publisher.lic the licence file that is in force, where it is not. */
export async function copyLicence(documents: DocumentFolder, { licenceSerial }: Database): Promise<void> {
  const licence = await required(documents, licenceFile(licenceSerial));
  const copy = documents.text(FILES.licence);
  if (await copy.read() !== licence) await copy.write(licence);
}
