// Tells the ALTCHA widget where its worker is. Stands before the widget's own script.
const { worker } = document.querySelector("altcha-widget[data-worker]").dataset;
globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(worker));
