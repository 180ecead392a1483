import type { Administration } from "../../admin/administration.ts";
import { SignIn } from "../../admin/sign_in.ts";
import type { ApiServices } from "../../api/server.ts";
import { scrypt } from "../../crypto/scrypt.ts";
import type { Host } from "../../host/host.ts";
import { TlsAdminListener } from "./admin_listener.ts";
import { openAdministration, recordOrNote } from "./open_administration.ts";
import { answerRemote } from "./remote_answer.ts";

/** Remote administration of a running host: its settings and users, its listener, and who has signed in. */
export class RemoteAdmin {
  readonly #host: Host;
  readonly #note: (text: string) => void;
  readonly #listener: TlsAdminListener;
  readonly #signIn: SignIn;
  #administration: Administration | undefined;
  #opening: Promise<Administration> | undefined;
  /** What those who have signed in may use. */
  #services: (() => Promise<ApiServices>) | undefined;

  constructor(host: Host, note: (text: string) => void) {
    const { clock, timer, random } = host.ports;
    this.#host = host;
    this.#note = note;
    this.#signIn = new SignIn({
      clock,
      timer,
      random,
      derive: scrypt,
      users: () => this.#administration?.users ?? [],
      record: (event) => void recordOrNote(host, event, note),
    });
    const check = this.#signIn.check.bind(this.#signIn);
    this.#listener = new TlsAdminListener({
      timer,
      note,
      answer: async (request, sender, ending) =>
        await answerRemote(await this.#services!(), check, request, sender, ending),
    });
  }

  /** Rejects with OperationError while its document is damaged. */
  open(): Promise<Administration> {
    this.#opening ??= this.#read().finally(() => this.#opening = undefined);
    return this.#opening;
  }

  /** Listens where that is switched on. Where it cannot be done that is said, and the host serves its clients all the same. */
  async start(services: () => Promise<ApiServices>): Promise<void> {
    this.#services = services;
    try {
      await (await this.open()).start();
      const { listening } = this.#listener;
      if (listening !== null) {
        this.#note(`remote administration on ${listening.address} port ${listening.port}`);
      }
    } catch (error) {
      this.#note(`no remote administration: ${error instanceof Error ? error.message : error}`);
    }
  }

  async stop(): Promise<void> {
    await this.#listener.stop();
    this.#signIn.stop();
  }

  async #read(): Promise<Administration> {
    this.#administration ??= await openAdministration(this.#host, {
      listener: this.#listener,
      userEnded: (name) => this.#signIn.forget(name),
      note: this.#note,
    });
    return this.#administration;
  }
}
