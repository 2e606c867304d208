// Fills in where somebody stands. Without it, or without leave, the numbers and the street can be typed.

for (const place of navigator.geolocation ? document.querySelectorAll("[data-locate]") : []) {
  const form = place.closest("form");
  const status = place.querySelector("[role=status]");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    status.textContent = place.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        status.textContent = "";
      },
      () => (status.textContent = place.dataset.failed),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
