// Small comforts over pages that work without them. Nothing here is needed to get something done.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus();
  open?.querySelector("summary").focus();
});

// One press, one request: a second submit of the same form is dropped until the page is shown anew.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return; // held back by the check against robots, which sends it later
  if (form.dataset.sent) return event.preventDefault();
  if (form.method === "post") form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const text = button.querySelector("span");
    const before = text.textContent;
    text.textContent = button.dataset.done;
    setTimeout(() => (text.textContent = before), 2000);
  });
}

document.querySelector("[data-focus]")?.focus();

// Long work: `data-watch="3"` asks every three seconds how far it is, and opens the page anew when it is done.
const MOST_LOOKS = 200; // watching is no reason to stay signed in for ever
for (const place of document.querySelectorAll("[data-watch]")) {
  let looks = 0;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    if (++looks > MOST_LOOKS) return clearInterval(timer);
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.querySelector("[data-watch]")) return location.reload();
    const [shown, now] = [document, fresh].map((page) => page.querySelector("[data-watch] progress"));
    if (shown && now) shown.parentElement.replaceWith(now.parentElement);
  }, Number(place.dataset.watch) * 1000);
}
