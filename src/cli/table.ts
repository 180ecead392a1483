import { admin } from "./commands/admin.ts";
import { ato, atp, dti } from "./commands/activation.ts";
import { authority } from "./commands/authority.ts";
import { client } from "./commands/client.ts";
import { actType, ckhc, ckms, ckmsDomain, skhc, skms, skmsDomain } from "./commands/client_settings.ts";
import { completion } from "./commands/completion.ts";
import { dashboard } from "./commands/dashboard.ts";
import { demo } from "./commands/demo.ts";
import { health } from "./commands/health.ts";
import { events } from "./commands/events.ts";
import { help } from "./commands/help.ts";
import { dns } from "./commands/dns.ts";
import { error, slui } from "./commands/error.ts";
import { hosts } from "./commands/hosts.ts";
import { dli, dlv, xpr } from "./commands/display.ts";
import { generalize, rearm } from "./commands/identity.ts";
import { ilc, rilc } from "./commands/ilc.ts";
import { man } from "./commands/man.ts";
import { machines } from "./commands/machines.ts";
import { metrics } from "./commands/metrics.ts";
import { cpky, ipk, upk } from "./commands/product_key.ts";
import { service } from "./commands/service.ts";
import { serve } from "./commands/serve.ts";
import { simulate } from "./commands/simulate.ts";
import { why } from "./commands/why.ts";
import { cdns, cpri, sai, sdns, spri, sprt, sri } from "./commands/settings.ts";
import { report } from "./commands/report.ts";
import type { Command } from "./command.ts";

export interface Section {
  readonly title: string;
  /** Whether these are slmgr's options, in all their spellings. */
  readonly slmgr: boolean;
  readonly commands: readonly Command[];
}

/** All commands, in the order in which people read them. */
export const TABLE: readonly Section[] = [
  { title: "Key and licence", slmgr: true, commands: [ilc, rilc, ipk, upk, cpky] },
  { title: "Activation", slmgr: true, commands: [ato, dti, atp, rearm] },
  { title: "Display", slmgr: true, commands: [dli, dlv, xpr] },
  { title: "KMS host", slmgr: true, commands: [sprt, sdns, cdns, spri, cpri, sai, sri] },
  {
    title: "KMS client",
    slmgr: true,
    commands: [skms, ckms, skmsDomain, ckmsDomain, skhc, ckhc, actType],
  },
  {
    title: "Running",
    slmgr: false,
    commands: [serve, service, dns, demo, simulate, generalize, help, man, completion],
  },
  {
    title: "Diagnosis",
    slmgr: false,
    commands: [why, health, machines, events, report, metrics, hosts, error, slui],
  },
  { title: "Roles", slmgr: false, commands: [authority, client, admin] },
];

export const COMMANDS: readonly Command[] = TABLE.flatMap(({ commands }) => commands);
export const SLMGR_OPTIONS: readonly string[] = TABLE.filter(({ slmgr }) => slmgr)
  .flatMap(({ commands }) => commands.map(({ name }) => name));

/** What `kms` without a command does. */
export const DEFAULT_COMMAND = dashboard;
