import type { Input, RouteName } from "../../api/routes.ts";
import { readKey } from "../../host/installing.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { DurableDocument } from "../../ports.ts";
import { clientPorts, hostPorts } from "./folder.ts";

export type Role = "host" | "client" | "none";

/** What a state folder is, and whether by a key that is installed in it or only by what it has been used for. */
export interface FolderRole {
  readonly role: Role;
  readonly byKey: boolean;
}

/** Reads the two small documents that tell, without opening the folder as a host or a client. Rejects with OperationError for an authority's. */
export async function roleOf(folder: string): Promise<FolderRole> {
  const { secretsJson, disk } = hostPorts(folder);
  const names = await disk.list();
  if (names.includes("authority.json")) {
    throw new OperationError(`Cannot use ${folder} as a state folder: it is an authority's`, {
      remedy: "name the host's or client's own folder with --state DIR",
    });
  }
  const secrets = await readable(secretsJson);
  if (hasText(secrets, "productKey") || isTrue(secrets, "keyCleared")) return { role: "host", byKey: true };
  if (hasText(await readable(clientPorts(folder).documents.json("client.json")), "clientKey")) {
    return { role: "client", byKey: true };
  }
  const isHost = names.some((name) =>
    name === "secrets.json" || name === "state.json" || name.startsWith("journal-")
  );
  if (isHost) return { role: "host", byKey: false };
  return { role: names.includes("client.json") ? "client" : "none", byKey: false };
}

/** The role that a folder takes, or keeps, for one call. Throws OperationError for a key that would silently end what the folder is. */
export function roleFor({ role, byKey }: FolderRole, name: RouteName, input: unknown): Role {
  if (name === "installKey") {
    const { key, kind: wanted } = input as Input<"installKey">;
    const { kind } = readKey(key);
    if (wanted !== undefined && kind !== wanted) throw anotherKind(kind, wanted);
    if (!byKey || role === kind) return kind;
    throw new OperationError(
      `Cannot install the ${kind} key: a ${role} key is installed in this state folder`,
      {
        code: HResult.keyInvalid,
        remedy: "remove that one first with kms /upk, or use another folder with --state DIR",
      },
    );
  }
  if (role !== "none") return role;
  if (name === "generalize" || name === "rearm") throw nothingThere(name);
  if (HOST_CALLS.has(name)) return "host";
  return name === "changeClientSetting" ? "client" : "none";
}

function anotherKind(kind: string, wanted: string): OperationError {
  return new OperationError(`Cannot install the ${kind} key: a ${wanted} key is needed here`, {
    code: HResult.keyInvalid,
    remedy: kind === "host" ? "a host's key is installed with kms /ipk KEY" : "name the host's key",
  });
}

/** A mistyped folder must not pass for one that was prepared. */
function nothingThere(name: "generalize" | "rearm"): OperationError {
  const what = name === "rearm" ? "rearm" : "prepare an image";
  return new OperationError(`Cannot ${what}: this state folder holds neither a host nor a client`, {
    remedy: "name the right one with --state DIR; kms /dlv shows what a folder is",
  });
}

/** These make a host of a folder that is nothing yet. */
const HOST_CALLS: ReadonlySet<RouteName> = new Set([
  "changeSetting",
  "changeAdmin",
  "addUser",
  "setDnsDomain",
  "changeNotify",
  "changeMetrics",
]);

/** Undefined where it is damaged: its name still tells the role, and who opens it in that role says what is wrong. */
async function readable(document: DurableDocument<unknown>): Promise<unknown> {
  try {
    return await document.read();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function isTrue(document: unknown, member: string): boolean {
  return typeof document === "object" && document !== null &&
    (document as Record<string, unknown>)[member] === true;
}

function hasText(document: unknown, member: string): boolean {
  return typeof document === "object" && document !== null &&
    typeof (document as Record<string, unknown>)[member] === "string";
}
