// Asks the server, half a second after the last key, how strong the new password is.
const PAUSE = 500;

for (const place of document.querySelectorAll("[data-password-hint]")) {
  const input = document.querySelector("input[autocomplete='new-password']");
  const token = input?.form.querySelector("[name=csrfmiddlewaretoken]").value;
  let waiting;
  input?.after(place);

  async function ask() {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, password: input.value });
    const answer = await fetch(place.dataset.passwordHint, { method: "POST", body });
    if (answer.ok) place.textContent = (await answer.json()).text;
  }

  input?.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!input.value) place.textContent = "";
    else waiting = setTimeout(ask, PAUSE);
  });
}
