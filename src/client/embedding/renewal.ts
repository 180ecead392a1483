import { keepActivated, type RenewalPorts } from "../renewing.ts";
import { problemOf } from "./problem.ts";
import type { ProductFolder } from "./product_folder.ts";
import type { Problem, Renewal } from "./types.ts";
import { tell } from "./listeners.ts";

/** Keeps a product activated until it is stopped. */
export function renew(
  folder: ProductFolder,
  ports: RenewalPorts,
  onProblem: ((problem: Problem) => void) | undefined,
): Renewal {
  let problem: Problem | null = null;
  const stopped = new AbortController();
  const renewable = {
    look: () => folder.renewal(),
    async activate() {
      await folder.tryToActivate();
      problem = null;
    },
    failed(error: unknown) {
      const found = problemOf(error, "activate");
      problem = found;
      tell(() => onProblem?.(found));
    },
  };
  const running = keepActivated(renewable, ports, stopped.signal);
  return {
    get problem() {
      return problem;
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
