import type { Handlers } from "../../api/routes.ts";
import type { Activity as ActivityView, ACTIVITY_ROUTES } from "../../api/types.ts";
import type { Activity } from "../../host/activity.ts";
import type { Host } from "../../host/host.ts";
import { segmentName, segmentsIn } from "../../journal/segments.ts";
import type { Disk } from "../../ports.ts";
import type { HealthSource } from "./health_handlers.ts";

export type ActivityRoute = keyof typeof ACTIVITY_ROUTES;

/** `activity`: of a host that runs. */
export function activityHandlers(
  host: Host,
  health: HealthSource,
  activity?: Activity,
): Pick<Handlers, ActivityRoute> {
  const closed = new ClosedSegments(host.ports.disk);
  return {
    activity: async () => ({
      time: host.ports.clock.now(),
      ...recentOf(activity),
      ...await filesOf(host, closed),
      freeBytes: (await health.report()).freeBytes ?? null,
    }),
  };
}

function recentOf(activity: Activity | undefined): Pick<ActivityView, "since" | "begins" | "minutes"> {
  if (activity === undefined) return { since: null, begins: null, minutes: [] };
  const { since, begins, minutes } = activity.recent;
  return { since, begins, minutes: [...minutes] };
}

async function filesOf(
  { standing, ports: { disk } }: Host,
  closed: ClosedSegments,
): Promise<Pick<ActivityView, "checkpoint" | "journal">> {
  if (standing === undefined) return { checkpoint: null, journal: null };
  const { position, saved } = standing;
  const journal = await closed.measure();
  return {
    checkpoint: saved === undefined ? null : {
      time: saved.time ?? null,
      event: saved.event,
      machines: saved.machines,
      bytes: await bytesOf(disk, saved.files),
    },
    journal: { ...journal, next: position.n + 1, afterCheckpoint: position.n - (saved?.event ?? 0) },
  };
}

/** Null where a file has just been replaced. */
async function bytesOf(disk: Disk, files: readonly string[]): Promise<number | null> {
  const sizes = await Promise.all(files.map((file) => disk.size(file)));
  return sizes.reduce<number | null>(
    (sum, size) => sum === null || size === undefined ? null : sum + size,
    0,
  );
}

/** Sizes of the journal's segments. A journal may have tens of thousands, of which the last alone grows. */
class ClosedSegments {
  readonly #disk: Disk;
  #sizes = new Map<number, number>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  async measure(): Promise<{ segments: number; bytes: number }> {
    const segments = segmentsIn(await this.#disk.list());
    const sizes = new Map<number, number>();
    for (const segment of segments) {
      const known = segment === segments.at(-1) ? undefined : this.#sizes.get(segment);
      sizes.set(segment, known ?? await this.#disk.size(segmentName(segment)) ?? 0);
    }
    this.#sizes = new Map([...sizes].slice(0, -1));
    return { segments: segments.length, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
  }
}
