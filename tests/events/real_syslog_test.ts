import assert from "node:assert/strict";
import { openSyslog, type SyslogSender } from "../../src/adapters/network/syslog_sender.ts";
import { syslogMessage, type SyslogTarget } from "../../src/events/syslog.ts";
import { EventId } from "../../src/policy/events.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { needProgram } from "../support/programs/need_program.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";

const NAME = String.raw`B\u00fcro "3"] \ x`;
const entries = [
  {
    source: "journal",
    n: 1,
    product: "Editor",
    event: { ...machineEvent(3), name: NAME, time: Date.UTC(2027, 0, 1) },
  },
  {
    source: "faults",
    n: 2,
    product: null,
    event: { id: EventId.hostStarted, time: 5, version: "1" } as const,
  },
];

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** rsyslog, which prints what it has understood as a line of JSON a message. */
function configuration(folder: string, port: number): string {
  const members = ["hostname", "app-name", "msgid", "pri", "msg"].map((name) =>
    `property(name="${name}" outname="${name}" format="jsonf") constant(value=",")`
  );
  return `global(workDirectory="${folder}")
module(load="imudp") module(load="imptcp") module(load="mmpstrucdata")
template(name="json" type="list") {
  constant(value="{") ${
    members.join(" ")
  } constant(value="\\"data\\":") property(name="$!all-json") constant(value="}\\n")
}
ruleset(name="all") { action(type="mmpstrucdata") action(type="omfile" file="/dev/stdout" template="json") }
input(type="imudp" address="127.0.0.1" port="${port}" ruleset="all")
input(type="imptcp" address="127.0.0.1" port="${port}" ruleset="all")
`;
}

/** It takes messages once it has read its configuration. */
async function openWhenReady(target: SyslogTarget): Promise<SyslogSender> {
  for (let tries = 0;; tries++) {
    try {
      return await openSyslog(target);
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

Deno.test("rsyslog understands what is sent, over TCP and over UDP, field by field", async () => {
  await needProgram("rsyslogd", "syslog is tested with rsyslog", "rsyslog");
  await using folder = await TempFolder.make();
  const port = freePort();
  await Deno.writeTextFile(`${folder.path}/rsyslog.conf`, configuration(folder.path, port));
  await using rsyslog = new Deno.Command("rsyslogd", {
    args: ["-n", "-f", `${folder.path}/rsyslog.conf`, "-i", `${folder.path}/pid`],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = linesOf(rsyslog.stdout);
  for (const transport of ["tcp", "udp"] as const) {
    const sender = await openWhenReady({ transport, host: "127.0.0.1", port });
    await sender.send(entries.map((entry) => syslogMessage(entry, "kms-1")));
    await sender.close();
    for (const { event, source, product } of entries) {
      const { value } = await lines.next();
      const { hostname, msgid, pri, msg, data, ...others } = JSON.parse(value!);
      assert.deepEqual([hostname, others["app-name"], msgid], ["kms-1", "kms", String(event.id)], transport);
      assert.equal(Number(pri), event.id === EventId.hostStarted ? 29 : 30);
      const own = data["rfc5424-sd"]["kms@32473"];
      assert.equal(own.source, source);
      if (product === null) assert.equal(own.version, "1");
      else assert.deepEqual([own.name, own.product, own.result], [NAME, product, "0x00000000"]);
      assert.match(msg, product === null ? /host started/ : /activated .* for Editor/);
    }
  }
  await lines.return(undefined);
});
