import assert from "node:assert/strict";
import type { Command } from "../../../src/cli/command.ts";
import { COMMANDS } from "../../../src/cli/table.ts";

/** What a command does to the host that it is given to. */
export type Doing = "reads" | "changes" | "here";

/** One way to give a command. */
export interface Given {
  /** `dns add`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly does: Doing;
}

const ID = "{01010101-0101-0101-0101-010101010101}";

/** By the command's words: FILE stands for a file that is there, NEW for one that is not. Written from docs/remote.md and docs/slmgr.md. */
const WAYS: Readonly<Record<string, readonly [Doing, ...string[]]>> = {
  "ilc": ["changes", "FILE", "FILE --accept-new-roots"],
  "rilc": ["changes", ""],
  "ipk": ["changes", "BCDFG-HJKMP-QRTVW-XY234-6789B"],
  "upk": ["changes", ""],
  "cpky": ["changes", ""],
  "ato": ["changes", "", ID],
  "dti": ["reads", ""],
  "atp": ["changes", "0123456"],
  "rearm": ["changes", ""],
  "dli": ["reads", "", "all"],
  "dlv": ["reads", "", "all"],
  "xpr": ["reads", ""],
  "sprt": ["changes", "1700"],
  "sdns": ["changes", ""],
  "cdns": ["changes", ""],
  "spri": ["changes", ""],
  "cpri": ["changes", ""],
  "sai": ["changes", "30"],
  "sri": ["changes", "100"],
  "skms": ["changes", "kms.example"],
  "ckms": ["changes", ""],
  "skms-domain": ["changes", "example.com"],
  "ckms-domain": ["changes", ""],
  "skhc": ["changes", ""],
  "ckhc": ["changes", ""],
  "act-type": ["changes", "2"],
  "dns add": ["changes", "example.com", "example.com --server 192.0.2.53 --tsig-key FILE"],
  "dns remove": ["changes", "example.com"],
  "dns list": ["reads", ""],
  "dns publish": ["changes", ""],
  "dns status": ["reads", ""],
  "dns multicast": ["changes", "on"],
  "why": ["reads", ""],
  "health": ["reads", ""],
  "health settings": ["reads", ""],
  "health set": ["changes", "count 5"],
  "health notify": ["changes", "--off", "--test", "--webhook https://hooks.example/x", "--command true"],
  "machines": ["reads", "", "--all", "--csv"],
  "machines show": ["reads", "desk"],
  "machines limits": ["reads", ""],
  "events": ["reads", "", "--long", "--csv"],
  "events export": ["reads", "--format jsonl", "--format csv", "--format syslog"],
  "events verify": ["reads", ""],
  "events limits": ["reads", ""],
  "report all": ["reads", "", "--html NEW"],
  "report activation-count": ["reads", "", "--csv", "--html NEW"],
  "report activity-history": ["reads", ""],
  "report licensing-status": ["reads", ""],
  "report expiration-chart": ["reads", ""],
  "report expiration-detail": ["reads", ""],
  "report virtual-machines": ["reads", ""],
  "report duplicates": ["reads", ""],
  "report forecast": ["reads", ""],
  "metrics enable": ["changes", ""],
  "metrics disable": ["changes", ""],
  "metrics status": ["reads", ""],
  "admin enable": ["changes", "--port 1700"],
  "admin disable": ["changes", ""],
  "admin status": ["reads", ""],
  "admin user add": ["changes", "eve --role administrator"],
  "admin user passwd": ["changes", "rita"],
  "admin user remove": ["changes", "rita"],
  "admin user list": ["reads", ""],
};

/** Of commands that read, what changes something all the same. */
const CHANGING: readonly Given[] = [
  { name: "events", words: ["events", "--max-size", "100MB"], does: "changes" },
  { name: "machines limits", words: ["machines", "limits", "--public", "on"], does: "changes" },
  { name: "why", words: ["why", "--dns-server", "192.0.2.53"], does: "changes" },
];

/** Every command there is, in the ways that count; a new one has to be entered above. */
export function everyCommand(files: { readonly there: string; readonly fresh: () => string }): Given[] {
  const commands = COMMANDS.flatMap((one) => withThoseBelow(one, []));
  const elsewhere = commands.filter(({ here }) => !here).map(({ name }) => name);
  assert.deepEqual(
    elsewhere.toSorted(),
    Object.keys(WAYS).toSorted(),
    "the table of the ways to give a command",
  );
  const ways = Object.entries(WAYS).flatMap(([name, [does, ...given]]) =>
    given.map((line): Given => ({ name, does, words: [...name.split(" "), ...wordsOf(line, files)] }))
  );
  const here = commands.filter(({ here }) => here).map(({ name }): Given => ({
    name,
    words: name.split(" "),
    does: "here",
  }));
  return [...ways, ...CHANGING, ...here];
}

function wordsOf(line: string, { there, fresh }: { there: string; fresh: () => string }): string[] {
  const words = line === "" ? [] : line.split(" ");
  return words.map((word) => word === "FILE" ? there : word === "NEW" ? fresh() : word);
}

function withThoseBelow(one: Command, above: readonly string[]): { name: string; here: boolean }[] {
  const words = [...above, one.name];
  const below = one.subcommands.flatMap((inner) => withThoseBelow(inner, words));
  return one.alone ? [{ name: words.join(" "), here: one.hereOnly }, ...below] : below;
}
