import type { ServicePlan, ServiceStatus } from "../../app/serving/service.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Action } from "../../service/plan.ts";
import type { ServiceRole } from "../../service/service.ts";
import { commandLine, describeStep, type Step } from "../../service/steps.ts";
import { type Command, command, family } from "../command.ts";
import { printNote, printResult, UsageError } from "../output.ts";
import type { CommonOptions } from "../session.ts";

const CLIENT = {
  client: {
    type: "boolean",
    default: false,
    describe: "the client's service, kms client run, and not the host's",
  },
} as const;
const DRY_RUN = {
  ...CLIENT,
  "dry-run": { type: "boolean", default: false, describe: "print what would be done, and do nothing" },
} as const;

const install = command({
  words: "install",
  summary: "Install or update the service, and start it",
  hereOnly: true,
  options: { ...DRY_RUN, user: { type: "string", describe: "user that it runs as" } },
  run: (options) => act("install", options),
});

const uninstall = command({
  words: "uninstall",
  summary: "Stop the service and remove it; its state stays",
  hereOnly: true,
  options: {
    ...DRY_RUN,
    purge: { type: "boolean", default: false, describe: "remove the state folder too" },
  },
  run: (options) => act("uninstall", options),
});

const start = actionCommand("start", "Start the service");
const stop = actionCommand("stop", "Stop it, once what is under way is answered");
const restart = actionCommand("restart", "Stop and start it");

const status = command({
  words: "status",
  summary: "How the service stands; exit status 1 unless it runs",
  hereOnly: true,
  options: CLIENT,
  async run({ json, client }) {
    const { serviceCommand, serviceStatus } = await import("../../app/serving/service.ts");
    const role = roleOf(client);
    const found = await serviceStatus(role);
    printResult(json, found, statusLines(found));
    if (found.running) return;
    throw found.service === null
      ? new OperationError("The service is not installed", { remedy: serviceCommand("install", role) })
      : new OperationError("The service does not run", { remedy: serviceCommand("start", role) });
  },
});

export const service = family("service", "The KMS host, or the client, as a service of this system", [
  install,
  uninstall,
  start,
  stop,
  restart,
  status,
]);

function actionCommand(action: Action, summary: string): Command {
  return command({
    words: action,
    summary,
    hereOnly: true,
    options: DRY_RUN,
    run: (options) => act(action, options),
  });
}

interface ActOptions extends CommonOptions {
  readonly client: boolean;
  readonly dryRun: boolean;
  readonly purge?: boolean;
}

async function act(action: Action, options: ActOptions): Promise<void> {
  const { carryOut, planService, requireAdministrator } = await import("../../app/serving/service.ts");
  const { user, purge = false, json } = options;
  const folder = namedFolder(options);
  const role = roleOf(options.client);
  if (!options.dryRun) await requireAdministrator(action, role);
  const plan = await planService({ action, role, folder, user, purge });
  if (options.dryRun) return printResult(json, plan, plan.steps.flatMap(stepLines));
  for (const step of plan.steps) {
    if (step.kind === "copyExecutable") printNote(`kms: the program is copied to ${step.to}`);
  }
  await carryOut(plan);
  printResult(json, { action, role, service: plan.service }, doneLines(plan, purge));
}

function roleOf(client: boolean): ServiceRole {
  return client ? "client" : "host";
}

/** The service's own default is the system's folder, whoever types the command. */
function namedFolder({ state }: Pick<CommonOptions, "state">): string | undefined {
  const named = state ?? (Deno.env.get("KMS_STATE") || undefined);
  if (named === "") throw new UsageError("--state needs the name of a folder");
  return named;
}

function stepLines(step: Step): string[] {
  switch (step.kind) {
    case "require":
      return [];
    case "write":
      return [`${describeStep(step)}:`, ...step.text.trimEnd().split("\n").map((line) => `    ${line}`)];
    case "makeUser":
      return [`${describeStep(step)}:`, ...step.commands.map((one) => `    ${commandLine(one)}`)];
    default:
      return [describeStep(step)];
  }
}

function doneLines({ action, role, service }: ServicePlan, purge: boolean): string[] {
  switch (action) {
    case "install":
      return [
        "The service is installed, starts with the computer, and was started.",
        ...placeLines(service),
        role === "host"
          ? "Next: kms /ilc FILE, kms /ipk KEY and kms /ato; how it stands: kms service status"
          : "Next: kms /ilc FILE and kms /ipk KEY, on that folder; how it stands: kms client status",
      ];
    case "uninstall":
      return [
        "The service is removed.",
        ...(purge ? [] : [`Its state stays in ${service.folder}, its program is ${service.executable}.`]),
      ];
    case "start":
      return ["The service was started."];
    case "stop":
      return ["The service was stopped."];
    case "restart":
      return ["The service was started anew."];
  }
}

function statusLines({ definition, service, enabled, running }: ServiceStatus): string[] {
  if (service === null) return ["Installed: no"];
  return [
    "Installed: yes",
    `Starts with the computer: ${enabled ? "yes" : "no"}`,
    `Running: ${running ? "yes" : "no"}`,
    `    Definition: ${definition}`,
    ...placeLines(service),
  ];
}

function placeLines(service: ServicePlan["service"]): string[] {
  return [
    `    Program: ${service.executable}`,
    `    User: ${service.user}`,
    `    State folder: ${service.folder}`,
  ];
}
