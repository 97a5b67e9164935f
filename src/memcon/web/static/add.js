// Files can be dropped, and the page of a job tells how far it is without being loaded anew.

const EVERY = 1000; // milliseconds
const PATIENCE = 5; // times that the server may not answer

function megabytes(bytes) {
  return bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function dropZone() {
  const zone = document.querySelector("[data-drop]");
  if (!zone) return;
  const form = zone.closest("form");
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-chosen]");
  const send = form.querySelector("button[type=submit]");
  zone.querySelector("[data-drop-hint]").hidden = false;

  function line(name, size, much) {
    const item = document.createElement("li");
    for (const words of [name, size]) {
      const part = document.createElement("span");
      part.textContent = words;
      item.append(part);
    }
    if (much) item.className = "too-much";
    return item;
  }

  function show() {
    const files = [...input.files];
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const many = files.length > Number(form.dataset.files);
    const large = total > Number(form.dataset.limit);
    list.replaceChildren(...files.slice(0, 20).map((file) => line(file.name, megabytes(file.size))));
    if (files.length > 20) list.append(line(`and ${files.length - 20} more`, ""));
    if (many || large) list.append(line(many ? "Too many files at once" : "Too large at once", megabytes(total), true));
    send.disabled = many || large;
    input.setCustomValidity(many ? "Too many files at once" : large ? "Too large at once" : "");
  }

  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
  show();
}

// What is too long is said before it is sent; nothing is cut.
function textLimit() {
  const text = document.querySelector("textarea[data-limit]");
  if (!text) return;
  const help = document.querySelector("#f-text-help");
  const [limit, words] = [Number(text.dataset.limit), help.textContent];

  function check() {
    const bytes = new TextEncoder().encode(text.value).length;
    const fault = bytes > limit ? `This text has ${megabytes(bytes)}, more than ${megabytes(limit)}. Add it as a file.` : "";
    text.setCustomValidity(fault);
    if (help.textContent !== (fault || words)) help.textContent = fault || words;
  }

  text.addEventListener("input", check);
  check();
}

// The page of the job itself is asked for and its part put in the place of the old one, so that
// what is seen with script is what is seen without.
async function follow() {
  let failed = 0;
  for (;;) {
    const shown = document.querySelector("#job[data-running]");
    if (!shown) return;
    await new Promise((done) => setTimeout(done, EVERY));
    if (document.hidden) continue;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(response.statusText);
      const made = new DOMParser().parseFromString(await response.text(), "text/html");
      const next = made.querySelector("#job");
      if (!next) throw new Error("no job");
      failed = 0;
      update(shown, next);
      document.title = made.title;
    } catch {
      failed += 1;
      if (failed === PATIENCE) {
        const state = document.querySelector("#job-state");
        state.textContent = "The server does not answer. What it has stored stays; load this page anew later.";
        return;
      }
    }
  }
}

// Only what has changed is replaced: a screen reader is told of the state alone, and the focus stays.
function update(shown, next) {
  if (next.hasAttribute("data-running") && shown.querySelector("table") && next.querySelector("table")) {
    for (const part of ["#job-state", "#job-current", "tbody"]) {
      const [old, made] = [shown.querySelector(part), next.querySelector(part)];
      if (old && made && old.innerHTML !== made.innerHTML) old.replaceChildren(...made.childNodes);
    }
    const [bar, now] = [shown.querySelector("progress"), next.querySelector("progress")];
    if (bar && now && now.hasAttribute("value")) bar.value = now.value;
    return;
  }
  if (shown.innerHTML !== next.innerHTML || !next.hasAttribute("data-running")) {
    const focused = shown.contains(document.activeElement);
    shown.replaceWith(document.adoptNode(next));
    if (focused) document.querySelector("#main").focus();
  }
}

dropZone();
textLimit();
follow();
