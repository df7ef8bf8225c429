// Items of an instrument by keyboard: a number, Y or N answers the row and goes to the next.
const ROW = "fieldset.question, fieldset.answer";

function answerFor(row, key) {
  const radios = [...row.querySelectorAll("input[type=radio]")];
  const meant = { y: ["y", "yes"], n: ["n", "no"] }[key] ?? [key];
  const byValue = radios.find((radio) => meant.includes(radio.value));
  if (byValue) return byValue;
  const named = radios.filter((radio) => radio.value && Number.isNaN(Number(radio.value)));
  return /^[1-9]$/.test(key) ? named[Number(key) - 1] : undefined;
}

function goOn(form, row) {
  const rows = [...form.querySelectorAll(ROW)];
  const next = rows[rows.indexOf(row) + 1];
  (next?.querySelector("input:checked") ?? next?.querySelector("input"))?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!event.target.matches("form[data-items] input[type=radio]")) return;
  const row = event.target.closest(ROW);
  const answer = row && answerFor(row, event.key.toLowerCase());
  if (!answer) return;
  event.preventDefault();
  answer.click();
  goOn(event.target.form, row);
});

document.addEventListener("DOMContentLoaded", () => {
  for (const hint of document.querySelectorAll(".instrument .keys")) hint.hidden = false;
});
