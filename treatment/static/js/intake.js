// Items of an instrument by keyboard: a number, Y or N answers the row and goes to the next, so does
// Enter without an answer; Ctrl+Enter saves.
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
  (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? after(form, row))?.focus();
}

function after(form, row) {
  const fields = [...form.elements];
  const last = fields.findLastIndex((field) => row.contains(field));
  return fields.slice(last + 1).find((field) => field.offsetParent && !row.contains(field));
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-items]");
  if (!form || event.key !== "Enter" || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[type=submit]"));
  } else if (event.target.matches("input[type=radio]")) {
    event.preventDefault();
    goOn(form, event.target.closest(ROW) ?? event.target);
  }
});

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
