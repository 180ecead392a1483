import type { Console } from "../../api/console.ts";
import type { ProductView, Status } from "../../api/types.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { hostActivationId, readActivationId } from "../activation_id.ts";
import { type Command, command } from "../command.ts";
import { expiryLines, longLines, productLines, shortLines } from "../printing/display.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";
import { type LicensingProperties, productProperties, propertiesOf } from "../printing/wmi.ts";

const WHICH = {
  which: { type: "string", describe: "an activation ID, or All for each product of the licence file" },
} as const;
const JSON_NAMES =
  "With --json the properties are those of the WMI classes SoftwareLicensingService and SoftwareLicensingProduct.";

export const dli = displayCommand("dli", "Show how this host or client stands", shortLines);
export const dlv = displayCommand("dlv", "Show it in full", longLines);

export const xpr = command({
  words: "xpr [activation-id]",
  summary: "Show until when it is activated",
  arguments: { "activation-id": { type: "string", describe: "that of what is installed" } },
  async run({ activationId, ...options }) {
    const id = readActivationId(activationId);
    await withConsole(options, "read", async (console) => {
      const status = await console.call("status", {});
      if (id !== null && !isInstalled(id, status)) throw unknownId();
      printResult(options.json, propertiesOf(status), expiryLines(status));
    });
  },
});

/** What is to be shown: whatever is installed, that and all products, or one product. */
type Which =
  | { readonly kind: "installed" }
  | { readonly kind: "all" }
  | { readonly kind: "one"; readonly id: string };

function displayCommand(
  option: string,
  summary: string,
  lines: (status: Status, installationId?: string) => string[],
): Command {
  return command({
    words: `${option} [which]`,
    summary,
    about: [JSON_NAMES],
    arguments: WHICH,
    async run({ which: typed, ...options }) {
      const which = readWhich(typed);
      await withConsole(options, "read", async (console) => {
        const status = await console.call("status", {});
        const { installed, products } = select(which, status);
        const installationId = option === "dlv" && installed
          ? await installationIdOf(console, status)
          : undefined;
        const properties = withProducts(propertiesOf(status, installationId), installed, products);
        const shown = installed ? lines(status, installationId) : [];
        printResult(options.json, properties, joined([shown, ...products.map(productLines)]));
      });
    },
  });
}

function readWhich(text: string | undefined): Which {
  if (text === undefined) return { kind: "installed" };
  if (text.toLowerCase() === "all") return { kind: "all" };
  return { kind: "one", id: readActivationId(text)! };
}

/** Whether what is installed is to be shown, and which products beside it. Throws OperationError for an ID that is none of them. */
function select(which: Which, status: Status): { installed: boolean; products: readonly ProductView[] } {
  const products = status.role === "none" ? [] : status.products;
  if (which.kind === "installed") return { installed: true, products: [] };
  const own = status.role === "client" ? status.product?.id : undefined;
  if (which.kind === "all") return { installed: true, products: products.filter(({ id }) => id !== own) };
  if (isInstalled(which.id, status)) return { installed: true, products: [] };
  const found = products.filter(({ id }) => id === which.id);
  if (found.length === 0) throw unknownId();
  return { installed: false, products: found };
}

function isInstalled(id: string, status: Status): boolean {
  if (status.role === "client") return status.product?.id === id;
  return status.role === "host" && status.key !== null && hostActivationId(status.key.serial) === id;
}

function unknownId(): OperationError {
  return new OperationError("Cannot show this: nothing with that activation ID is installed", {
    code: HResult.productNotInstalled,
  });
}

/** A host has an Installation ID once licence file and key are installed; what else keeps it from one is no business of a display. */
async function installationIdOf(console: Console, status: Status): Promise<string | undefined> {
  if (status.role !== "host" || status.key === null) return undefined;
  try {
    return (await console.call("installationId", {})).installationId;
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

function withProducts(
  { SoftwareLicensingService, SoftwareLicensingProduct }: LicensingProperties,
  installed: boolean,
  products: readonly ProductView[],
): LicensingProperties {
  const own = installed ? SoftwareLicensingProduct : [];
  return {
    SoftwareLicensingService,
    SoftwareLicensingProduct: [...own, ...products.map(productProperties)],
  };
}

/** Blocks of lines with an empty line between. */
function joined(blocks: readonly (readonly string[])[]): string[] {
  return blocks.filter((block) => block.length > 0)
    .flatMap((block, i) => i === 0 ? block : ["", ...block]);
}
