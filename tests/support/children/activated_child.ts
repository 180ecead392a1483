import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { initAuthority, openAuthority } from "../../../src/app/folders/authority_folder.ts";

const PRODUCTS =
  `[{ "name": "Editor", "kind": "client", "threshold": 2 }, { "name": "Server", "kind": "server", "threshold": 1 }]`;

/** Makes a publisher and a host that it has activated, in `authority` and `host` of the folder that is named, by this process's clock. */
const [folder] = Deno.args;
await initAuthority(`${folder}/authority`, { publisher: "Example", url: null, products: PRODUCTS });
const authority = await openAuthority(`${folder}/authority`);
const { products } = await authority.read();
const licence = await authority.licenceFile();
{
  await using console = await openConsole(`${folder}/host`, true);
  await console.call("installLicence", { text: licence, acceptNewRoots: false });
  await console.call("installKey", { key: await authority.issueKey("host", []) });
  const { installationId } = await console.call("installationId", {});
  await console.call("confirm", { confirmationId: await authority.confirm(installationId) });
}
await Deno.writeTextFile(`${folder}/publisher.lic`, licence);
const editorKey = await authority.issueKey("client", ["Editor"]);
console.log(JSON.stringify({ server: products.find(({ name }) => name === "Server")?.id, editorKey }));
