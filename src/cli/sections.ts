import type { Command } from "./command.ts";

/** Loads a command. */
export type Loader = () => Promise<Command>;

export interface Section {
  readonly title: string;
  /** Whether these are slmgr's options, in all their spellings. */
  readonly slmgr: boolean;
  /** By the names of the commands. */
  readonly loaders: Readonly<Record<string, Loader>>;
}

/**
 * All commands, in the order in which people read them. Each is loaded when it is wanted, for to load all of them takes longer than most
 * need for their work; table.ts has them loaded.
 */
export const SECTIONS: readonly Section[] = [
  {
    title: "Key and licence",
    slmgr: true,
    loaders: {
      ilc: async () => (await import("./commands/ilc.ts")).ilc,
      rilc: async () => (await import("./commands/ilc.ts")).rilc,
      ipk: async () => (await import("./commands/product_key.ts")).ipk,
      upk: async () => (await import("./commands/product_key.ts")).upk,
      cpky: async () => (await import("./commands/product_key.ts")).cpky,
    },
  },
  {
    title: "Activation",
    slmgr: true,
    loaders: {
      ato: async () => (await import("./commands/activation.ts")).ato,
      dti: async () => (await import("./commands/activation.ts")).dti,
      atp: async () => (await import("./commands/activation.ts")).atp,
      rearm: async () => (await import("./commands/identity.ts")).rearm,
    },
  },
  {
    title: "Display",
    slmgr: true,
    loaders: {
      dli: async () => (await import("./commands/display.ts")).dli,
      dlv: async () => (await import("./commands/display.ts")).dlv,
      xpr: async () => (await import("./commands/display.ts")).xpr,
    },
  },
  {
    title: "KMS host",
    slmgr: true,
    loaders: {
      sprt: async () => (await import("./commands/settings.ts")).sprt,
      sdns: async () => (await import("./commands/settings.ts")).sdns,
      cdns: async () => (await import("./commands/settings.ts")).cdns,
      spri: async () => (await import("./commands/settings.ts")).spri,
      cpri: async () => (await import("./commands/settings.ts")).cpri,
      sai: async () => (await import("./commands/settings.ts")).sai,
      sri: async () => (await import("./commands/settings.ts")).sri,
    },
  },
  {
    title: "KMS client",
    slmgr: true,
    loaders: {
      skms: async () => (await import("./commands/client_settings.ts")).skms,
      ckms: async () => (await import("./commands/client_settings.ts")).ckms,
      "skms-domain": async () => (await import("./commands/client_settings.ts")).skmsDomain,
      "ckms-domain": async () => (await import("./commands/client_settings.ts")).ckmsDomain,
      skhc: async () => (await import("./commands/client_settings.ts")).skhc,
      ckhc: async () => (await import("./commands/client_settings.ts")).ckhc,
      "act-type": async () => (await import("./commands/client_settings.ts")).actType,
    },
  },
  {
    title: "Running",
    slmgr: false,
    loaders: {
      serve: async () => (await import("./commands/serve.ts")).serve,
      service: async () => (await import("./commands/service.ts")).service,
      dns: async () => (await import("./commands/dns.ts")).dns,
      demo: async () => (await import("./commands/demo.ts")).demo,
      simulate: async () => (await import("./commands/simulate.ts")).simulate,
      generalize: async () => (await import("./commands/identity.ts")).generalize,
      help: async () => (await import("./commands/help.ts")).help,
      man: async () => (await import("./commands/man.ts")).man,
      completion: async () => (await import("./commands/completion.ts")).completion,
    },
  },
  {
    title: "Diagnosis",
    slmgr: false,
    loaders: {
      why: async () => (await import("./commands/why.ts")).why,
      health: async () => (await import("./commands/health.ts")).health,
      machines: async () => (await import("./commands/machines.ts")).machines,
      events: async () => (await import("./commands/events.ts")).events,
      report: async () => (await import("./commands/report.ts")).report,
      metrics: async () => (await import("./commands/metrics.ts")).metrics,
      hosts: async () => (await import("./commands/hosts.ts")).hosts,
      error: async () => (await import("./commands/error.ts")).error,
      slui: async () => (await import("./commands/error.ts")).slui,
    },
  },
  {
    title: "Roles",
    slmgr: false,
    loaders: {
      authority: async () => (await import("./commands/authority.ts")).authority,
      client: async () => (await import("./commands/client.ts")).client,
      admin: async () => (await import("./commands/admin.ts")).admin,
    },
  },
];

/** What `kms` without a command does. */
export const loadDefault: Loader = async () => (await import("./commands/dashboard.ts")).dashboard;

const LOADERS: ReadonlyMap<string, Loader> = new Map(
  SECTIONS.flatMap(({ loaders }) => Object.entries(loaders)),
);

/** slmgr's options, which may be written /ipk, -ipk, --ipk or ipk, in any case. */
export const SLMGR_OPTIONS: readonly string[] = SECTIONS.filter(({ slmgr }) => slmgr)
  .flatMap(({ loaders }) => Object.keys(loaders));

/** The name of the command that a word names, in whichever spelling. */
export function commandNamed(word: string): string | undefined {
  const plain = word.toLowerCase();
  return slmgrOptionNamed(word) ?? (LOADERS.has(plain) ? plain : undefined);
}

export function slmgrOptionNamed(word: string): string | undefined {
  const name = word.replace(/^(\/|--?)/, "").toLowerCase();
  return SLMGR_OPTIONS.includes(name) ? name : undefined;
}

/** That of the command that a word names, in whichever spelling. */
export function loaderNamed(word: string): Loader | undefined {
  const name = commandNamed(word);
  return name === undefined ? undefined : LOADERS.get(name);
}
