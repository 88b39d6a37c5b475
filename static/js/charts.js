// Figures are made on the server (plotly JSON) and drawn here in the reader's theme.
//   {{ figure|json_script:"fig-x" }} <div class="chart" data-chart="fig-x" role="img" aria-label="…"></div>
// Colours in a figure are token names ("--c1") in `meta` (line, fill, marker, posneg) or anywhere a colour may stand.
// Plotly is fetched when the first chart comes near the viewport; the finance bundle unless a figure needs another trace.
const files = document.querySelector("script[data-plotly]")?.dataset ?? {};
const IN_FINANCE = new Set(["scatter", "bar", "histogram", "pie", "funnel", "funnelarea", "waterfall", "indicator", "candlestick", "ohlc"]);
const root = document.documentElement;
const loading = {};
const drawn = new Map();

function load(source) {
  loading[source] ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: source, onerror: reject });
    script.onload = () => resolve(window.Plotly);
    document.head.append(script);
  });
  return loading[source];
}
function plotlyFor(figure) {
  const small = figure.data.every((trace) => IN_FINANCE.has(trace.type ?? "scatter"));
  return load(small && !loading[files.plotlyFull] ? files.plotly : files.plotlyFull);
}

// --- tokens -------------------------------------------------------------------------------
const probe = Object.assign(document.createElement("i"), { hidden: true });
document.body.append(probe);
let known = {};
function token(name) {
  if (!(name in known)) {
    probe.style.color = `var(${name})`;
    known[name] = getComputedStyle(probe).color;
  }
  return known[name];
}
const resolve = (value) => {
  if (typeof value === "string") return value.startsWith("--") ? token(value) : value;
  if (Array.isArray(value)) return value.map(resolve);
  if (value && typeof value === "object") for (const key of Object.keys(value)) value[key] = resolve(value[key]);
  return value;
};

function dressTrace(trace) {
  const meta = trace.meta ?? {};
  if (meta.line) trace.line = { ...trace.line, color: meta.line };
  if (meta.fill) trace.fillcolor = meta.fill;
  if (meta.marker) trace.marker = { ...trace.marker, color: meta.marker };
  if (meta.posneg) trace.marker = { ...trace.marker, color: meta.posneg };
  delete trace.meta;
}
// Plotly knows neither the Persian calendar nor its digits: write the ticks of a date axis ourselves, and turn the
// digits of every text it draws (axis, labels, hover).
const persian = root.lang === "fa";
const spoken = (options) => {
  const words = new Intl.DateTimeFormat("fa-IR-u-ca-persian", { timeZone: "UTC", ...options });
  return { format: (day) => `\u2067${words.format(day)}\u2069` }; // the chart itself runs left to right
};
const DAY_AND_MONTH = persian && spoken({ day: "numeric", month: "short" });
const MONTH_AND_YEAR = persian && spoken({ month: "long", year: "numeric" });
const WHOLE_DAY = persian && spoken({ day: "numeric", month: "long", year: "numeric" });
const ISO_DAY = /^\d{4}-\d\d-\d\d/;

function inPersian(axis, traces, key, narrow) {
  const short = key.replace("axis", "");
  const mine = traces.filter((trace) => (trace.xaxis ?? "x") === short && ISO_DAY.test(trace.x?.[0]));
  const days = [...new Set(mine.flatMap((trace) => trace.x))].sort();
  if (!days.length || key[0] !== "x") return;
  const most = Math.min(axis.nticks ?? 6, narrow ? 4 : 7);
  const step = Math.max(1, Math.ceil(days.length / most));
  const monthly = days.length > 1 && days.every((day) => day.slice(8, 10) === "01");
  const words = monthly ? MONTH_AND_YEAR : DAY_AND_MONTH;
  const ticks = days.filter((_day, i) => i % step === 0);
  Object.assign(axis, { tickmode: "array", tickvals: ticks, ticktext: ticks.map((day) => words.format(new Date(day))) });
  axis.unifiedhovertitle = { text: "%{x|%Y-%m-%d}" }; // turned into a Persian date by inFarsi
}
const FARSI = "۰۱۲۳۴۵۶۷۸۹";
const inFarsi = (text) => text
  .replace(/\d{4}-\d\d-\d\d/g, (day) => WHOLE_DAY.format(new Date(day)))
  .replace(/[0-9]/g, (digit) => FARSI[digit]);
