import { needProgram } from "../programs/need_program.ts";

/** What the browser says of itself: an answer to a command, or an event. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Events by which a page complains. */
const COMPLAINTS = [
  "Runtime.exceptionThrown",
  "Runtime.consoleAPICalled",
  "Log.entryAdded",
  "Network.loadingFailed",
];
/** Requests that a page makes for anything beside itself count as well. */
const REQUEST = "Network.requestWillBeSent";

export type Scheme = "light" | "dark";

/** A real browser without a window, and one page in it, over the DevTools protocol. */
export class Chromium implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #loaded: (() => void) | undefined;
  #commands = 0;
  /** What pages have complained of, and what else than themselves they have asked for. */
  readonly complaints: string[] = [];

  private constructor(process: Deno.ChildProcess, profile: string, socket: WebSocket) {
    this.#process = process;
    this.#profile = profile;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(data)));
  }

  static async open(): Promise<Chromium> {
    await needProgram("chromium", "the pages are opened in Chromium");
    const profile = await Deno.makeTempDir({ prefix: "kms-chromium-" });
    const process = new Deno.Command("chromium", {
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"].concat(
        ["--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
      ),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const socket = await connectTo(await pageUrl(profile));
    const chromium = new Chromium(process, profile, socket);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await chromium.#send(`${domain}.enable`);
    return chromium;
  }

  /** Opens a file and resolves once all of it is there. */
  async load(path: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loaded = resolve;
    await this.#send("Page.navigate", { url: new URL(path, "file:///").href });
    await promise;
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: T }).value;
  }

  async show(scheme: Scheme, media: "screen" | "print" = "screen"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { media, features });
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  /** PNG. */
  async screenshot(): Promise<Uint8Array> {
    const { data } = await this.#send("Page.captureScreenshot", { format: "png" });
    return Uint8Array.fromBase64(data as string);
  }

  /** PDF, as it says that it is printed. */
  async print(): Promise<Uint8Array> {
    const { data } = await this.#send("Page.printToPDF", { preferCSSPageSize: true });
    return Uint8Array.fromBase64(data as string);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.addEventListener("close", resolve, { once: true }));
    this.#socket.close();
    await closed;
    this.#process.kill("SIGTERM");
    await this.#process.status;
    await removeProfile(this.#profile);
  }

  #send(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>> {
    const id = ++this.#commands;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #hear(message: Message): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
    if (message.method === "Page.loadEventFired") this.#loaded?.();
    if (COMPLAINTS.includes(message.method ?? "")) this.complaints.push(JSON.stringify(message));
    const url = (message.params?.["request"] as { url?: string } | undefined)?.url ?? "";
    if (message.method === REQUEST && !url.startsWith("file:")) this.complaints.push(`asked for ${url}`);
  }
}

/** Helpers of the browser outlive it by a moment, and write into its profile until they end: at most 10 seconds from now. */
async function removeProfile(path: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await Deno.remove(path, { recursive: true });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await Deno.remove(path, { recursive: true });
}

/** The address of its one page, once the browser has written the port down, at most 20 seconds from now. */
async function pageUrl(profile: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const text = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
    const [port] = text.split("\n");
    const pages = port === "" ? [] : await pagesAt(port!);
    const page = pages.find(({ type }) => type === "page");
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Chromium does not start: it has opened no page");
}

async function pagesAt(port: string): Promise<{ type: string; webSocketDebuggerUrl: string }[]> {
  try {
    return await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  } catch {
    return []; // not yet
  }
}

async function connectTo(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  return socket;
}
