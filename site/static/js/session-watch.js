// Warns before the session ends, offers to prolong it, and keeps unsent text over a new sign-in.
const WARN_SECONDS = 120;
const KEEP_MILLISECONDS = 3600_000;
const KEPT_TYPES = new Set(["text", "textarea", "email", "tel", "number", "date", "search"]);

const place = document.querySelector("[data-session-watch]");
const draftKey = `draft:${location.pathname}`;
const opened = Date.now();
let idle = Number(place.dataset.idle);
let absolute = Number(place.dataset.absolute);
let asOf = opened;

const left = (seconds) => seconds - (Date.now() - asOf) / 1000;
const postForms = () => [...document.forms].filter((form) => form.method === "post");

function show(part) {
  place.hidden = !part;
  for (const box of place.querySelectorAll("[data-part]")) box.hidden = box.dataset.part !== part;
}

function typedFields() {
  const fields = postForms().flatMap((form) => [...form.elements]);
  return fields.filter((field) => field.name && KEPT_TYPES.has(field.type) && field.autocomplete !== "one-time-code");
}

function keepDraft() {
  const typed = typedFields().filter((field) => field.value && field.value !== field.defaultValue);
  if (!typed.length) return;
  const values = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  const draft = { who: place.dataset.who, at: Date.now(), values };
  try {
    sessionStorage.setItem(draftKey, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: then the text stays only on the open page.
  }
}

function restoreDraft() {
  const text = sessionStorage.getItem(draftKey);
  if (!text) return;
  sessionStorage.removeItem(draftKey);
  const draft = JSON.parse(text);
  if (draft.who !== place.dataset.who || Date.now() - draft.at > KEEP_MILLISECONDS) return;
  const untouched = typedFields().filter((field) => draft.values[field.name] && field.value === field.defaultValue);
  for (const field of untouched) field.value = draft.values[field.name];
  if (untouched.length) show("restored");
}

// Whoever passes by an open page after its session has ended must read nothing there.
function clearPage() {
  place.parentElement.replaceChildren(place);
  for (const personal of document.querySelectorAll("[data-personal]")) personal.remove();
}

async function askServer(url, options = {}) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  if (!answer.ok) return;
  ({ idle, absolute } = await answer.json());
  asOf = Date.now();
}

function paint() {
  if (left(idle) <= 0) {
    keepDraft();
    clearPage();
    return show("over");
  }
  if (left(idle) > WARN_SECONDS) return place.querySelector("[data-part=restored]").hidden && show("");
  show(left(absolute) <= WARN_SECONDS ? "last" : "soon");
  const minutes = Math.max(1, Math.ceil(left(idle) / 60));
  for (const line of place.querySelectorAll("[data-countdown]")) {
    line.textContent = `${minutes} ${place.dataset.minutes}`;
  }
}

async function look() {
  // Another tab may have been used meanwhile: ask before warning, and once more at the end.
  if (left(idle) <= WARN_SECONDS) await askServer(place.dataset.leftUrl).catch(() => {});
  paint();
}

place.querySelector("[data-extend]").addEventListener("click", async () => {
  const token = place.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token });
  await askServer(place.dataset.extendUrl, { method: "POST", body }).catch(() => {});
  paint();
});
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-sign-out]")) sessionStorage.clear();
  else if (left(idle) <= 0) keepDraft();
});
document.addEventListener("visibilitychange", () => document.hidden || look());
restoreDraft();
setInterval(look, 15_000);
