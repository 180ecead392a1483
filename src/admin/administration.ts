import { EventId, type HostEvent } from "../policy/events.ts";
import type { Clock, DocumentFolder, Random } from "../ports.ts";
import { AdminDocument, type AdminFacts } from "./admin_document.ts";
import { fingerprintOf, IdentityStore, type MakeIdentity, type TlsIdentity } from "./identity.ts";
import { type DeriveKey, recordPassword } from "./passwords.ts";
import {
  knownUser,
  refuseNewUser,
  replaceUser,
  type User,
  type Users,
  withoutUser,
  withUser,
} from "./users.ts";

export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

/** What takes connections from other computers. */
export interface AdminListener {
  /** Where it takes them now; null while it does not. */
  readonly listening: ListenAddress | null;
  /** Takes them there from now on, or no more (null). Rejects with OperationError where the address cannot be had: all is then as before. */
  listen(at: (ListenAddress & { readonly identity: TlsIdentity }) | null): Promise<void>;
}

/** Where no host runs there is nothing to listen: changes wait for its start. */
export const NO_LISTENER: AdminListener = { listening: null, listen: () => Promise.resolve() };

export interface AdministrationPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly documents: DocumentFolder;
  /** This computer's, 16 bytes. */
  readonly hardware: Uint8Array;
  readonly derive: DeriveKey;
  readonly makeIdentity: MakeIdentity;
  readonly listener: AdminListener;
  readonly record: (event: HostEvent) => Promise<void>;
  /** Told when a user's password was changed, or the user removed. */
  readonly userEnded: (name: string) => void;
}

export interface AdministrationStatus {
  readonly enabled: boolean;
  readonly address: string;
  readonly port: number;
  readonly listening: ListenAddress | null;
  /** Null before the certificate is made. */
  readonly fingerprint: string | null;
  readonly users: readonly Pick<User, "name" | "role">[];
}

/** Remote administration of one state folder: its settings, its certificate and its users. Each change is on disk when it resolves. */
export class Administration {
  readonly #ports: AdministrationPorts;
  readonly #document: AdminDocument;
  readonly #identity: IdentityStore;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(ports: AdministrationPorts, document: AdminDocument) {
    this.#ports = ports;
    this.#document = document;
    this.#identity = new IdentityStore(ports.documents, document, ports.hardware, ports.makeIdentity);
  }

  /** Rejects with OperationError where admin.json is damaged. */
  static async open(ports: AdministrationPorts): Promise<Administration> {
    return new Administration(ports, await AdminDocument.open(ports.documents));
  }

  get users(): Users {
    return this.#document.facts.users;
  }

  async status(): Promise<AdministrationStatus> {
    const { enabled, address, port } = this.#document.facts;
    const identity = await this.#identity.read();
    return {
      enabled,
      address,
      port,
      listening: this.#ports.listener.listening,
      fingerprint: identity === undefined ? null : fingerprintOf(identity),
      users: this.users.map(({ name, role }) => ({ name, role })),
    };
  }

  /** Takes connections, where that is switched on. Rejects with OperationError where the address cannot be had. */
  start(): Promise<void> {
    return this.#serially(async () => {
      if (this.#document.facts.enabled) await this.#listen(this.#document.facts);
    });
  }

  /** Switches it on or off; an address or port that is null stays as it is. One that cannot be listened on is not kept. */
  change(
    wanted: { readonly enabled: boolean; readonly port: number | null; readonly address: string | null },
    by: string,
  ): Promise<void> {
    return this.#serially(async () => {
      const before = this.#document.facts;
      const { enabled } = wanted;
      const after = {
        enabled,
        port: wanted.port ?? before.port,
        address: wanted.address ?? before.address,
      };
      if (enabled) await this.#listen(after);
      await this.#keep(after, before, by);
      if (!enabled) await this.#ports.listener.listen(null);
    });
  }

  addUser({ name, role, password }: Pick<User, "name" | "role"> & { password: string }, by: string) {
    return this.#serially(async () => {
      refuseNewUser(this.users, name);
      const record = await this.#recordPassword(password);
      await this.#document.change({ users: withUser(this.users, { name, role, password: record }) });
      await this.#recordUser(name, "added", by);
    });
  }

  changePassword(name: string, password: string, by: string): Promise<void> {
    return this.#serially(async () => {
      const user = knownUser(this.users, name);
      const changed = { ...user, password: await this.#recordPassword(password) };
      await this.#document.change({ users: replaceUser(this.users, changed) });
      this.#ports.userEnded(user.name);
      await this.#recordUser(user.name, "passwordChanged", by);
    });
  }

  removeUser(name: string, by: string): Promise<void> {
    return this.#serially(async () => {
      const user = knownUser(this.users, name);
      await this.#document.change({ users: withoutUser(this.users, name) });
      this.#ports.userEnded(user.name);
      await this.#recordUser(user.name, "removed", by);
    });
  }

  /** Before an image is made of this computer: each copy makes its own certificate. Users and settings stay. */
  forgetIdentity(): Promise<void> {
    return this.#serially(() => this.#identity.forget());
  }

  async #listen({ address, port }: ListenAddress): Promise<void> {
    await this.#ports.listener.listen({ address, port, identity: await this.#identity.readOrMake() });
  }

  /** A setting that the disk does not take is not in force either. */
  async #keep(
    after: Pick<AdminFacts, "enabled" | "port" | "address">,
    before: AdminFacts,
    by: string,
  ): Promise<void> {
    const { enabled, port, address } = after;
    if (enabled === before.enabled && port === before.port && address === before.address) return;
    try {
      await this.#document.change(after);
    } catch (error) {
      if (before.enabled) await this.#listen(before);
      else await this.#ports.listener.listen(null);
      throw error;
    }
    const time = this.#ports.clock.now();
    await this.#ports.record({ id: EventId.adminChanged, time, enabled, port, by });
  }

  #recordPassword(password: string): ReturnType<typeof recordPassword> {
    return recordPassword(password, this.#ports.random, this.#ports.derive);
  }

  async #recordUser(user: string, change: "added" | "passwordChanged" | "removed", by: string) {
    const time = this.#ports.clock.now();
    await this.#ports.record({ id: EventId.userChanged, time, user, change, by });
  }

  /** One change after another: each is made of what the one before has left. */
  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
