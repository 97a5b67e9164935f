// Makes the charts of a page answer to the pointer: what a mark stands for, and a click that leads there.
// Without it they are drawings, with the same data as a table below. The library (some 300 kB as sent)
// is asked for when the first chart comes into view.

const ROOMY = 560; // pixels from which a legend has its entries side by side
const NARROW = 320; // pixels below which a chart is rather scrolled than squeezed
let library;

function loaded(address) {
  library ??= import(address).then((module) => module.embed);
  return library;
}

// The views of a chart get the width that there is; what stands beside them is the chart's margin.
function fitted(spec, picture) {
  const { margin: wanted, least } = spec.usermeta;
  const room = Math.max(NARROW, least, Math.floor(picture.clientWidth));
  const margin = Math.min(wanted, Math.floor(room * 0.45));
  const width = room - margin;
  const made = structuredClone(spec);
  made.config.font = getComputedStyle(picture).fontFamily; // what is measured is what is shown
  for (const view of made.vconcat ?? [made]) view.width = width;
  if (margin < wanted) everywhere(made, "labelLimit", margin - 20);
  if (room < ROOMY) everywhere(made, "columns", 1);
  return made;
}

// Changes a property wherever a specification has it: on a narrow screen names beside rows are cut, so that
// the rows keep some room, and legends have one entry a line.
function everywhere(part, name, value) {
  if (!part || typeof part !== "object") return;
  if (Object.hasOwn(part, name)) part[name] = value;
  for (const [key, inner] of Object.entries(part)) if (key !== "values") everywhere(inner, name, value);
}

// A tip of our own: the library's is written as HTML with styles, which our pages forbid.
function tipOf(figure) {
  const tip = document.createElement("div");
  tip.className = "chart-tip";
  tip.hidden = true;
  figure.append(tip);
  return (_handler, event, _item, value) => {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    tip.replaceChildren(...Object.entries(value).flatMap(([name, text]) => {
      const term = document.createElement("span");
      term.textContent = name;
      const said = document.createElement("strong");
      said.textContent = String(text);
      return [term, said];
    }));
    tip.hidden = false;
    place(tip, event);
  };
}

function place(tip, event) {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const box = tip.getBoundingClientRect();
  const beside = event.clientX + 14;
  const left = beside + box.width > width - 8 ? event.clientX - 14 - box.width : beside;
  const below = event.clientY + 14;
  const top = below + box.height > height - 8 ? event.clientY - 14 - box.height : below;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.max(8, top)}px`;
}

async function enliven(figure) {
  const picture = figure.querySelector(".picture");
  const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const embed = await loaded(figure.dataset.library);
  const tooltip = tipOf(figure);
  const host = document.createElement("div");
  host.className = "live";
  let shown = 0;
  let result;
  async function draw() {
    const width = picture.clientWidth;
    if (!width || width === shown) return;
    shown = width;
    const made = await embed(host, fitted(spec, picture), {
      actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip,
    });
    result?.finalize();
    result = made;
    const drawn = host.querySelector("svg");
    drawn.setAttribute("aria-hidden", "true"); // the caption and the table say it
    drawn.setAttribute("focusable", "false");
    if (!host.isConnected) picture.replaceChildren(host);
    figure.dataset.live = "true";
  }
  host.hidden = false;
  await draw();
  let waiting;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 200);
  }).observe(picture);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    enliven(entry.target).catch((fault) => console.warn("a chart stays a drawing:", fault));
  }
}, { rootMargin: "100px" });

if (!navigator.connection?.saveData) {
  for (const figure of document.querySelectorAll("figure[data-chart]")) seen.observe(figure);
}
