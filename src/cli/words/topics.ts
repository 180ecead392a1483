/** A subject that is no command: for `kms help TOPIC`, and a section of the manual page. */
export interface Topic {
  readonly name: string;
  readonly title: string;
  readonly about: readonly string[];
  readonly entries: readonly (readonly [term: string, meaning: string])[];
}

const remote: Topic = {
  name: "remote",
  title: "Another computer's host",
  about: [
    "kms COMPUTER[:PORT] USER [PASSWORD] OPTION does there what OPTION does here, over TLS. On that computer it is switched on first: " +
    "kms admin enable, then kms admin user add NAME --role administrator.",
    "The certificate that a computer shows first is kept; from then on it must show that one.",
  ],
  entries: [
    ["PORT", "1690 unless given"],
    ["PASSWORD", "better at the prompt, on standard input or in --password-file FILE: here others see it"],
    ["--fingerprint SHA256", "what the certificate must have, instead of the one that was seen first"],
  ],
};

const files: Topic = {
  name: "files",
  title: "Files",
  about: [
    "The state folder is --state DIR, else KMS_STATE, else the system's place for it: /var/lib/kms (root), ~/.local/state/kms, " +
    "~/Library/Application Support/kms (macOS), %ProgramData%\\kms (Windows).",
  ],
  entries: [
    ["publisher.lic", "the publisher's licence file"],
    ["state.json", "a host's checkpoint, with machines-*.jsonl"],
    ["journal-*.jsonl", "every event of a host since, as JSON lines"],
    ["secrets.json", "a host's identity and product key"],
    ["monitoring.json", "who is told of a host's alerts, and where its metrics are"],
    ["client.json, lease.json", "a client's settings, and its activation"],
    ["lock", "held by the process that owns the folder"],
    ["api.sock", "the management API while a host runs; api.json on Windows"],
  ],
};

const exit: Topic = {
  name: "exit",
  title: "Exit status",
  about: ["Results go to standard output, everything else to standard error."],
  entries: [
    ["0", "done: also /dli and /xpr, whatever they show"],
    ["1", "failed: one line says what, by which code, and how to mend it"],
    ["2", "wrong usage: nothing was done"],
    ["health", "0 well, 1 warning, 2 critical, 3 not to be told, as monitoring plugins have it"],
  ],
};

const dashboard: Topic = {
  name: "dashboard",
  title: "The dashboard",
  about: [
    "kms alone, on a terminal: attached to the host that runs, which goes on when the dashboard is left, else starting one, which ends " +
    "with it. kms COMPUTER USER is that of another computer. It shows its keys at the bottom; ? shows all of them.",
    "For a screen reader, or a terminal that can only print, it tells lines in place of drawing a screen: what happens as it happens, " +
    "and a screen when its number is typed. ? and Enter says what can be typed.",
  ],
  entries: [
    ["--screen-reader", "lines, on a terminal or not: kms --screen-reader, kms demo --screen-reader"],
    ["q", "leaves it; so does Ctrl-C"],
    ["1 to 6, Tab", "another screen"],
  ],
};

const environment: Topic = {
  name: "environment",
  title: "Environment",
  about: [],
  entries: [
    ["KMS_STATE", "the state folder, where there is no --state"],
    ["KMS_LICENCE", "kms client activate: the publisher's licence file"],
    ["KMS_KEY, KMS_KEY_FILE", "kms client activate: the client key, or the file that it is in"],
    ["KMS_HOST", "kms client activate: the KMS host"],
    ["KMS_KNOWN_HOSTS", "file with the certificates of other computers"],
    ["NO_COLOR", "not empty: the dashboard without colour"],
    ["KMS_SCREEN_READER", "1: the dashboard in lines, as --screen-reader; INK_SCREEN_READER does the same"],
    ["TERM", "dumb: a terminal that can only print gets the dashboard in lines"],
    ["XDG_STATE_HOME", "instead of ~/.local/state"],
    ["XDG_CONFIG_HOME", "instead of ~/.config (those certificates)"],
    ["XDG_CACHE_HOME", "instead of ~/.cache (self-extracting program)"],
  ],
};

export const TOPICS: readonly Topic[] = [dashboard, remote, files, exit, environment];
