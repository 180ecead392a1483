import { initAuthority, openAuthority } from "../../src/app/folders/authority_folder.ts";
import { openConsole } from "../../src/app/consoles/open_console.ts";
import { startHost } from "../../src/app/serving/start_host.ts";
import { fromHex } from "../../src/protocol/bytes.ts";

const PRODUCTS = JSON.stringify([{ name: "Measured", kind: "server", threshold: 1, countVirtual: true }]);

/** An activated host in a folder of its own on the disk that temporary files are on. */
export async function startDemoHost() {
  const folder = await Deno.makeTempDir({ prefix: "kms-bench-" });
  const { products } = await initAuthority(`${folder}/authority`, {
    publisher: "Bench",
    url: null,
    products: PRODUCTS,
  });
  const authority = await openAuthority(`${folder}/authority`);
  const host = await startHost({
    folder: `${folder}/host`,
    address: "127.0.0.1",
    port: 0,
    note: console.error,
  });
  const console_ = await openConsole(`${folder}/host`, false);
  await console_.call("installLicence", { text: await authority.licenceFile(), acceptNewRoots: false });
  await console_.call("installKey", { key: await authority.issueKey("host", []) });
  const { installationId } = await console_.call("installationId", {});
  await console_.call("confirm", { confirmationId: await authority.confirm(installationId) });
  await console_[Symbol.asyncDispose]();
  return {
    folder: `${folder}/host`,
    port: host.listening.port,
    licenceFile: `${folder}/authority/publisher.lic`,
    productId: fromHex(products[0]!.id, 16, "product ID"),
    async stop() {
      await host.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
