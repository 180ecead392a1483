/** The host's worker with a bug: it serves, and then something escapes. Which, its URL says: `#throw` or `#reject`. */
import "../../../src/app/serving/host_worker.ts";

const scope = self as unknown as { postMessage(message: { readonly kind: string }): void };
const post = scope.postMessage.bind(self);
scope.postMessage = (message) => {
  post(message);
  if (message.kind === "listening") setTimeout(escape, 0);
};

function escape(): unknown {
  if (new URL(self.location.href).hash === "#throw") throw new Error("thrown by a bug");
  return Promise.reject(new Error("rejected by a bug"));
}
