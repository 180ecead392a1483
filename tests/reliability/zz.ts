import { RunningProgram } from "./abuse/running_program.ts";
import { ChildProgram } from "../support/programs/child_process.ts";
await using program = await RunningProgram.start();
console.log("base", await program.memory());
await using strangers = new ChildProgram("abusing_child.ts", [
  String(program.port),
  program.productId.toHex(),
  "10000",
]);
console.log(await strangers.line());
for (let i = 0; i < 12; i++) {
  const m = await program.memory();
  console.log(i, m.now / 1e6 | 0, m.peak / 1e6 | 0);
  await new Promise((r) => setTimeout(r, 2000));
}
