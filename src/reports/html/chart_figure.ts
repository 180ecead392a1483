import type { Chart } from "../report.ts";
import { WIDTH } from "./axes.ts";
import { heightOf, lyingBars, standingBars } from "./bar_chart.ts";
import { element, type Markup } from "./markup.ts";
import { stepChart } from "./step_chart.ts";

/** A chart with its caption and legend, and its figures as a table for whoever does not see it. `id`: of its own on the page. */
export function chartFigure(chart: Chart, id: string): Markup {
  return element(
    "figure",
    {},
    element("figcaption", {}, chart.title),
    legend(chart),
    element(
      "svg",
      {
        class: "chart",
        viewBox: `0 0 ${WIDTH} ${heightOf(chart)}`,
        role: "img",
        "aria-labelledby": `${id}-title ${id}-desc`,
      },
      element("title", { id: `${id}-title` }, chart.title),
      element("desc", { id: `${id}-desc` }, description(chart)),
      drawn(chart),
    ),
    element("details", {}, element("summary", {}, "The figures of this chart"), figures(chart)),
  );
}

function drawn(chart: Chart): Markup[] {
  if (chart.kind === "steps") return stepChart(chart);
  return chart.axis === "days" ? standingBars(chart) : lyingBars(chart);
}

function description({ kind, unit, categories, series }: Chart): string {
  if (categories.length === 0) return "There is nothing to draw.";
  const what = kind === "steps" ? "A line in steps" : "Stacked bars";
  const names = series.map(({ name }) => name).join("; ");
  return `${what}: ${unit} from ${categories[0]} to ${categories.at(-1)}. Drawn are: ${names || "none"}.`;
}

function legend({ series }: Chart): Markup | undefined {
  if (series.length < 2) return undefined;
  const keys = series.map(({ name }, i) =>
    element(
      "li",
      {},
      element(
        "svg",
        { viewBox: "0 0 10 10", "aria-hidden": "true" },
        element("rect", { class: `s${i}`, width: 10, height: 10 }),
      ),
      name,
    )
  );
  return element("ul", { class: "legend" }, keys);
}

function figures({ categories, series, axis }: Chart): Markup {
  const heads = ["", ...series.map(({ name }) => name)];
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        heads.map((text) => element("th", { scope: "col" }, text || (axis === "days" ? "Day" : "Name"))),
      ),
    ),
    element(
      "tbody",
      {},
      categories.map((name, i) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          series.map(({ values }) => element("td", { class: "number" }, values[i]!)),
        )
      ),
    ),
  );
}
