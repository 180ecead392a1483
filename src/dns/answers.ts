import { DecodeError } from "../protocol/decode_error.ts";
import { decodeHead, type Header, type Question } from "./message.ts";
import { sameName } from "./name.ts";
import { Opcode, Rcode } from "./numbers.ts";
import type { Request } from "./requests.ts";

type Head = Header & { readonly questions: readonly Question[] };

/** The head of a message that answers the request; undefined for any other message, which is to be ignored (RFC 5452, 9.1). */
export function answerHead(bytes: Uint8Array, request: Request): Head | undefined {
  try {
    const head = decodeHead(bytes);
    return answers(head, request) ? head : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function answers(head: Head, { message }: Request): boolean {
  if (!head.response || head.id !== message.id || head.opcode !== message.opcode) return false;
  // a server may leave the question out of an error, and the zone out of an answer to an update (RFC 2136, 3.8)
  const mayBeBare = head.rcode !== Rcode.NOERROR || message.opcode === Opcode.UPDATE;
  if (head.questions.length === 0) return mayBeBare;
  return head.questions.length === message.questions.length &&
    head.questions.every((question, i) => sameQuestion(question, message.questions[i]!));
}

function sameQuestion(one: Question, other: Question): boolean {
  return one.type === other.type && one.questionClass === other.questionClass &&
    sameName(one.name, other.name);
}
