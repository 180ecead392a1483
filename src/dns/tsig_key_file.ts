import { fromBase64Url } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseName } from "./name.ts";
import type { TsigAlgorithm, TsigKey } from "./tsig.ts";

const WHAT = "TSIG key file";
const ALGORITHMS: readonly TsigAlgorithm[] = ["hmac-sha256", "hmac-sha512"];

interface Statement {
  readonly name: string;
  readonly algorithm: string | undefined;
  readonly secret: string | undefined;
}

/**
 * Reads a file with one key, as BIND's `tsig-keygen` writes it (`key "name" { algorithm hmac-sha256; secret "base64"; };`) or Knot's
 * `keymgr -t` (`key:`, then `- id:`, `algorithm:` and `secret:`). Throws DecodeError; no message of it shows the secret.
 */
export function parseTsigKey(text: string): TsigKey {
  const statements = /^[ \t]*key:[ \t]*$/m.test(text) ? yamlKeys(text) : bindKeys(text);
  const [statement] = statements;
  if (statement === undefined || statements.length > 1) {
    throw refused(`expected one key, found ${statements.length}`);
  }
  const { name, algorithm, secret } = statement;
  return { name: parseName(name), algorithm: algorithmOf(algorithm), secret: secretOf(secret) };
}

function algorithmOf(text: string | undefined): TsigAlgorithm {
  if (text === undefined) throw refused("the key has no algorithm");
  const known = ALGORITHMS.find((name) => name === text.toLowerCase().replace(/\.$/, ""));
  if (known === undefined) throw refused(`the algorithm is none of ${ALGORITHMS.join(", ")}`);
  return known;
}

function secretOf(text: string | undefined): Uint8Array {
  if (text === undefined || text === "") throw refused("the key has no secret");
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  if (!isBase64) throw refused("the secret is not base64");
  return fromBase64Url(text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""), WHAT);
}

/** The key statements of BIND's language, which may stand beside no other. */
function bindKeys(text: string): Statement[] {
  const tokens = tokensOf(text);
  const keys: Statement[] = [];
  while (tokens.length > 0) keys.push(takeKey(tokens));
  return keys;
}

/** Words, quoted texts and signs, without comments (`//`, `#` and between `/*` and the other end). */
function tokensOf(text: string): string[] {
  const found = text.matchAll(/\/\/.*|#.*|\/\*[^]*?(?:\*\/|$)|("[^"\n]*"|[{};]|[^\s{};"#]+)|\S/g);
  return Array.from(found).flatMap(([all, token]) => {
    if (token !== undefined) return [token];
    if (/^\/\*(?![^]*\*\/$)/.test(all)) throw refused("a comment that does not end");
    if (/^(\/\/|#|\/\*)/.test(all)) return [];
    throw refused("a quotation that does not end");
  });
}

function takeKey(tokens: string[]): Statement {
  expect(tokens, "key");
  const name = takeWord(tokens);
  const clauses = new Map<string, string>();
  expect(tokens, "{");
  while (tokens[0] !== "}") {
    const clause = takeWord(tokens);
    if (clauses.has(clause)) throw refused(`the key has two clauses ${clause}`);
    clauses.set(clause, takeWord(tokens));
    expect(tokens, ";");
  }
  expect(tokens, "}");
  expect(tokens, ";");
  return { name, algorithm: clauses.get("algorithm"), secret: clauses.get("secret") };
}

function takeWord(tokens: string[]): string {
  const token = tokens.shift();
  if (token === undefined || /^[{};]$/.test(token)) throw refused("a word is missing");
  return token.replace(/^"(.*)"$/, "$1");
}

function expect(tokens: string[], wanted: string): void {
  if (tokens.shift() !== wanted) throw refused(`expected ${wanted}: a key is key "name" { ... };`);
}

function yamlKeys(text: string): Statement[] {
  const members = Array.from(
    text.matchAll(/^[ \t]*(?:-[ \t]+)?(id|algorithm|secret):[ \t]*"?([^\s"#]*)"?[ \t]*(?:#.*)?$/gm),
    ([, name, value]) => ({ name: name!, value: value! }),
  );
  const valueOf = (wanted: string) => members.find(({ name }) => name === wanted)?.value;
  return members.filter(({ name }) => name === "id").map(({ value }) => ({
    name: value,
    algorithm: valueOf("algorithm"),
    secret: valueOf("secret"),
  }));
}

function refused(detail: string): DecodeError {
  return new DecodeError(WHAT, "text", detail);
}
