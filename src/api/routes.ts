import type { GenericSchema, InferOutput } from "valibot";
import * as types from "./types.ts";

/** One call of the management API. */
export interface Route {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly access: "read" | "write";
  readonly summary: string;
  readonly input: GenericSchema;
  readonly output: GenericSchema;
}

/** The management API, whole: the server, the client and the reference are made from this table. */
export const ROUTES = {
  status: {
    method: "GET",
    path: "/v1/status",
    access: "read",
    summary: "What this state folder is, and how it stands",
    input: types.nothingSchema,
    output: types.statusSchema,
  },
  installLicence: {
    method: "PUT",
    path: "/v1/licence",
    access: "write",
    summary: "Install a licence file",
    input: types.licenceInputSchema,
    output: types.licenceOutputSchema,
  },
  installKey: {
    method: "PUT",
    path: "/v1/key",
    access: "write",
    summary: "Install a product key",
    input: types.keyInputSchema,
    output: types.keyOutputSchema,
  },
  removeKey: {
    method: "DELETE",
    path: "/v1/key",
    access: "write",
    summary: "Remove the product key and the activation",
    input: types.nothingSchema,
    output: types.nothingSchema,
  },
  changeSetting: {
    method: "PUT",
    path: "/v1/setting",
    access: "write",
    summary: "Change a setting of the host",
    input: types.settingInputSchema,
    output: types.settingOutputSchema,
  },
  activate: {
    method: "POST",
    path: "/v1/activation",
    access: "write",
    summary: "Activate: a host at its publisher, a client at its KMS host",
    input: types.activationInputSchema,
    output: types.activationOutputSchema,
  },
  installationId: {
    method: "GET",
    path: "/v1/installation-id",
    access: "read",
    summary: "The Installation ID for activation by telephone",
    input: types.nothingSchema,
    output: types.installationIdSchema,
  },
  confirm: {
    method: "POST",
    path: "/v1/confirmation",
    access: "write",
    summary: "Activate the host with a Confirmation ID",
    input: types.confirmationInputSchema,
    output: types.activationOutputSchema,
  },
  setKmsHost: {
    method: "PUT",
    path: "/v1/kms-host",
    access: "write",
    summary: "Set or clear the KMS host of a client",
    input: types.kmsHostInputSchema,
    output: types.kmsHostOutputSchema,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export type Input<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["input"]>;
export type Output<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["output"]>;

/** A handler for each call; what it is given has been validated. Rejects with OperationError. */
export type Handlers = { readonly [Name in RouteName]: (input: Input<Name>) => Promise<Output<Name>> };

/** The stream of changes of a running host: JSON lines (WatchLine). */
export const WATCH_PATH = "/v1/watch";
