import { commandOf, readCommand, type Runs, type Service, SERVICES } from "./service.ts";
import { escapeXml, unescapeXml } from "./xml.ts";

export function logFolder({ name }: Runs): string {
  return `/Library/Logs/${name}`;
}

export function cacheFolder({ name }: Runs): string {
  return `/Library/Caches/${name}`;
}

/** The property list of a launch daemon (launchd.plist(5)). */
export function encodePlist(service: Service, runs: Runs = SERVICES.host): string {
  const log = `${logFolder(runs)}/${runs.name}.log`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by kms service install, which writes it anew. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(runs.name)}
  <key>UserName</key>
  ${string(service.user)}
  <key>ProgramArguments</key>
  <array>
${commandOf(service, runs).map((word) => `    ${string(word)}\n`).join("")}  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>XDG_CACHE_HOME</key>
    ${string(cacheFolder(runs))}
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>5</integer>
  <key>ExitTimeOut</key>
  <integer>30</integer>
  <key>SoftResourceLimits</key>
  <dict>
    <key>NumberOfFiles</key>
    <integer>65536</integer>
  </dict>
  <key>Umask</key>
  <integer>${0o077}</integer>
  <key>StandardOutPath</key>
  ${string(log)}
  <key>StandardErrorPath</key>
  ${string(log)}
</dict>
</plist>
`;
}

/** The service that a property list defines; undefined for one that kms did not write. */
export function decodePlist(text: string, runs: Runs = SERVICES.host): Service | undefined {
  const user = /<key>UserName<\/key>\s*<string>([^<]*)<\/string>/.exec(text)?.[1];
  const list = /<key>ProgramArguments<\/key>\s*<array>([^]*?)<\/array>/.exec(text)?.[1] ?? "";
  const words = [...list.matchAll(/<string>([^<]*)<\/string>/g)].map(([, word]) => unescapeXml(word!));
  const command = readCommand(words, runs);
  return user === undefined || command === undefined ? undefined : { user: unescapeXml(user), ...command };
}

function string(text: string): string {
  return `<string>${escapeXml(text)}</string>`;
}
