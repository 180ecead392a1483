import { commandOf, readCommand, type Runs, type Service, SERVICES, STATE_NAME } from "./service.ts";

/** Where systemd itself makes the state folder. */
const STATE_FOLDER = `/var/lib/${STATE_NAME}`;

export function cacheFolder({ name }: Runs): string {
  return `/var/cache/${name}`;
}

/** What only a host needs. */
const HOST_LIMITS = `LimitNOFILE=65536
# the host may take back the priority that it gave up
LimitNICE=+0
`;

/**
 * The unit of a service (systemd.unit(5)). Not MemoryDenyWriteExecute: V8 writes the code that it runs. Not ProcSubset=pid nor
 * PrivateNetwork: the hardware is told from /proc/cpuinfo and the network interfaces, and must look the same inside and outside.
 */
export function encodeUnit(service: Service, runs: Runs = SERVICES.host): string {
  const command = commandOf(service, runs).map(commandWord).join(" ");
  return `# Written by kms service install, which writes it anew. Changes of your own: systemctl edit ${runs.name}
[Unit]
Description=${runs.title}: volume activation
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
User=${service.user}
ExecStart=${command}
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
# SIGTERM goes to the program alone, which ends what is under way (a host within 20 seconds, with its checkpoint)
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec=30
${runs === SERVICES.host ? HOST_LIMITS : ""}
UMask=0077
${stateDirectives(service.folder)}
# a self-extracting program unpacks itself there, once
CacheDirectory=${runs.name}
CacheDirectoryMode=0700
Environment=XDG_CACHE_HOME=${cacheFolder(runs)}

NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
# V8 guards its code with memory protection keys
SystemCallFilter=@system-service @pkey
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

/** The service that a unit defines; undefined for one that kms did not write. */
export function decodeUnit(text: string, runs: Runs = SERVICES.host): Service | undefined {
  const user = directive(text, "User");
  const command = readCommand(splitWords(directive(text, "ExecStart") ?? ""), runs);
  if (user === undefined || !/^\S+$/.test(user) || command === undefined) return undefined;
  return { user, ...command };
}

/** What the first line of that name says. Lines end with a newline alone: to a regular expression other characters end one too. */
function directive(text: string, name: string): string | undefined {
  return text.split("\n").find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
}

function stateDirectives(folder: string): string {
  return folder === STATE_FOLDER
    ? `StateDirectory=${STATE_NAME}\nStateDirectoryMode=0700`
    : `ReadWritePaths=${word(folder)}`;
}

/** A word of a directive: quoted where it must be, with no specifier in it. */
function word(text: string): string {
  const escaped = text.replaceAll("%", "%%").replace(/[\\"]/g, "\\$&");
  return /^[\w./:@+,-]+$/.test(text) ? text : `"${escaped}"`;
}

/** A word of a command, in which `$` would be a variable too. */
function commandWord(text: string): string {
  return word(text).replaceAll("$", "$$$$");
}

function splitWords(command: string): string[] {
  return [...command.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gs)].map(([, quoted, bare]) =>
    quoted === undefined ? bare! : quoted.replace(/\\(.)/gs, "$1").replaceAll("$$", "$").replaceAll("%%", "%")
  );
}
