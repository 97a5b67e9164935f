// A document: words lead to what was read from them, and findings to their words, without a reload.
// Without script the same links ask the server, which marks and lists the same.

const doc = document.querySelector(".doc");
const text = doc.querySelector(".text");
const list = doc.querySelector(".read");
const here = document.getElementById("here");
const found = here.querySelector(".found");
const body = here.querySelector(".here-body");
const template = document.getElementById("actions").content.firstElementChild;
const LISTED = 40; // as the server lists
const QUOTED = 80; // characters of a quotation in an address

const words = [...text.querySelectorAll("[data-f]")]; // those that are white space are no links
const linked = words.filter((word) => word.matches("a"));
const byRef = new Map(); // local id of a finding → its segments in the text, in order
const lengths = new Map();
for (const word of words) {
  for (const ref of word.dataset.f.split(" ")) {
    if (!byRef.has(ref)) byRef.set(ref, []);
    byRef.get(ref).push(word);
    lengths.set(ref, (lengths.get(ref) ?? 0) + word.textContent.length);
  }
}
const itemOf = (ref) => document.getElementById(`f-${ref}`);
const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

// What an address selects: one finding, or the words between two places.
function asked(address) {
  const query = new URL(address, location.href).searchParams;
  const place = /^(\d+)-(\d+)$/.exec(query.get("at") ?? "");
  return { finding: query.get("finding"), start: place && +place[1], end: place && +place[2] };
}

function segmentsOf({ finding, start, end }) {
  if (finding && byRef.has(finding)) return byRef.get(finding);
  if (start === null) return [];
  return words.filter((word) => +word.dataset.s >= start && +word.dataset.s < end);
}

function clear() {
  for (const marked of text.querySelectorAll(".sel")) {
    marked.removeAttribute("id");
    if (marked.matches("mark")) marked.replaceWith(...marked.childNodes);
    else marked.classList.remove("sel");
  }
  for (const item of list.querySelectorAll(".is-here")) item.classList.remove("is-here", "is-meant");
  found.replaceChildren();
  for (const rest of body.querySelectorAll(":scope > :not(.found)")) rest.remove();
  here.hidden = true;
}

function listed(ref) {
  const item = itemOf(ref);
  if (!item) return null;
  const copy = document.createElement("li");
  copy.className = item.className;
  copy.classList.remove("is-here", "is-meant", "is-current");
  copy.dataset.ref = ref;
  for (const child of item.children) if (!child.matches("ul")) copy.append(child.cloneNode(true));
  if (!item.matches(".date, .warning")) copy.append(actionsFor(ref, item.matches(".event")));
  return copy;
}

function actionsFor(ref, isEvent) {
  const actions = template.cloneNode(true);
  for (const link of actions.querySelectorAll("a")) {
    if (isEvent && !link.matches(".cite")) link.remove();
    else link.href = link.dataset.to + encodeURIComponent(`${doc.dataset.document}/${ref}`);
  }
  return actions;
}

// Marks the words of an address and what was read from them; returns whether there are such words.
function select(address, { first = null } = {}) {
  const chosen = asked(address);
  const marked = segmentsOf(chosen);
  if (!marked.length) return false;
  clear();
  for (const word of marked) word.classList.add("sel");
  const size = marked.reduce((sum, word) => sum + word.textContent.length, 0);
  const meant = chosen.finding ?? first;
  const near = (ref) => Math.abs(lengths.get(ref) - size);
  const refs = [...new Set(marked.flatMap((word) => word.dataset.f.split(" ")))]
    .sort((a, b) => (b === meant) - (a === meant) || near(a) - near(b))
    .slice(0, LISTED);
  found.append(...refs.map(listed).filter(Boolean));
  here.hidden = false;
  body.scrollTop = 0;
  light(refs);
  const link = marked.find((word) => word.matches("a"));
  if (link) roam(link);
  return refs[0];
}

// In the list, what was read from the selected words is marked, what is meant once more.
function light(refs) {
  for (const ref of refs) itemOf(ref)?.classList.add("is-here");
  itemOf(refs[0])?.classList.add("is-meant");
}

function showInList(ref) {
  const item = ref && itemOf(ref);
  if (!item) return;
  item.closest("details").open = true;
  if (isNarrow()) return; // it stands below the text
  const top = item.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollBy({ top: top - list.clientHeight / 4, behavior: motion });
}

const isNarrow = () => getComputedStyle(list).overflowY !== "auto";

function showInText() {
  text.querySelector(".sel")?.scrollIntoView({ block: isNarrow() ? "start" : "center", behavior: motion });
}

