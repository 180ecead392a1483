import assert from "node:assert/strict";
import { indexPage, pageName } from "../../../src/reports/html/index_page.ts";
import { reportPage } from "../../../src/reports/html/report_page.ts";
import type { Report } from "../../../src/reports/report.ts";
import { Chromium } from "../../support/terminal/chromium.ts";
import { assertDrawn } from "../../support/terminal/drawn_charts.ts";
import { HOSTILE_NAMES } from "../../support/organisation/organisation.ts";
import { SAMPLE_REPORT } from "../../support/samples/sample_report.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";

/** In the place of every text. */
function hostileReport(): Report {
  const names = HOSTILE_NAMES;
  return {
    ...SAMPLE_REPORT,
    title: names[1]!,
    about: names[2]!,
    host: names[4]!,
    publisher: names[1]!,
    notes: [...names, "& &amp; &lt;b&gt;"],
    rows: names.map((machine) => ({ day: "2026-05-01", machine, seen: null, count: 1, virtual: false })),
    charts: SAMPLE_REPORT.charts.map((chart) => ({
      ...chart,
      title: names[1]!,
      categories: chart.axis === "names" ? [names[1]!, names[2]!] : chart.categories,
      series: chart.series.map((series, i) => ({ ...series, name: names[i + 1]! })),
      limits: chart.limits.map((limit) => ({ ...limit, name: names[4]! })),
    })),
  };
}

const GROUND = "getComputedStyle(document.body).backgroundColor";

Deno.test("pages open in Chromium without a complaint, and are drawn as their figures say", async (t) => {
  await using folder = await TempFolder.make();
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(`${folder.path}/${name}`, text);
    return `${folder.path}/${name}`;
  };
  const sample = await write(pageName(SAMPLE_REPORT.name), reportPage(SAMPLE_REPORT, { hasIndex: true }));
  await using chromium = await Chromium.open();

  await t.step("in light and in dark, with other colours", async () => {
    await chromium.show("light");
    await chromium.load(sample);
    const light = await assertDrawn(chromium, SAMPLE_REPORT.charts);
    assert.equal(await chromium.evaluate(GROUND), "rgb(255, 255, 255)");
    await chromium.show("dark");
    const dark = await assertDrawn(chromium, SAMPLE_REPORT.charts);
    assert.notEqual(await chromium.evaluate(GROUND), "rgb(255, 255, 255)");
    assert.equal(light.intersection(dark).size, 0);
  });

  await t.step("on paper they are light, even where the screen is dark", async () => {
    await chromium.show("dark", "print");
    assert.equal(await chromium.evaluate(GROUND), "rgb(255, 255, 255)");
    assert.equal(new TextDecoder().decode((await chromium.print()).slice(0, 5)), "%PDF-");
    await chromium.show("light");
  });

  await t.step("whoever does not see a chart is told its name and its figures", async () => {
    const said = await chromium.evaluate<string[]>(
      `[...document.querySelectorAll("svg.chart")].map((svg) => svg.getAttribute("aria-labelledby").split(" ")
        .map((id) => document.getElementById(id).textContent).join(" "))`,
    );
    assert.match(said[0]!, /^Requests a day Stacked bars: requests from 2026-05-01 to 2026-05-03/);
    const figures = await chromium.evaluate<string[][]>(
      `[...document.querySelector("figure table").rows].map((row) => [...row.cells].map((cell) => cell.textContent))`,
    );
    assert.deepEqual(figures, [
      ["Day", "Writer, Pro", "Server"],
      ["2026-05-01", "30", "10"],
      ["2026-05-02", "0", "20"],
      ["2026-05-03", "10", "0"],
    ]);
  });

  await t.step("names that are markup are shown as they are, and nothing else comes of them", async () => {
    const report = hostileReport();
    await chromium.load(await write("hostile.html", reportPage(report)));
    await assertDrawn(chromium, report.charts);
    const shown = await chromium.evaluate<string[]>(
      `[...document.querySelectorAll(".scroll tbody td:nth-child(2)")].map((cell) => cell.textContent)`,
    );
    assert.deepEqual(shown, HOSTILE_NAMES);
    assert.equal(
      await chromium.evaluate(`document.querySelectorAll("script, img, b, iframe, object").length`),
      0,
    );
    assert.equal(await chromium.evaluate(`document.title`), `${report.title}: ${report.host}`);
  });

  await t.step("the index leads to each page, and each page back", async () => {
    await chromium.load(await write("index.html", indexPage([SAMPLE_REPORT])));
    const hrefs = await chromium.evaluate<string[]>(`[...document.links].map((link) => link.href)`);
    assert.deepEqual(hrefs, [`file://${sample}`]);
    await chromium.load(sample);
    assert.equal(
      await chromium.evaluate(`document.querySelector("nav a").href`),
      `file://${folder.path}/index.html`,
    );
  });

  await t.step("nothing was complained of, and nothing asked for beside the pages", () => {
    assert.deepEqual(chromium.complaints, []);
  });
});

Deno.test("Chromium complains of a page that does what a report must not do, or the test would see nothing", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/wrong.html`;
  const page = reportPage(SAMPLE_REPORT);
  await Deno.writeTextFile(
    path,
    page.replace("</body>", `<img src="http://192.0.2.1/x.png"><script>1</script></body>`),
  );
  await using chromium = await Chromium.open();
  await chromium.load(path);
  assert.equal(chromium.complaints.filter((text) => /Content Security Policy/.test(text)).length >= 2, true);
});
