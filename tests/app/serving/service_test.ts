import assert from "node:assert/strict";
import {
  carryOut,
  planService,
  type ServicePlan,
  type ServiceRequest,
  serviceStatus,
} from "../../../src/app/serving/service.ts";
import { FakeSystem } from "../../support/fakes/fake_system.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { asRoot } from "../../support/programs/strangers.ts";

const UNIT = "/etc/systemd/system/kms.service";
const ON_LINUX = Deno.build.os === "linux";
/** Users that every Linux has besides root. */
const [USER, OTHER] = ["daemon", "bin"] as const;

const request = (action: ServiceRequest["action"], changes: Partial<ServiceRequest> = {}) => ({
  action,
  role: "host" as const,
  folder: undefined,
  user: undefined,
  purge: false,
  ...changes,
});

/** Does what `kms service` does, by a program at hand, on a computer of its own. */
async function act(
  system: FakeSystem,
  action: ServiceRequest["action"],
  changes: Partial<ServiceRequest> = {},
) {
  await carryOut(await planned(system, request(action, changes)), system.commands);
}

async function planned(system: FakeSystem, request: ServiceRequest): Promise<ServicePlan> {
  const before = Deno.env.get("KMS_EXECUTABLE");
  Deno.env.set("KMS_EXECUTABLE", new URL("../../support/programs/programs.ts", import.meta.url).pathname);
  try {
    return await planService(request, system.commands);
  } finally {
    if (before === undefined) Deno.env.delete("KMS_EXECUTABLE");
    else Deno.env.set("KMS_EXECUTABLE", before);
  }
}

async function ownerOf(path: string): Promise<number | null> {
  return (await Deno.lstat(path)).uid;
}

Deno.test({
  name: "a service is installed, moved to another user, and uninstalled with its state left, then purged",
  ignore: !ON_LINUX,
  async fn() {
    if (!asRoot()) return;
    await using system = await FakeSystem.make();
    const folder = `${system.root}/var/lib/kms`;
    await act(system, "install", { user: USER });
    assert.match(await system.read(UNIT), /^User=daemon$/m);
    assert.equal((await Deno.stat(`${system.root}/usr/local/bin/kms`)).mode! & 0o777, 0o755);
    assert.equal((await Deno.stat(folder)).mode! & 0o777, 0o700);
    assert.equal(await ownerOf(folder), 1);
    const started = ["daemon-reload", "enable kms.service", "restart kms.service"].map((words) =>
      `systemctl ${words}`
    );
    assert.deepEqual(await system.calls(), started);

    await Deno.writeTextFile(`${folder}/lock`, "");
    await Deno.writeTextFile(`${folder}/state.json`, "{}");
    await act(system, "install", { user: OTHER });
    assert.match(await system.read(UNIT), /^User=bin$/m);
    assert.equal(await ownerOf(`${folder}/state.json`), 2);
    assert.deepEqual((await system.calls()).slice(3), ["systemctl stop kms.service", ...started]);

    await act(system, "uninstall");
    await assert.rejects(() => system.read(UNIT), Deno.errors.NotFound);
    await Deno.lstat(`${folder}/state.json`);
    await act(system, "install", { user: OTHER });
    await act(system, "uninstall", { purge: true });
    await assert.rejects(() => Deno.lstat(folder), Deno.errors.NotFound);
  },
});

Deno.test({
  name: "host and client are both installed, each on a folder of its own, and told apart",
  ignore: !ON_LINUX,
  async fn() {
    if (!asRoot()) return;
    await using system = await FakeSystem.make();
    const client = { role: "client", user: OTHER } as const;
    await act(system, "install", { user: USER });
    const taken = await operationErrorOf(() => act(system, "install", client));
    assert.equal(
      taken.message,
      "Cannot make a client's service on /var/lib/kms: it is the host's state folder",
    );
    assert.match(taken.remedy ?? "", /--state DIR, such as \/var\/lib\/kms-client$/);

    await act(system, "install", { ...client, folder: "/var/lib/kms-client" });
    const unit = "/etc/systemd/system/kms-client.service";
    assert.match(await system.read(unit), /--state \/var\/lib\/kms-client client run$/m);
    assert.match(await system.read(UNIT), /--state \/var\/lib\/kms serve$/m);
    const both = [
      await serviceStatus("host", system.commands),
      await serviceStatus("client", system.commands),
    ];
    assert.deepEqual(both.map(({ service }) => service?.user), [USER, OTHER]);

    await act(system, "restart", client);
    assert.equal((await system.calls()).at(-1), "systemctl restart kms-client.service");
    await act(system, "uninstall", { ...client, purge: true });
    await assert.rejects(() => Deno.lstat(`${system.root}/var/lib/kms-client`), Deno.errors.NotFound);
    await Deno.lstat(`${system.root}/var/lib/kms`);
    await system.read(UNIT);
  },
});

Deno.test({
  name: "a folder in which a host has worked is no client's, and one in which a client has run is",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    for (const [name, file] of [["a", "state.json"], ["b", "client-run.lock"]] as const) {
      await Deno.mkdir(`${system.root}/srv/${name}`, { recursive: true });
      await Deno.writeTextFile(`${system.root}/srv/${name}/${file}`, "");
    }
    const wish = (folder: string) => request("install", { role: "client", folder });
    const error = await operationErrorOf(() => planned(system, wish("/srv/a")));
    assert.equal(error.message, "Cannot make a client's service on /srv/a: it is the host's state folder");
    await planned(system, wish("/srv/b"));
  },
});

