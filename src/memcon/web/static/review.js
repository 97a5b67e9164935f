// Keys for what the buttons of the page do, and words of the text taken for a field.

const OFF = "memcon-keys-off";
const SAME = { j: "n", k: "p" };

const source = document.querySelector("[data-source]");
const edit = document.querySelector("#edit");
const onOff = document.querySelector("[data-keys-on]");
let sent = false; // one decision a page: keys are faster than answers
let lastField = null; // the field for words that was used last

function remembered() {
  try { return localStorage.getItem(OFF) !== null; } catch { return false; }
}

function switchKeys() {
  if (!onOff) return;
  onOff.disabled = false;
  onOff.checked = !remembered();
  onOff.addEventListener("change", () => {
    try {
      if (onOff.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch { /* it holds for this page only */ }
  });
}

// Places in the text are counted in code points; the browser counts in UTF-16.
function points(text) {
  return [...text].length;
}

function place(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] ?? node;
  const piece = element.closest?.("[data-start]");
  if (!piece || !source.contains(piece)) return null;
  if (node.nodeType !== Node.TEXT_NODE) return Number(piece.dataset.start);
  return Number(piece.dataset.start) + points(node.data.slice(0, offset));
}

// The selected words as a place, without the spaces around them; null where nothing is selected.
function selected() {
  const selection = getSelection();
  if (!source || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.commonAncestorContainer)) return null;
  const pieces = [...source.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
  if (!pieces.length) return null;
  const first = place(range.startContainer, range.startOffset) ?? Number(pieces[0].dataset.start);
  const text = range.toString().replace(/^…|…$/g, "");
  const start = first + points(text) - points(text.trimStart());
  const end = start + points(text.trim());
  return start < end ? `${start}-${end}` : null;
}

function use(field, add = false) {
  const words = selected();
  if (!field || !words) return false;
  field.value = add && field.value ? `${field.value}, ${words}` : words;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function useButtons() {
  for (const button of document.querySelectorAll("[data-use]")) {
    button.hidden = false;
    // Pressing a button would take the selection away.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", (event) => {
      if (!use(document.getElementById(button.dataset.use), event.shiftKey)) button.textContent = "Select words in the text first";
    });
  }
  for (const input of document.querySelectorAll(".is-words input")) {
    input.addEventListener("focus", () => { lastField = input; });
  }
}

// Words by keyboard: arrows select one after the other, with Shift more of them.
function selectByKeys(event) {
  const selection = getSelection();
  const step = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key];
  if (event.key === "Enter") {
    event.preventDefault();
    edit.open = true;
    use(lastField ?? document.querySelector(".is-words input"));
    return;
  }
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!selection.rangeCount || !source.contains(selection.anchorNode)) {
    const begin = source.querySelector(".own") ?? source.querySelector("[data-start]");
    selection.collapse(begin.firstChild, 0);
  } else if (!event.shiftKey) {
    if (step === "forward") selection.collapseToEnd();
    else selection.collapseToStart();
  }
  if (event.shiftKey) {
    selection.modify("extend", step, "word");
  } else {
    if (step === "backward") selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  }
  // Not beyond the text.
  if (!source.contains(selection.focusNode)) selection.collapse(source.querySelector("[data-start]").firstChild, 0);
}

function act(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.tagName === "SUMMARY") {
    const box = target.parentElement;
    box.open = !box.open;
    if (box.open) {
      (box.querySelector("select, input, textarea") ?? target).focus();
      box.scrollIntoView({ block: "nearest" });
    } else target.focus();
  } else target.click();
  return true;
}

function keys() {
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
  }
  addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && field) {
      field.blur();
      source?.focus();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (sent || (onOff && !onOff.checked)) return;
    if (event.key === "t" && source) {
      event.preventDefault();
      source.focus();
    } else if (act(SAME[event.key] ?? event.key)) event.preventDefault();
  });
  source?.addEventListener("keydown", selectByKeys);
}

// The words stand in the middle of what is seen of the text.
function showWords() {
  const own = source?.querySelector(".own");
  if (own) source.scrollTop += own.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
}

switchKeys();
useButtons();
keys();
showWords();
