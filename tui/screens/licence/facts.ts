import type { HostStatus } from "../../../src/api/types.ts";
import { describeStanding, type Said } from "../../describe.ts";
import { countOf } from "../../format.ts";
import type { Fact } from "../../model/facts.ts";

/** What the host is licensed by, in the order of how it comes about. */
export function licenceFacts(status: HostStatus): Fact[] {
  const { publisher, key, products, activation } = status;
  return [
    { label: "Publisher", ...(publisher === null ? NONE : { text: publisher.name }) },
    { label: "Licence file", ...(publisher === null ? NONE : { text: licenceText(status) }) },
    {
      label: "Product key",
      ...(key === null ? NONE : { text: `XXXXX-XXXXX-XXXXX-XXXXX-${key.partialKey}, serial ${key.serial}` }),
    },
    ...describeStanding(status).slice(0, 1).map(({ tone, text }) => ({ label: "Activation", tone, text })),
    ...(activation.sequence === null
      ? []
      : [{ label: "Activations", text: `${activation.sequence} so far, this one among them` }]),
    ...(publisher === null ? [] : [{ label: "Authority", text: publisher.url ?? NO_SERVICE }]),
    ...(products.length === 0 ? [] : [servedFact(products)]),
  ];
}

/** Whoever activates may name one all the same. */
const NO_SERVICE = "the licence file names no activation service: kms /ato --authority URL, or by telephone";

const NONE = { text: "none", tone: "warning" } as const;

function licenceText({ publisher, products }: HostStatus): string {
  return `serial ${publisher?.licenceSerial}, ${countOf(products.length, "product")}`;
}

function servedFact(products: HostStatus["products"]): Fact {
  const served = products.filter((product) => product.served).length;
  const isAll = served === products.length;
  return {
    label: "Covered",
    text: isAll ? "all products of the licence file" : `${served} of ${countOf(products.length, "product")}`,
    tone: isAll ? "plain" : "warning",
  };
}

/** What is under way, or to be done next; null where all is well. */
export function nextStep(status: HostStatus, askingSince: number | null): Said | null {
  const { publisher, key, activation, time } = status;
  if (askingSince !== null) {
    const seconds = Math.max(0, Math.floor((time - askingSince) / 1000));
    return {
      tone: "waiting",
      text: `Asking ${publisher?.url ?? "the activation service"} for ${
        countOf(seconds, "second")
      }: it is sent the key's serial, the hardware as hashes, and the host's public key.`,
    };
  }
  if (publisher === null) {
    return {
      tone: "warning",
      text:
        "Install the publisher's licence file: kms /ilc FILE, or put it into the state folder and press r.",
    };
  }
  if (key === null) {
    return { tone: "warning", text: "Install the host key that the publisher gave you: press i." };
  }
  if (activation.activated) return null;
  const online = publisher.url === null ? "" : "a online, or ";
  return { tone: "warning", text: `Activate the host: ${online}o and c by telephone.` };
}