Deno.test({
  name: "what is missing of the client's service is told with the command that is its own",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    await Deno.writeTextFile(
      system.root + UNIT,
      "[Service]\nUser=kms\nExecStart=/usr/local/bin/kms --state /srv/kms serve\n",
    );
    const error = await operationErrorOf(() => act(system, "start", { role: "client" }));
    assert.equal(error.remedy, "kms service install --client");
  },
});

Deno.test({
  name: "a step that fails ends the installation, and installing again goes on from there",
  ignore: !ON_LINUX,
  async fn() {
    if (!asRoot()) return;
    await using system = await FakeSystem.make();
    await system.program("systemctl", "echo 'No space left on device' >&2; exit 1");
    const error = await operationErrorOf(() => act(system, "install", { user: USER }));
    assert.equal(error.message, "Cannot run systemctl daemon-reload: No space left on device");
    await system.program("systemctl", "exit 0");
    await act(system, "install");
    assert.match(await system.read(UNIT), /^User=daemon$/m);
  },
});

Deno.test({
  name: "the status says what is installed and what systemd answers",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    assert.deepEqual(await serviceStatus("host", system.commands), {
      definition: UNIT,
      service: null,
      enabled: false,
      running: false,
    });
    await Deno.writeTextFile(
      system.root + UNIT,
      "[Service]\nUser=kms\nExecStart=/usr/local/bin/kms --state /srv/kms serve\n",
    );
    const answers = [["enabled", "active", true, true], ["disabled", "activating", false, false]] as const;
    for (const [enabled, active, isEnabled, isRunning] of answers) {
      await system.program("systemctl", `case $1 in is-enabled) echo ${enabled};; *) echo ${active};; esac`);
      const status = await serviceStatus("host", system.commands);
      assert.deepEqual([status.enabled, status.running], [isEnabled, isRunning]);
      assert.equal(status.service?.folder, "/srv/kms");
    }
  },
});

Deno.test({
  name: "a service of the same name that kms did not install is left alone, and named",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    const foreign = "[Service]\nUser=kms\nExecStart=/usr/bin/another-kms\n";
    await Deno.writeTextFile(system.root + UNIT, foreign);
    for (const action of ["install", "uninstall", "stop"] as const) {
      const error = await operationErrorOf(() => act(system, action));
      assert.equal(error.message, `Cannot handle the service: ${UNIT} is not as kms writes it`);
    }
    assert.equal(await system.read(UNIT), foreign);
    assert.deepEqual(await system.calls(), []);
  },
});

Deno.test({
  name:
    "what is not installed cannot be started, stopped, restarted or uninstalled, whatever is to be purged",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    await Deno.mkdir(`${system.root}/var/lib/kms`, { recursive: true });
    for (const action of ["start", "stop", "restart", "uninstall"] as const) {
      for (const folder of [undefined, "/etc"]) {
        const error = await operationErrorOf(() => act(system, action, { purge: true, folder }));
        assert.equal(error.message, `Cannot ${action} the service: it is not installed`);
      }
    }
    await Deno.lstat(`${system.root}/var/lib/kms`);
    assert.deepEqual(await system.calls(), []);
  },
});

Deno.test({
  name: "a folder of other things is refused before anything is planned, to be installed on and to be purged",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    await Deno.mkdir(`${system.root}/var/lib/dpkg/info`, { recursive: true });
    for (const file of ["/etc/passwd", "/var/lib/dpkg/lock"]) {
      await Deno.writeTextFile(system.root + file, "");
    }
    for (const folder of ["/", "/etc", "/var/lib", "/var/lib/dpkg", "/etc/passwd"]) {
      const error = await operationErrorOf(() => act(system, "install", { folder }));
      assert.match(
        error.message,
        /^Cannot take .* for a state folder: it (holds other things|is no folder)$/,
      );
      assert.match(error.remedy ?? "", /--state DIR/);
    }
    await Deno.writeTextFile(
      system.root + UNIT,
      "[Service]\nUser=kms\nExecStart=/usr/local/bin/kms --state /etc serve\n",
    );
    const error = await operationErrorOf(() => act(system, "uninstall", { purge: true }));
    assert.match(error.message, /etc for a state folder: it holds other things$/);
    await system.read("/etc/passwd");
    assert.deepEqual(await system.calls(), []);
  },
});

Deno.test({
  name: "a service is planned on a folder that is not there, that is empty, and that kms has worked on",
  ignore: !ON_LINUX,
  async fn() {
    await using system = await FakeSystem.make();
    const files = ["lock", "state.json", "secrets.json", "client.json", "journal-00000001.jsonl"];
    for (const [i, file] of files.entries()) {
      await Deno.mkdir(`${system.root}/srv/${i}`, { recursive: true });
      await Deno.writeTextFile(`${system.root}/srv/${i}/${file}`, "");
    }
    await Deno.mkdir(`${system.root}/srv/empty`);
    for (const name of [...files.keys(), "empty", "nowhere"]) {
      await planned(system, request("install", { folder: `/srv/${name}` }));
    }
  },
});
