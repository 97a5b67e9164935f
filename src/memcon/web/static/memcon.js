// What every page can do more with script: nothing on a page depends on it.

const THEME = "memcon-theme";

function stored(name) {
  try { return localStorage.getItem(name); } catch { return null; } // storage can be forbidden
}

function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function themeToggle() {
  showTheme(stored(THEME));
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = document.documentElement.dataset.theme
        ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      const next = shown === "dark" ? "light" : "dark";
      showTheme(next);
      try { localStorage.setItem(THEME, next); } catch { /* it holds for this page only */ }
    });
  }
}

// Says a word or two beside what was clicked, also to a screen reader.
export function say(beside, words) {
  const said = document.createElement("span");
  said.className = "small";
  said.role = "status";
  said.textContent = ` ${words}`;
  beside.after(said);
  setTimeout(() => said.remove(), 3000);
}

function citeButtons() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-cite]");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      const address = new URL(link.href);
      address.searchParams.set("format", "text");
      const response = await fetch(address, { headers: { Accept: "text/plain" } });
      if (!response.ok) throw new Error(response.statusText);
      await navigator.clipboard.writeText(await response.text());
      say(link, "copied");
    } catch {
      location.href = link.href;
    }
  });
}

// Filters that are left empty stay out of the address, so that it is short and stable.
function tidyForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") return;
    const left = [...form.elements].filter((field) => field.name && !field.disabled && field.value === "");
    for (const field of left) field.disabled = true;
    setTimeout(() => { for (const field of left) field.disabled = false; });
  });
}

// A form that says so asks by itself when one of its choices is changed.
function askingForms() {
  for (const form of document.querySelectorAll("form[data-ask]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=range]")) form.requestSubmit();
    });
  }
}

// On a narrow screen filters are folded, unless some are chosen.
function foldFilters() {
  if (!matchMedia("(max-width: 52rem)").matches) return;
  for (const box of document.querySelectorAll("details.filters[data-foldable]")) box.open = false;
}

// Times are printed in UTC; a browser knows the reader's own zone.
function localTimes() {
  for (const time of document.querySelectorAll("time[data-local]")) {
    const when = new Date(time.dateTime);
    if (!Number.isNaN(when.valueOf())) {
      time.title = time.textContent;
      time.textContent = when.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    }
  }
}

// On a phone the menu goes on to the right: the page one is on stands in sight.
function showCurrentPage() {
  const menu = document.querySelector(".menu");
  const current = menu?.querySelector("[aria-current]");
  if (!current || menu.scrollWidth <= menu.clientWidth) return;
  menu.scrollLeft = current.offsetLeft - menu.offsetLeft - (menu.clientWidth - current.offsetWidth) / 2;
}

themeToggle();
citeButtons();
tidyForms();
askingForms();
foldFilters();
localTimes();
showCurrentPage();
