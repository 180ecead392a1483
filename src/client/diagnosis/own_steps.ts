import { broken, ok, type Step, type StepFault } from "../../policy/diagnosis.ts";
import {
  LICENCE_REASON_TEXTS,
  LICENCE_STATE_NAMES,
  type LicenceReason,
  type LicenceStanding,
} from "../../policy/licence_state.ts";
import { countOf, formatSpan, formatTime } from "../../policy/wording.ts";
import { HResult } from "../../protocol/hresult.ts";
import type { ClientSight, OwnSight } from "./sight.ts";

/** SL_E_GRACE_TIME_EXPIRED, SL_E_USE_LICENSE_NOT_INSTALLED, SL_E_LICENSE_FILE_NOT_INSTALLED and ERROR_FILE_CORRUPT, as the field has them. */
const GRACE_OVER = 0xC004F009;
const NO_LEASE = 0xC004F003;
const NO_LICENCE_FILE = 0xC004F011;
const CORRUPT = 0x80070570;

export function keyStep({ partialKey, product }: OwnSight): Step {
  if (partialKey === undefined) {
    const text = "no product key is installed";
    return broken("key", "none", { code: HResult.keyNotInstalled, text, remedy: "kms /ipk KEY" });
  }
  if (product === undefined) {
    return broken("key", `ends with ${partialKey}`, {
      code: HResult.keyInvalid,
      text: "no licence file that is installed knows the product key",
      remedy: "kms /ilc FILE, with the newest file of the publisher; or kms /ipk KEY, with another key",
    });
  }
  const { name, threshold } = product;
  return ok("key", `${name}, ends with ${partialKey}, needs ${countOf(threshold, "computer")}`);
}

export function leaseStep({ lease, standing, now }: Pick<ClientSight, "lease" | "standing" | "now">): Step {
  const fault = (code: number, text: string) => ({ code, text, remedy: "kms /ato" });
  switch (lease?.kind) {
    case undefined:
      return withoutLease(standing);
    case "holds": {
      const renewal = lease.renewAfter <= now ? "renewal is due" : `renews ${formatTime(lease.renewAfter)}`;
      return ok("lease", `until ${formatTime(lease.ends)}, ${renewal}`);
    }
    case "ended":
      return broken(
        "lease",
        `ended ${formatTime(lease.ends)}`,
        fault(GRACE_OVER, "the activation of this computer has ended, and no renewal came through"),
      );
    case "damaged":
      return broken("lease", "damaged", fault(CORRUPT, lease.reason));
    case "clockBack":
      return broken("lease", "does not hold by this clock", {
        ...MENDING.clockBack,
        text: lease.reason,
      });
    case "otherComputer":
      return broken("lease", "of another computer", fault(HResult.hardwareChanged, lease.reason));
    case "otherProduct":
      return broken("lease", "of another product", fault(NO_LEASE, lease.reason));
    case "forged":
      return broken("lease", "does not hold", fault(NO_LEASE, lease.reason));
  }
}

/** By why a client is in its state, where that is not that its lease holds. */
const MENDING: Readonly<Record<Exclude<LicenceReason, "leaseHolds">, Pick<StepFault, "code" | "remedy">>> = {
  notActivatedYet: { code: NO_LEASE, remedy: "kms /ato" },
  leaseEnded: { code: GRACE_OVER, remedy: "kms /ato" },
  hardwareChanged: { code: HResult.hardwareChanged, remedy: "kms /ato" },
  leaseForged: { code: NO_LEASE, remedy: "kms /ato" },
  licenceMissing: { code: NO_LICENCE_FILE, remedy: "kms /ilc FILE" },
  notInstalled: { code: HResult.keyNotInstalled, remedy: "kms /ilc FILE, then kms /ipk KEY" },
  clockBack: {
    code: HResult.clockOff,
    remedy: "set the clock of this computer where it is wrong, then kms /ato",
  },
};

/** There is none, or nothing to verify it by. */
function withoutLease({ state, reason, minutesLeft }: LicenceStanding): Step {
  if (reason === "leaseHolds") throw new Error("a lease that is not there holds");
  const left = minutesLeft === 0 ? "" : `, ${formatSpan(minutesLeft * 60_000)} left`;
  const what = reason === "licenceMissing" ? "cannot be verified" : "none";
  const text = LICENCE_REASON_TEXTS[reason];
  return broken("lease", `${what} (${LICENCE_STATE_NAMES[state]}${left})`, { ...MENDING[reason], text });
}
