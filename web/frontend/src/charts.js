// A chart from the table beside it: <figure data-chart="bar|line|stacked"> with a <table> whose
// first column names and whose other columns count; a cell's link is where a click leads.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);
const colours = { green: "--green", yellow: "--yellow", red: "--red", grey: "--grey", blue: "--tblr-primary" };
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(figure) {
  const table = figure.querySelector("table");
  const [head, ...rows] = [...table.rows].map((row) => [...row.cells]);
  const text = (cell) => cell.textContent.trim();
  const kind = figure.dataset.chart;
  const is_wide = figure.dataset.direction === "across";
  const names = { type: "category", data: rows.map((row) => text(row[0])), inverse: is_wide, axisLabel: { color: css("--tblr-body-color") } };
  const counts = { type: "value", minInterval: 1, axisLabel: { color: css("--tblr-secondary") }, splitLine: { lineStyle: { color: css("--tblr-border-color") } } };
  return {
    animation: false,
    textStyle: { fontFamily: css("--tblr-font-sans-serif"), color: css("--tblr-body-color") },
    grid: { left: 8, right: 16, top: head.length > 2 ? 36 : 12, bottom: 8, containLabel: true },
    legend: head.length > 2 ? { top: 0, textStyle: { color: css("--tblr-body-color") } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    [is_wide ? "yAxis" : "xAxis"]: names,
    [is_wide ? "xAxis" : "yAxis"]: counts,
    series: head.slice(1).map((cell, column) => ({
      name: text(cell),
      type: kind === "line" ? "line" : "bar",
      stack: kind === "stacked" ? "all" : undefined,
      barMaxWidth: 28,
      color: css(colours[cell.dataset.colour ?? "blue"]),
      data: rows.map((row) => Number(row[column + 1].dataset.value ?? text(row[column + 1]))),
    })),
  };
}

function draw(figure) {
  const place = figure.querySelector("[data-canvas]");
  figure.dataset.drawn = "true"; // only now the place has a size
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const paint = () => chart.setOption(options(figure), true);
  paint();
  chart.on("click", ({ dataIndex, seriesIndex }) => {
    const cell = figure.querySelector("table").rows[dataIndex + 1].cells[seriesIndex + 1];
    const link = cell.querySelector("a") ?? cell.parentElement.querySelector("a");
    if (link) location.assign(link.href);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  document.addEventListener("dudao:theme", paint);
}

// Parts that arrive later have charts as well. On paper the tables are read, not the charts.
const draw_all = () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach(draw);
draw_all();
document.addEventListener("htmx:afterSettle", draw_all);
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("[data-chart] details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));
