import { licenceTexts } from "../../adapters/disk/licence_texts.ts";
import type { LicenceFile } from "../../crypto/licence_file.ts";
import { checkLicence } from "../../host/installing.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Clock } from "../../ports.ts";

/** The text of the newest sound licence file in the state folder and beside the program. Rejects with OperationError where there is none. */
export async function newestLicence(
  folder: string,
  installed: LicenceFile | undefined,
  clock: Clock,
): Promise<string> {
  const texts = await licenceTexts(folder);
  const faults: unknown[] = [];
  const sound = texts.flatMap(({ text }) => {
    try {
      return [checkLicence(text, installed, clock, false)];
    } catch (error) {
      faults.push(error);
      return [];
    }
  });
  const [newest] = sound.sort((a, b) => b.payload.serial - a.payload.serial);
  if (newest !== undefined) return newest.text;
  throw new OperationError(
    `Cannot install the licence files again: of ${texts.length} in the state folder and beside the program none is sound`,
    { remedy: "kms /ilc FILE, with the file that the publisher ships", cause: faults[0] },
  );
}
