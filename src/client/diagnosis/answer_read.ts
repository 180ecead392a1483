import { decodeAuthorityCertificate } from "../../protocol/authority_certificate.ts";
import type { SignedAuthorityCertificate } from "../../protocol/authority_certificate.ts";
import type { Product } from "../../protocol/licence_payload.ts";
import { decodeReply, type Reply } from "../../protocol/reply.ts";
import { decodeRequest } from "../../protocol/request.ts";
import type { HostAnswer } from "../asking.ts";
import { type CheckedReply, checkReply } from "../check.ts";
import { formatHostAddress } from "../host_address.ts";
import type { Verdict } from "../verdict.ts";
import type { ClientSight } from "./sight.ts";

/** A reply that could be read, whether it holds or not. */
export interface AnswerRead {
  /** NAME:PORT of the host. */
  readonly host: string;
  /** The name of the publisher whose licence file is installed. */
  readonly publisher: string;
  readonly product: Product;
  readonly milliseconds: number;
  readonly reply: Reply;
  readonly authority: SignedAuthorityCertificate;
  /** The checks but for those that need the clock, whose own step comes later. */
  readonly timeless: CheckedReply;
  /** Whether all of those passed: what the reply says is the host's word. */
  readonly verified: boolean;
  /** This computer's clock, and how far it was ahead of the host's, in whole seconds; milliseconds. */
  readonly now: number;
  readonly aheadMs: number;
  readonly verdict: Verdict;
  readonly activates: boolean;
  /** Whether this computer is virtual and so does not count. */
  readonly uncounted: boolean;
}

/** Undefined where no reply came back that can be read. */
export function readAnswer(
  { licence, asked, now, virtual }: ClientSight,
  { exchanged, candidate, verdict, milliseconds = 0 }: HostAnswer,
): AnswerRead | undefined {
  if (exchanged?.kind !== "answered" || licence.kind !== "sound" || asked === undefined) return undefined;
  const { frames } = exchanged;
  const { roots, payload, authority: licensed } = licence.licence;
  const timeless = checkReply(frames, { roots, licensed, product: asked, now: undefined });
  if (timeless.kind === "fault" && timeless.step === "format") return undefined;
  const reply = decodeReply(frames.reply);
  return {
    host: formatHostAddress(candidate),
    publisher: payload.publisher,
    product: asked,
    milliseconds,
    reply,
    authority: decodeAuthorityCertificate(frames.authorityCertificate),
    timeless,
    verified: timeless.kind !== "fault",
    now,
    aheadMs: (decodeRequest(frames.request).clientTime - reply.issued) * 1000,
    verdict,
    activates: verdict.kind === "activates",
    uncounted: virtual && !asked.countVirtual,
  };
}
