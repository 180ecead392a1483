import { type Service, SERVICE_NAME } from "./service.ts";
import { escapeXml, unescapeXml } from "./xml.ts";

export const LOG_FOLDER = `/Library/Logs/${SERVICE_NAME}`;
export const CACHE_FOLDER = `/Library/Caches/${SERVICE_NAME}`;

/** The property list of a launch daemon (launchd.plist(5)). */
export function encodePlist({ user, folder, executable }: Service): string {
  const log = `${LOG_FOLDER}/${SERVICE_NAME}.log`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by kms service install, which writes it anew. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(SERVICE_NAME)}
  <key>UserName</key>
  ${string(user)}
  <key>ProgramArguments</key>
  <array>
${[executable, "--state", folder, "serve"].map((word) => `    ${string(word)}\n`).join("")}  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>XDG_CACHE_HOME</key>
    ${string(CACHE_FOLDER)}
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
export function decodePlist(text: string): Service | undefined {
  const user = /<key>UserName<\/key>\s*<string>([^<]*)<\/string>/.exec(text)?.[1];
  const list = /<key>ProgramArguments<\/key>\s*<array>([^]*?)<\/array>/.exec(text)?.[1] ?? "";
  const words = [...list.matchAll(/<string>([^<]*)<\/string>/g)].map(([, word]) => unescapeXml(word!));
  const [executable, option, folder, verb] = words;
  if (user === undefined || executable === undefined || folder === undefined) return undefined;
  return option === "--state" && verb === "serve" && words.length === 4
    ? { user: unescapeXml(user), folder, executable }
    : undefined;
}

function string(text: string): string {
  return `<string>${escapeXml(text)}</string>`;
}
