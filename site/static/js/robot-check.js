// Tells the ALTCHA widget where its worker is (stands before the widget's own script), and lets the form
// wait for it: whoever sends before the check is done need not send again.
const widget = document.querySelector("altcha-widget[data-worker]");
globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(widget.dataset.worker));

const form = widget.closest("form");
let state = "unverified";
let button;

form.addEventListener("submit", (event) => {
  if (!["unverified", "verifying"].includes(state)) return; // done, or it failed: the office answers
  event.preventDefault();
  button = event.submitter;
});
widget.addEventListener("statechange", ({ detail }) => {
  state = detail.state;
  if (button && !["unverified", "verifying"].includes(state)) setTimeout(() => form.requestSubmit(button));
});
