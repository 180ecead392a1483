import type { AdminListener, ListenAddress } from "../../../src/admin/administration.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";

/** Takes no connections, and writes down where it was asked to. */
export class FakeListener implements AdminListener {
  listening: ListenAddress | null = null;
  /** Each place with the certificate that it was asked to show; null for none. */
  readonly asked: (ListenAddress & { certificate: string } | null)[] = [];
  /** Ports that somebody else has. */
  readonly taken = new Set<number>();

  listen(
    at: (ListenAddress & { readonly identity: { readonly certificate: string } }) | null,
  ): Promise<void> {
    if (at !== null && this.taken.has(at.port)) {
      return Promise.reject(new OperationError(`Cannot listen on port ${at.port}: the port is in use`));
    }
    this.listening = at === null ? null : { address: at.address, port: at.port };
    this.asked.push(at === null ? null : { ...this.listening!, certificate: at.identity.certificate });
    return Promise.resolve();
  }
}
