// Tables of the questionnaire: one more row without asking the server for it.
function nextNumber(table) {
  const numbers = [...table.querySelectorAll(".row-card > legend span")].map((span) => Number(span.textContent));
  return Math.max(0, ...numbers) + 1;
}

function addRow(table) {
  const template = table.querySelector(":scope > template");
  const fresh = document.createElement("template");
  const number = nextNumber(table);
  fresh.innerHTML = template.innerHTML.replaceAll("-NEW-", `-${number}-`).replace(">NEW<", `>${number}<`);
  const card = fresh.content.firstElementChild;
  template.before(card);
  card.querySelector(".cell select, .cell input").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-adds]");
  if (!button) return;
  event.preventDefault();
  const table = button.closest("fieldset.rows");
  const none = table.querySelector(".none-of-them input");
  if (none.checked) none.click();
  addRow(table);
});
