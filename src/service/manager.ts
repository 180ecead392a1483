import type { Service } from "./service.ts";
import type { Command, Step, WriteFile } from "./steps.ts";

/** Where a platform has the parts of the service, and the user that it runs as unless another is named. */
export interface Places {
  readonly definition: string;
  readonly executable: string;
  readonly folder: string;
  readonly user: string;
}

/** The program of the system that starts and ends services: systemd, launchd, Task Scheduler. */
export interface ServiceManager {
  readonly places: Places;
  readonly encoding: WriteFile["encoding"];
  /** Windows replaces no program that runs. */
  readonly stopsToCopy: boolean;
  encode(service: Service): string;
  /** Undefined for a definition that kms did not write. */
  decode(text: string): Service | undefined;
  /** What must be there before anything is done. */
  readonly requires: readonly Step[];
  makeUser(service: Service): readonly Step[];
  /** Folders besides the state folder, and rights that are no owner's. */
  prepare(service: Service): readonly Step[];
  /** After the definition was written: takes it, has it started with the computer, and starts it or starts it anew. */
  readonly enable: readonly Step[];
  readonly start: readonly Step[];
  readonly stop: readonly Step[];
  readonly restart: readonly Step[];
  /** Before the definition is removed: as if it had never been enabled, nor run. */
  readonly disable: readonly Step[];
  /** After it was removed. Nothing of it may fail: without the definition there is no second try. */
  readonly forget: readonly Step[];
  readonly status: StatusQuery;
}

/** How to ask whether the service starts with the computer, and whether it runs. */
export interface StatusQuery {
  readonly enabled: Command;
  isEnabled(answer: string): boolean;
  readonly active: Command;
  isActive(answer: string): boolean;
}