// On a phone what was read lies over the lower part of the text, and must not hide the words.
function uncover() {
  const last = [...text.querySelectorAll(".sel")].at(-1);
  if (isNarrow() && last && last.getBoundingClientRect().bottom > here.getBoundingClientRect().top) showInText();
}

doc.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches(".close")) {
    event.preventDefault();
    leave();
    return;
  }
  const isWord = link.matches(".text a.w");
  if (!isWord && !link.matches(".datum, .detail a[href*='at=']")) return;
  if (new URL(link.href).pathname !== location.pathname) return;
  const first = isWord ? link.dataset.f.split(" ")[0] : null;
  const ref = select(link.href, { first });
  if (!ref) return; // the server knows better
  event.preventDefault();
  history.pushState(null, "", link.href);
  if (isWord) {
    showInList(ref);
    uncover();
  } else {
    showInText();
    showInList(link.closest(".found") ? ref : null);
  }
});

addEventListener("popstate", () => {
  if (!location.search) clear();
  else if (select(location.href)) showInText();
  else location.reload();
});

function leave() {
  clear();
  history.pushState(null, "", location.pathname);
}

// One of the words is in the order of tabs; arrows go on from it. There may be thousands.
function roam(word) {
  text.querySelector('a.w[tabindex="0"]')?.setAttribute("tabindex", "-1");
  word.setAttribute("tabindex", "0");
}
for (const word of linked) word.tabIndex = -1;
if (linked.length) linked[0].tabIndex = 0;
text.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = step && linked[linked.indexOf(event.target) + step];
  if (!next || !linked.includes(event.target)) return;
  event.preventDefault();
  roam(next);
  next.focus();
});

// Keys of one letter can be switched off, here as on the page of reviews.
const KEYS_OFF = "memcon-keys-off";
const keysOn = document.querySelector("[data-keys-on]");
try {
  keysOn.checked = localStorage.getItem(KEYS_OFF) === null;
} catch { /* they are on */ }
keysOn.addEventListener("change", () => {
  try {
    if (keysOn.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  } catch { /* it holds for this page only */ }
});

// j and k, or n and p: the next and the previous finding of the lists that are open.
const STEPS = { j: 1, n: 1, k: -1, p: -1 };
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "Escape" && !here.hidden) leave();
  const step = STEPS[event.key];
  if (!step || !keysOn.checked) return;
  const items = [...list.querySelectorAll("details[open] .item:has(> .said)")];
  const now = items.indexOf(list.querySelector(".item.is-current"));
  const next = items[now < 0 ? (step > 0 ? 0 : items.length - 1) : now + step];
  if (!next) return;
  event.preventDefault();
  const link = next.querySelector(":scope > .said .datum");
  const ref = select(link.href);
  for (const item of items) item.classList.toggle("is-current", item === next);
  history.replaceState(null, "", link.href);
  showInText();
  showInList(next.dataset.ref ?? ref);
  link.focus({ preventScroll: true });
});

// Any words that are picked by hand can be linked to and cited.
document.addEventListener("pointerup", () => setTimeout(offerPicked));
function offerPicked() {
  const picked = getSelection();
  body.querySelector(".picked")?.remove();
  if (picked.isCollapsed || !text.contains(picked.anchorNode) || !text.contains(picked.focusNode)) return;
  const range = picked.getRangeAt(0);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const said = range.toString();
  const start = [...before.toString()].length;
  const end = start + [...said].length;
  const line = document.createElement("p");
  line.className = "picked";
  const quote = [...said.split(/\s+/).filter(Boolean).join(" ")].slice(0, QUOTED).join("");
  line.append(
    linkTo(`${location.pathname}?${new URLSearchParams({ at: `${start}-${end}`, quote })}#selected`, "Link to the picked words"), " ",
    linkTo(`/citations?${new URLSearchParams({ id: doc.dataset.document, start, end })}`, "Cite them"),
  );
  line.lastChild.className = "cite";
  line.lastChild.dataset.cite = "";
  body.prepend(line);
  here.hidden = false;
}
function linkTo(href, name) {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = name;
  return link;
}

// On paper nothing is folded away.
addEventListener("beforeprint", () => {
  for (const part of list.querySelectorAll("details")) part.open = true;
});

for (const keys of document.querySelectorAll(".keys")) keys.hidden = false;
if (location.search) {
  light([...found.children].map((item) => item.dataset.ref));
  const selected = text.querySelector(".sel");
  if (selected) {
    showInText();
    if (selected.matches("a")) roam(selected);
  }
  showInList(found.firstElementChild?.dataset.ref);
}
