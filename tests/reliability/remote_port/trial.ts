import { inForm, type Torture, type Trial } from "../trial.ts";
import { guessesAtASignIn, guessesInAnHour, guessInVain } from "./passwords.ts";
import { everyCallByEveryone } from "./roles.ts";
import { sameTime, sameWork } from "./work.ts";

export const remotePort: Trial = {
  number: 15,
  name: "strangers at the port of remote administration",
  goal:
    "0 let in, 0 bytes of a password to a wrong certificate, no difference between known and unknown users",
  bugs: [
    {
      name: "a call that changes something is open to readers",
      file: "src/api/calls/licensing.ts",
      from: '...PATHS.removeKey,\n    access: "write",',
      to: '...PATHS.removeKey,\n    access: "read",',
      says: /removeKey by a reader is answered with another status/,
    },
    {
      name: "unknown users are refused without work",
      file: "src/admin/sign_in.ts",
      from: "const matches = await matchesPassword(",
      to: "const matches = record !== undefined && await matchesPassword(",
      says: /the derivations that an unknown user costs/,
    },
    {
      name: "the password is sent before the certificate is compared",
      file: "src/adapters/network/tls_client.ts",
      from: "    const socket = await connectChecked(end, check);\n" +
        "    return await exchange(socket, end, { path, method, body, signal, headers });",
      to: "    const socket = await connected(end);\n" +
        "    const answer = await exchange(socket, end, { path, method, body, signal, headers });\n" +
        '    await check((socket.getPeerCertificate().fingerprint256 ?? "").replaceAll(":", "").toLowerCase());\n' +
        "    return answer;",
      says: /[1-9]\d* bytes of the request reached another server/,
    },
  ],
  run: strangersAtThePort,
};

async function strangersAtThePort(torture: Torture): Promise<string> {
  const { seed } = torture;
  const size = inForm(torture, {
    short: { guesses: 300, certificates: 1, connections: 45, odd: 9, network: 1, every: 6, samples: 0 },
    long: {
      guesses: 10_000,
      certificates: 20,
      connections: 20_000,
      odd: 400,
      network: 10_000,
      every: 1,
      samples: 200,
    },
  });
  const whole = size.connections + size.network + size.samples;
  const said = [`${await everyCallByEveryone(seed)} calls by every role as docs/remote.md has it`];
  await sameWork(seed);
  said.push(await guessInVain(seed, size.guesses));
  said.push(
    `${await guessesInAnHour(seed)} an hour from one address, ${await guessesAtASignIn(seed)} at a sign-in`,
  );
  const { meetOtherCertificates } = await import("./certificates.ts");
  said.push(`${await meetOtherCertificates(size.certificates)} swapped certificates, 0 bytes sent`);
  said.push(...await atARealHost(torture, size, (done) => torture.progress(done, whole)));
  if (size.samples === 0) return said.join("; ");
  const timed = (done: number) => torture.progress(size.connections + size.network + done, whole);
  return [...said, await sameTime(seed, size.samples, timed)].join("; ");
}

interface Size {
  readonly connections: number;
  readonly odd: number;
  readonly network: number;
  /** One in so many of the calls and commands that a reader is refused. */
  readonly every: number;
}

async function atARealHost(
  { seed }: Torture,
  { connections, odd, network, every }: Size,
  progress: (done: number) => void,
): Promise<string[]> {
  const { RemoteHost } = await import("../../support/roles/remote_host.ts");
  const { abuseHttp, abuseTls, guessOverTheNetwork } = await import("./abuse.ts");
  const { refuseCalls, refuseCommands } = await import("./refusals.ts");
  await using host = await RemoteHost.start({ alice: "administrator", rita: "reader" });
  const isTurn = (i: number) => (i + seed) % every === 0;
  const calls = await refuseCalls(host, isTurn);
  const commands = await refuseCommands(host, isTurn);
  await abuseTls(host, { seed, connections, progress });
  await abuseHttp(host, seed, odd);
  const guessed = await guessOverTheNetwork(host, {
    seed,
    guesses: network,
    progress: (done) => progress(connections + done),
  });
  if (host.notes.length > 0) throw new Error(`the host complains: ${host.notes.join("; ")}`);
  return [
    `${calls} calls and ${commands} commands refused to a reader by a host that runs`,
    `${connections} malformed beginnings of TLS and ${odd} of HTTP`,
    guessed,
  ];
}
