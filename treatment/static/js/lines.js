// The lines of a plan by keyboard, only while a line has the focus: j, k move, a accepts, o opens.
const rowsOfPlan = () => [...document.querySelectorAll(".line[id^='line-']")];

function focusRow(row) {
  row?.focus();
  row?.scrollIntoView({ block: "center" });
}

const onRow = {
  j: (row, rows) => focusRow(rows[rows.indexOf(row) + 1]),
  k: (row, rows) => focusRow(rows[rows.indexOf(row) - 1]),
  a: (row) => row.querySelector("form[action$='/accept'] button")?.click(),
  o: (row) => row.querySelector(".line-head .end a")?.click(),
};

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".line[id^='line-']");
  const plain = !(event.ctrlKey || event.metaKey || event.altKey);
  if (!row || !plain || event.target.matches("input, textarea, select")) return;
  if (onRow[event.key]) {
    event.preventDefault();
    onRow[event.key](row, rowsOfPlan());
  }
});

document.addEventListener("DOMContentLoaded", () => {
  if (location.hash.startsWith("#line-")) focusRow(document.getElementById(location.hash.slice(1)));
});
