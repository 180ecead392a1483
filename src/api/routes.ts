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
  hosts: {
    method: "POST",
    path: "/v1/hosts",
    access: "write",
    summary: "Find the hosts of a client and ask each what it would say, without being counted",
    input: types.hostsInputSchema,
    output: types.hostsOutputSchema,
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
  clearKey: {
    method: "DELETE",
    path: "/v1/key/text",
    access: "write",
    summary: "Forget the text of the product key, and keep the activation",
    input: types.nothingSchema,
    output: types.clearedKeySchema,
  },
  reinstallLicence: {
    method: "POST",
    path: "/v1/licence/reinstall",
    access: "write",
    summary: "Install the newest licence file that lies in the state folder or beside the program",
    input: types.nothingSchema,
    output: types.licenceOutputSchema,
  },
  changeClientSetting: {
    method: "PUT",
    path: "/v1/client-setting",
    access: "write",
    summary: "Change a setting of a client",
    input: types.clientSettingInputSchema,
    output: types.clientSettingOutputSchema,
  },
  dns: {
    method: "GET",
    path: "/v1/dns",
    access: "read",
    summary: "Where the host publishes itself in DNS",
    input: types.nothingSchema,
    output: types.dnsStatusSchema,
  },
  setDnsDomain: {
    method: "PUT",
    path: "/v1/dns",
    access: "write",
    summary: "Publish the host in a domain, or change how",
    input: types.dnsDomainInputSchema,
    output: types.dnsStatusSchema,
  },
  removeDnsDomain: {
    method: "DELETE",
    path: "/v1/dns",
    access: "write",
    summary: "Publish the host in a domain no more",
    input: types.dnsDomainNameInputSchema,
    output: types.dnsStatusSchema,
  },
  publishDns: {
    method: "POST",
    path: "/v1/dns/publish",
    access: "write",
    summary: "Bring the host's records in DNS up to date at once",
    input: types.nothingSchema,
    output: types.dnsStatusSchema,
  },
  dnsSeen: {
    method: "GET",
    path: "/v1/dns/seen",
    access: "read",
    summary: "Look the host's records up, as others do",
    input: types.nothingSchema,
    output: types.dnsSeenSchema,
  },
  rearm: {
    method: "POST",
    path: "/v1/rearm",
    access: "write",
    summary: "Give a client a new machine ID and begin its grace period anew",
    input: types.nothingSchema,
    output: types.rearmOutputSchema,
  },
  generalize: {
    method: "POST",
    path: "/v1/generalize",
    access: "write",
    summary:
      "Take out of the state folder what tells this computer from others, before an image is made of it",
    input: types.nothingSchema,
    output: types.generalizeOutputSchema,
  },
  admin: {
    method: "GET",
    path: "/v1/admin",
    access: "read",
    summary: "How remote administration stands",
    input: types.nothingSchema,
    output: types.adminStatusSchema,
  },
  changeAdmin: {
    method: "PUT",
    path: "/v1/admin",
    access: "write",
    summary: "Switch remote administration on or off",
    input: types.adminInputSchema,
    output: types.adminStatusSchema,
  },
  addUser: {
    method: "POST",
    path: "/v1/users",
    access: "write",
    summary: "Add a user who may sign in from another computer",
    input: types.addUserInputSchema,
    output: types.nothingSchema,
  },
  changePassword: {
    method: "PUT",
    path: "/v1/users",
    access: "write",
    summary: "Change a user's password",
    input: types.passwordInputSchema,
    output: types.nothingSchema,
  },
  removeUser: {
    method: "DELETE",
    path: "/v1/users",
    access: "write",
    summary: "Remove a user",
    input: types.userNameInputSchema,
    output: types.nothingSchema,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export type Input<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["input"]>;
export type Output<Name extends RouteName> = InferOutput<(typeof ROUTES)[Name]["output"]>;

/** Who calls. Whoever may open the state folder on this computer is an administrator. */
export interface Caller {
  /** As events name it: `local`, or `alice from 192.0.2.7`. */
  readonly name: string;
  readonly role: types.UserRole;
}

export const LOCAL_CALLER: Caller = { name: "local", role: "administrator" };

/** A handler for each call; what it is given has been validated, and the caller's role allows it. Rejects with OperationError. */
export type Handlers = {
  readonly [Name in RouteName]: (input: Input<Name>, caller: Caller) => Promise<Output<Name>>;
};

/** The stream of changes of a running host: JSON lines (WatchLine). */
export const WATCH_PATH = "/v1/watch";
