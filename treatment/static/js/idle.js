// The sign-in ends after a quiet time: tell the server while somebody works, warn before the end.
const box = document.getElementById("idle");

if (box) {
  const limit = Number(box.dataset.minutes) * 60_000;
  const warnBefore = 2 * 60_000;
  const tellEvery = 2 * 60_000;
  let lastTold = Date.now();
  let lastActive = Date.now();
  const text = box.querySelector("p");
  const stay = box.querySelector("[data-stay]");

  const tell = async () => {
    const body = new URLSearchParams({ csrf_token: box.dataset.token });
    const answer = await fetch(box.dataset.url, { method: "POST", body, redirect: "manual" });
    if (answer.status !== 204 && !(await window.waypointToken())) return ended();
    active();
  };

  const active = () => {
    lastTold = Date.now();
    box.hidden = true;
  };

  const ended = () => {
    text.textContent = box.dataset.ended;
    stay.hidden = true;
    box.hidden = false;
  };

  // Signed in again in another window: every form of this page gets the new sign-in's token.
  window.waypointToken = async () => {
    const way = `${box.dataset.renew}?person=${box.dataset.person}`;
    const answer = await fetch(way, { redirect: "manual" }).catch(() => undefined);
    const token = answer?.ok && (await answer.json()).token;
    if (!token) return false;
    box.dataset.token = token;
    for (const field of document.getElementsByName("csrf_token")) field.value = token;
    active();
    return true;
  };

  document.addEventListener("waypoint:active", active);
  document.addEventListener("waypoint:ended", ended);
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || box.hidden || !stay.hidden) return;
    if (!(await window.waypointToken())) return;
    stay.hidden = false;
    document.dispatchEvent(new CustomEvent("waypoint:again"));
  });

  // A fragment that was answered by another page was answered by the sign-in page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = new URL(event.detail.requestConfig.path, location.href).pathname;
    if (new URL(event.detail.xhr.responseURL).pathname === asked) return;
    event.detail.shouldSwap = false;
    ended();
  });

  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => {
      lastActive = Date.now();
      if (box.hidden && lastActive - lastTold > tellEvery) tell().catch(() => {});
    });
  }
  stay.addEventListener("click", () => tell().catch(ended));

  setInterval(() => {
    const quiet = Date.now() - lastTold;
    if (quiet > limit) return ended();
    if (quiet < limit - warnBefore) return;
    if (lastActive > lastTold && Date.now() - lastActive < tellEvery) return;
    text.textContent = box.dataset.warning;
    box.hidden = false;
  }, 10_000);
}

for (const place of document.querySelectorAll("time[data-until]")) {
  const show = () => {
    const left = Math.ceil((Date.parse(place.dataset.until) - Date.now()) / 60_000);
    place.textContent = left > 0 ? `${left} min left` : "ended";
  };
  show();
  setInterval(show, 20_000);
}
