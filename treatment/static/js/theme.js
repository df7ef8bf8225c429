// Light and dark without leaving the page; the choice lives in a cookie the server sets.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]")) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const choice = body.get("theme");
  if (choice === "system") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = choice;
  form.closest("details")?.removeAttribute("open");
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
  form.querySelector("button:not([hidden])")?.blur();
});
