import { type Runs, type Service, SERVICES } from "./service.ts";
import { escapeXml, unescapeXml } from "./xml.ts";

/** The accounts that Windows has for services, by their numbers, which are the same in every language. */
export const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = {
  "LOCAL SERVICE": "S-1-5-19",
  "NETWORK SERVICE": "S-1-5-20",
  "SYSTEM": "S-1-5-18",
};

/** The definition of a task that starts with the computer, for schtasks /Create /XML. */
export function encodeTask({ user, folder, executable }: Service, runs: Runs = SERVICES.host): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<!-- Written by kms service install, which writes it anew. -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>KMS host: volume activation</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${escapeXml(accountNumber(user))}</UserId>
      <LogonType>${Object.hasOwn(SERVICE_ACCOUNTS, user) ? "ServiceAccount" : "S4U"}</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(executable)}</Command>
      <Arguments>${escapeXml(`--state "${argument(folder)}" ${runs.words.join(" ")}`)}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** The service that a task's definition describes; undefined for one that kms did not write. */
export function decodeTask(text: string, runs: Runs = SERVICES.host): Service | undefined {
  const element = (name: string) => {
    const content = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
    return content === undefined ? undefined : unescapeXml(content);
  };
  const [user, executable] = [element("UserId"), element("Command")];
  const [, folder, words] = /^--state "([^"]*)" (.*)$/.exec(element("Arguments") ?? "") ?? [];
  if (user === undefined || executable === undefined || folder === undefined) return undefined;
  if (words !== runs.words.join(" ")) return undefined;
  return { user: accountOf(user), folder: folder.replace(/(\\+)\1$/, "$1"), executable };
}

/** A backslash before the closing quote would escape it. */
function argument(text: string): string {
  return text.replace(/\\+$/, "$&$&");
}

function accountNumber(user: string): string {
  return Object.hasOwn(SERVICE_ACCOUNTS, user) ? SERVICE_ACCOUNTS[user]! : user;
}

function accountOf(user: string): string {
  return Object.entries(SERVICE_ACCOUNTS).find(([, id]) => id === user)?.[0] ?? user;
}
