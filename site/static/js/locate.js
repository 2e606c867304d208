// Takes where somebody stands into the form, and out again. Without it, or without leave, the street is typed.

for (const place of navigator.geolocation ? document.querySelectorAll("[data-locate]") : []) {
  const { latitude, longitude } = place.closest("form").elements;
  const words = place.querySelector("button span");
  const status = place.querySelector("[role=status]");
  const take = words.textContent;
  const keep = (north, east) => {
    latitude.value = north;
    longitude.value = east;
    words.textContent = north ? place.dataset.remove : take;
    status.textContent = north ? place.dataset.found : "";
  };
  place.hidden = false;
  keep(latitude.value, longitude.value);
  place.querySelector("button").addEventListener("click", () => {
    if (latitude.value) return keep("", "");
    status.textContent = place.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => keep(coords.latitude.toFixed(6), coords.longitude.toFixed(6)),
      () => (status.textContent = place.dataset.failed),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
