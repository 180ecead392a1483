/** The powers that reach the core from outside. Adapters implement them; tests pass their own. */

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** Measures how long something takes, whatever the clock is set to. */
export interface Stopwatch {
  /** Milliseconds since some moment of this process; they never go back. */
  elapsed(): number;
}

export interface Random {
  /** Bytes that nobody can foresee. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** Waits; a wait that is aborted resolves early. */
export interface Timer {
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The files of one state folder, by name. No symbolic link is followed. */
export interface Disk {
  list(): Promise<string[]>;
  /** Undefined where there is no such file. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Up to `length` bytes from byte `start` on, fewer where the file ends before; they are the caller's own. Undefined where there is no such file. */
  readPart(name: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** In bytes; undefined where there is no such file. */
  size(name: string): Promise<number | undefined>;
  /** A new, empty file (0600) in place of any other of that name. */
  create(name: string): Promise<DiskFile>;
  /** An existing file, to be written at its end. */
  append(name: string): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Cuts an existing file to `size` bytes and syncs it. */
  truncate(name: string, size: number): Promise<void>;
  /** Makes creations, renames and removals durable. */
  syncFolder(): Promise<void>;
}

export interface DiskFile {
  /** Writes all of the bytes, synchronously; throws what the system says. */
  write(bytes: Uint8Array): void;
  /**
   * Resolves once all that was written is on disk (fdatasync). A rejection is final: the file must be reopened. `alone`: nothing else is
   * known to be done meanwhile, so that the thread may wait for it.
   */
  sync(alone?: boolean): Promise<void>;
  close(): void;
}

/** The room that a state folder has. */
export interface DiskSpace {
  /** Bytes that may still be written on the folder's disk. Rejects with what the system says. */
  free(): Promise<number>;
}

/** What can be seen of a folder's disk without a write to it. */
export interface Storage extends DiskSpace {
  /** Why nothing can be written in the folder; undefined where that is not known to be so. */
  refusal(): Promise<string | undefined>;
}

/** One document that is kept durably: JSON or text. Its shape is what lowdb calls an adapter. */
export interface DurableDocument<T> {
  /** Null where there is none yet. Throws DecodeError where it is not what it should be. */
  read(): Promise<T | null>;
  /** Resolves once the document is on disk, whole. A crash leaves the old or the new one. */
  write(value: T): Promise<void>;
  /** Resolves once there is no such document on disk. */
  remove(): Promise<void>;
}

/** One TCP connection. */
export interface Connection {
  /** The other side's address, without its port. */
  readonly remoteAddress: string;
  /** The next bytes, until the next call; null when the other side has ended its stream. */
  read(): Promise<Uint8Array | null>;
  /** Resolves once all bytes are handed to the system. */
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

export interface Network {
  /** Rejects with an Error when nothing answers at `host` and `port` within `timeoutMs`. */
  connect(host: string, port: number, timeoutMs: number): Promise<Connection>;
}

/** Where datagrams go to and come from: an IP address and a port. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** One UDP socket. */
export interface DatagramSocket {
  /** Resolves once the system has the datagram. Rejects where it has no way to the address. */
  send(bytes: Uint8Array, to: SocketAddress): Promise<void>;
  /** The next datagram and who sent it, whoever that is; undefined once `signal` gives the waiting up. */
  receive(signal: AbortSignal): Promise<{ bytes: Uint8Array; from: SocketAddress } | undefined>;
  close(): void;
}

export interface Datagrams {
  /** A socket for that address family on a port that nobody can foresee (RFC 5452, 9.2). */
  open(family: 4 | 6): Promise<DatagramSocket>;
}

/** An interface of this computer that reaches others. */
export interface Link {
  readonly name: string;
  /** IPv4 and IPv6, with the number of bits that all addresses there have in common. */
  readonly addresses: readonly { readonly address: string; readonly prefix: number }[];
}

/** Multicast DNS on all links: the groups 224.0.0.251 and ff02::fb, port 5353, which it shares with others on this computer. */
export interface MulticastSocket extends Pick<DatagramSocket, "receive" | "close"> {
  /** The links that there are now. Those that are new are listened on from now on. */
  links(): readonly Link[];
  /** To all on a link. Resolves once the system has it; a link that is gone takes it too. */
  send(bytes: Uint8Array, link: Link): Promise<void>;
  /** To one. */
  reply(bytes: Uint8Array, to: SocketAddress): Promise<void>;
}

export interface Multicast {
  /** Rejects where the port is not to be had. */
  open(): Promise<MulticastSocket>;
}

/** How a host reaches its publisher's activation service. */
export interface ActivationService {
  /** Sends JSON to `path` below the service's URL and gives back status and JSON. Rejects when nothing answers. */
  post(url: string, path: string, body: unknown): Promise<{ status: number; body: unknown }>;
}

/** What this computer is. */
export interface Machine {
  /** 16 bytes, as in SPEC 3. */
  hardware(): Promise<Uint8Array>;
  isVirtual(): Promise<boolean>;
  name(): string;
}

/** The documents of one folder, by file name. */
export interface DocumentFolder {
  text(name: string): DurableDocument<string>;
  json(name: string): DurableDocument<unknown>;
}

/** Keeps other processes away from a folder while `work` runs. Rejects when it cannot be had within some seconds. */
export interface FolderLock {
  during<T>(work: () => Promise<T>): Promise<T>;
}
