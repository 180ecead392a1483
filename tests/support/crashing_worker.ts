/** The host's worker with a bug: it serves, and then something escapes. Which, its URL says: `#throw` or `#reject`. */
import "../../src/app/host_worker.ts";

const AFTER_MS = 300;
if (new URL(self.location.href).hash === "#throw") {
  setTimeout(() => {
    throw new Error("thrown by a bug");
  }, AFTER_MS);
} else {
  setTimeout(() => Promise.reject(new Error("rejected by a bug")), AFTER_MS);
}
