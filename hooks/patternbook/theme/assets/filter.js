// Narrows a table down by words and by columns with few values. Without this the table stands whole.
// Of a table that is spread over pages, only the rows of this page are here; the choice goes along to the others.
import { asked, holds, query, remember, wanted } from "./narrow.js";

const { gettext } = window.patternbookWords;

// The form stands above its table. What a column offers are the values that its cells have.
function filtered(table) {
  const rows = [...table.tBodies[0].rows], form = table.closest(".pb-scroll").previousElementSibling;
  const words = form.elements.words, said = form.querySelector("output");
  const others = [...document.querySelectorAll(".pb-parts a")];
  const chosen = [...table.tHead.rows[0].cells].flatMap((header, index) =>
    "filter" in header.dataset ? [[form.elements[header.textContent.trim().toLowerCase()], index]] : []);

  const fits = (row) => holds(row.textContent.toLowerCase(), wanted(words.value))
    && chosen.every(([select, index]) => !select.value || row.cells[index].textContent.trim() === select.value);
  const show = () => {
    for (const row of rows) row.hidden = !fits(row);
    const counts = { shown: rows.filter((row) => !row.hidden).length, all: rows.length };
    said.textContent = others.length ? gettext("%(shown)s of %(all)s on this page", counts) : gettext("%(shown)s of %(all)s", counts);
  };
  const pairs = () => [...new FormData(form)];
  const carry = () => { for (const link of others) link.search = query(pairs()); };
  const given = asked();
  for (const control of [words, ...chosen.map(([select]) => select)]) {
    const value = given.get(control.name) ?? "";
    const offered = [...(control.options ?? [])].map((option) => option.value);
    if (others.length && offered.length && !offered.includes(value)) control.append(new Option(value, value)); // by another page
    control.value = value;
  }
  form.addEventListener("input", () => { show(); carry(); remember(pairs()); });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  carry();
}

document.querySelectorAll(".pb-filtered").forEach(filtered);
