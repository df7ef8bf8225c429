// Keys and small comforts: "/" finds a patient, Escape closes, error summary takes the focus.
document.documentElement.classList.add("has-script");

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const found = () => document.getElementById("found");

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  const search = document.getElementById("find-query");
  if (event.key === "/" && search && !typing(event.target) && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
    if (found()?.hasChildNodes()) {
      found().replaceChildren();
      search?.focus();
    }
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") moveInFound(event, search);
});

function moveInFound(event, search) {
  if (!event.target.closest(".find")) return;
  const links = [...(found()?.querySelectorAll("a") ?? [])];
  if (!links.length) return;
  const next = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  (links[next] ?? search).focus();
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  if (!event.target.closest(".find")) found()?.replaceChildren();
  if (event.target.closest("[data-print]")) window.print();
  const copy = event.target.closest("[data-copy]");
  if (copy) copyText(copy);
});

function showSideways(link) {
  for (let box = link.parentElement; box; box = box.parentElement) {
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === "auto") {
      box.scrollLeft = link.offsetLeft - box.offsetLeft - (box.clientWidth - link.offsetWidth) / 2;
      return;
    }
  }
}

async function copyText(button) {
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.querySelector("[data-copied]")?.removeAttribute("hidden");
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".summary-of-errors")?.focus();
  for (const here of document.querySelectorAll("nav [aria-current]")) showSideways(here);
});
