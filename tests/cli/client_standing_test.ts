import assert from "node:assert/strict";
import { mayRun, standingLines, standingOf } from "../../src/cli/printing/client_standing.ts";
import { LICENCE_STATE_NAMES } from "../../src/policy/licence_state.ts";
import { sampleClientStatus } from "../support/samples/sample_status.ts";

const GRACE = {
  licenceState: 2,
  licenceReason: "notActivatedYet",
  nextLicenceState: 5,
  minutesLeft: 2880,
  stateEnds: Date.parse("2026-01-17T10:00Z"),
  lease: null,
} as const;

Deno.test("the standing of a client is what docs/clients.md says it is", () => {
  const status = sampleClientStatus({ nextTry: 1_769_000_000_000 });
  assert.deepEqual(standingOf(status), {
    format: 1,
    computer: "pc-1",
    time: status.time,
    product: { id: "ab".repeat(16), name: "Example Editor", edition: "Volume" },
    mayRun: true,
    state: 1,
    stateName: "Licensed",
    reason: "leaseHolds",
    message: "The product is activated until 2026-07-14 10:00 UTC.",
    minutesLeft: 1440,
    ends: Date.parse("2026-07-14T10:00Z"),
    endsWith: "lease",
    nextState: 3,
    nextStateName: "Additional grace period",
    lease: { ...status.lease, holds: true },
    host: "kms.example:1688",
    activationInterval: 120,
    renewalInterval: 10_080,
    nextTry: 1_769_000_000_000,
  });
});

Deno.test("each member of the standing is in docs/clients.md", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/clients.md", import.meta.url));
  const { lease, product, ...others } = standingOf(sampleClientStatus());
  const within = (name: string, value: object | null) =>
    Object.keys(value ?? {}).map((member) => `${name}.${member}`);
  const members = [
    ...Object.keys(others),
    ...within("lease", lease),
    ...within("product", product),
    "trouble",
  ];
  assert.deepEqual(members.filter((member) => !page.includes(`\`${member}\``)), []);
});

Deno.test("a grace period ends at a fixed time, however late it is asked for, and what is over does not end", () => {
  for (const late of [0, 1, 59_999]) {
    const grace = standingOf(sampleClientStatus({ ...GRACE, time: sampleClientStatus().time + late }));
    assert.deepEqual([grace.ends, grace.endsWith], [GRACE.stateEnds, "grace"]);
  }
  const grace = standingOf(sampleClientStatus(GRACE));
  assert.match(grace.message, /^Initial grace period ends .*: this computer has not been activated yet\.$/);
  const over = standingOf(sampleClientStatus({ ...GRACE, licenceState: 5, minutesLeft: 0, stateEnds: null }));
  assert.deepEqual([over.ends, over.endsWith, over.mayRun], [null, null, false]);
});

Deno.test("a product may run in each state but unlicensed and notification, and what --check tells is the state", () => {
  const running = Object.keys(LICENCE_STATE_NAMES).map(Number)
    .filter((licenceState) => mayRun(sampleClientStatus({ licenceState })));
  assert.deepEqual(running, [1, 2, 3, 4]);
  const nothing = {
    licenceState: 0,
    licenceReason: "notInstalled",
    stateEnds: null,
    minutesLeft: 0,
  } as const;
  const keyless = sampleClientStatus({ ...nothing, lease: null, product: null, partialKey: null });
  assert.equal(mayRun(keyless), false);
  assert.equal(standingOf(keyless).message, "No product key is installed.");
  const doubtful = { ...GRACE, licenceState: 4, licenceReason: "licenceMissing", product: null } as const;
  const gone = standingOf(sampleClientStatus(doubtful));
  assert.equal(gone.mayRun, true);
  assert.match(gone.message, /^Non-genuine grace period ends .*: no licence file is installed that/);
});

Deno.test("people are shown product, state, lease, host, intervals and the next try", () => {
  assert.deepEqual(standingLines(sampleClientStatus()), [
    "Product: Example Editor, Volume",
    "Licence state: Licensed",
    "    The product is activated until 2026-07-14 10:00 UTC.",
    "    Time left: 1440 minutes (1 day)",
    "    Then: Additional grace period",
    "Lease: holds until 2026-07-14 10:00 UTC",
    "    Issued: 2026-01-15 10:00 UTC",
    "    To be renewed: 2026-01-22 10:00 UTC",
    "KMS host: kms.example:1688",
    "Intervals: 120 minutes until activated, then 10080 minutes",
    "Next try: none is planned: kms client run is not running, or waits",
  ]);
  const looking = standingLines(
    sampleClientStatus({ ...GRACE, hostInUse: null, nextTry: Date.parse("2026-01-15T12:00Z") }),
  );
  assert.deepEqual(looking.slice(-4), [
    "Lease: none",
    "KMS host: looked for in DNS",
    "Intervals: 120 minutes until activated, then 10080 minutes",
    "Next try: 2026-01-15 12:00 UTC",
  ]);
});
