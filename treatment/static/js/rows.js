// Tables of the questionnaire: one more row without asking the server for it.
const ROW_CARD = ":scope > .row-card";

function emptied(control) {
  if (control.type === "checkbox" || control.type === "radio") control.checked = false;
  else if (control.tagName === "SELECT") control.selectedIndex = 0;
  else control.value = "";
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
}

function renumbered(element, key, number) {
  for (const name of ["name", "id", "for"]) {
    const value = element.getAttribute(name);
    if (value?.startsWith(`${key}-`)) element.setAttribute(name, value.replace(/^([^-]+)-\d+/, `$1-${number}`));
  }
}

function addRow(table, last) {
  const legend = ":scope > legend span";
  const number = Math.max(...[...table.querySelectorAll(`${ROW_CARD} > legend span`)].map((each) => Number(each.textContent))) + 1;
  const card = last.cloneNode(true);
  card.querySelector(legend).textContent = number;
  for (const error of card.querySelectorAll(".error")) error.remove();
  for (const wrong of card.querySelectorAll(".wrong")) wrong.classList.remove("wrong");
  for (const each of card.querySelectorAll("[name], [id], [for]")) renumbered(each, table.id, number);
  for (const control of card.querySelectorAll("input, select, textarea")) emptied(control);
  last.after(card);
  card.querySelector(".cell select, .cell input").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-adds]");
  const table = button?.closest("fieldset.rows");
  const cards = [...(table?.querySelectorAll(ROW_CARD) ?? [])];
  const last = cards.at(-1);
  if (!last || cards.length >= Number(button.dataset.most)) return; // the server says why not
  event.preventDefault();
  const none = table.querySelector(".none-of-them input");
  if (none.checked) none.click();
  addRow(table, last);
});
