/** What load.c plays; its defaults where nothing is said. */
export interface LoadOptions {
  readonly clients: number;
  readonly milliseconds: number;
  /** Requests of a connection that wait for their replies. */
  readonly inFlight?: number;
  /** Exchanges of a connection; 16 at most. */
  readonly exchanges?: number;
  readonly machines?: number;
  readonly nameBytes?: number;
  /** Between two connections. */
  readonly pauseMicroseconds?: number;
  /** Nothing is recorded of what is asked. */
  readonly probe?: boolean;
}

/** Whom it asks. */
export interface Target {
  readonly port: number;
  readonly productId: string;
  readonly hostKey: string;
}

/** What load.c saw. Times are in microseconds. */
export interface Load {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Connections that failed. */
  readonly errors: number;
  /** Answers that were not "activated". */
  readonly refused: number;
  /** Replies whose signature was checked, and those of them whose signature was not the host's. */
  readonly checked: number;
  readonly forged: number;
  /** Of an exchange. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Runs load.c to its end, whatever it sees. Rejects where it gives up. */
export async function runLoad(program: string, target: Target, options: LoadOptions): Promise<Load> {
  const values: Record<string, string | number | undefined> = {
    port: target.port,
    product: target.productId,
    "host-key": target.hostKey,
    clients: options.clients,
    milliseconds: options.milliseconds,
    "in-flight": options.inFlight,
    exchanges: options.exchanges,
    machines: options.machines,
    "name-bytes": options.nameBytes,
    "pause-us": options.pauseMicroseconds,
  };
  const args = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, `${value}`]
  );
  if (options.probe === true) args.push("--probe");
  const { stdout, stderr, success } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`the clients gave up: ${new TextDecoder().decode(stderr).trim()}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Figures count only where everything was answered as it should be. */
export function sound(load: Load): Load {
  const { answers, errors, refused, checked, forged } = load;
  if (answers === 0 || errors > 0 || refused > 0 || checked === 0 || forged > 0) {
    throw new Error(`what was measured does not count: ${JSON.stringify(load)}`);
  }
  return load;
}
