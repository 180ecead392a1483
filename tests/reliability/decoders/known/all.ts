import type { Decoder } from "../decoder.ts";
import { ACTIVATION } from "./activation.ts";
import { ANSWERS } from "./answers.ts";
import { API } from "./api.ts";
import { CHECKPOINTS } from "./checkpoints.ts";
import { CODES } from "./codes.ts";
import { DNS } from "./dns.ts";
import { DNS_TEXTS } from "./dns_texts.ts";
import { DOCUMENTS } from "./documents.ts";
import { JOURNAL } from "./journal.ts";
import { LICENCES } from "./licences.ts";
import { PROTOCOL } from "./protocol.ts";
import { TYPED } from "./typed.ts";

/** Whatever reads what came from the network, from a disk or from people. */
export const DECODERS: readonly Decoder[] = [
  ...PROTOCOL,
  ...ANSWERS,
  ...CODES,
  ...LICENCES,
  ...CHECKPOINTS,
  ...DOCUMENTS,
  ...JOURNAL,
  ...DNS,
  ...DNS_TEXTS,
  ...API,
  ...ACTIVATION,
  ...TYPED,
];
