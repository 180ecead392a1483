/** What reports over a journal cost at the least: reads the segments of a folder, one after another, and parses each line. */
const [folder] = Deno.args;
let events = 0;
for (const { name } of Deno.readDirSync(folder!)) {
  if (!/^journal-\d+\.jsonl$/.test(name)) continue;
  for (const line of Deno.readTextFileSync(`${folder}/${name}`).split("\n")) {
    if (line !== "" && JSON.parse(line).id !== undefined) events += 1;
  }
}
console.log(events);