function turnDigits(box) {
  const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (/[0-9]/.test(node.data)) node.data = inFarsi(node.data);
  }
}

function dressAxis(axis, isX, narrow) {
  const line = token("--line");
  const ink = { gridcolor: line, linecolor: line, tickcolor: line, zerolinecolor: token("--edge"), fixedrange: true };
  Object.assign(axis, { spikethickness: 1, spikedash: "solid", spikecolor: token("--c-muted") }, ink);
  if (isX && narrow && axis.nticks) axis.nticks = Math.min(axis.nticks, 4);
}
function dress(original, box) {
  known = {};
  const figure = structuredClone(original);
  const layout = (figure.layout ??= {});
  const narrow = box.clientWidth < 460;
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12, color: token("--muted") };
  figure.data.forEach(dressTrace);
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  for (const key of axes) {
    dressAxis(layout[key], key[0] === "x", narrow);
    if (persian) inPersian(layout[key], figure.data, key, narrow);
  }
  for (const shape of layout.shapes ?? []) shape.line = { color: "--c-muted", ...shape.line };
  Object.assign(layout, {
    font, autosize: true, dragmode: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    separators: root.lang === "fa" ? "٫٬" : layout.separators,
    hoverlabel: { bgcolor: token("--raise"), bordercolor: token("--line"), font: { ...font, color: token("--text") } },
  });
  return resolve(figure);
}

// --- drawing ------------------------------------------------------------------------------
const OPTIONS = { responsive: true, displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "", scrollZoom: false };

async function draw(box) {
  const source = document.getElementById(box.dataset.chart);
  if (!source) return;
  const original = JSON.parse(source.textContent);
  try {
    const Plotly = await plotlyFor(original);
    const figure = dress(original, box);
    const isNew = !drawn.has(box);
    await Plotly[isNew ? "newPlot" : "react"](box, figure.data, figure.layout, OPTIONS);
    drawn.set(box, Plotly);
    if (persian) turnDigits(box);
    if (persian && isNew) new MutationObserver(() => turnDigits(box)).observe(box, { subtree: true, childList: true });
  } catch {
    // The table below holds the same figures: show it instead of an empty box.
    box.dataset.failed = "";
    box.closest("section, figure, .panel")?.querySelector("details.data")?.setAttribute("open", "");
  }
  delete box.dataset.wait;
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "250px" });

function watch() {
  for (const [box, Plotly] of drawn) {
    if (box.isConnected) continue;
    Plotly.purge(box);
    drawn.delete(box);
  }
  for (const box of document.querySelectorAll(".chart[data-chart]:not([data-seen])")) {
    box.dataset.seen = "";
    box.dataset.wait = "";
    near.observe(box);
  }
}
watch();
addEventListener("htmx:after:swap", watch);
addEventListener("htmx:after:settle", watch);
addEventListener("themechange", () => requestAnimationFrame(() => drawn.forEach((_plotly, box) => draw(box))));
// Print stays light: repaint for paper and back.
const theme = { before: null };
addEventListener("beforeprint", () => { theme.before = root.dataset.theme ?? null; root.dataset.theme = "light"; dispatchEvent(new Event("themechange")); });
addEventListener("afterprint", () => { if (theme.before) root.dataset.theme = theme.before; else delete root.dataset.theme; dispatchEvent(new Event("themechange")); });

// <button data-png="fig-x" data-name="roi"> saves the chart with a solid background.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-png]");
  const box = button && document.querySelector(`.chart[data-chart="${CSS.escape(button.dataset.png)}"]`);
  if (!box) return;
  if (!drawn.has(box)) await draw(box);
  const Plotly = drawn.get(box);
  if (!Plotly) return;
  await Plotly.relayout(box, { paper_bgcolor: token("--surface") });
  await Plotly.downloadImage(box, { format: "png", scale: 2, width: box.clientWidth, height: box.clientHeight, filename: button.dataset.name || "chart" });
  await Plotly.relayout(box, { paper_bgcolor: "rgba(0,0,0,0)" });
});
