// Narrows a table down by words and by columns with few values. Without this the table stands whole.
// Of a table that is spread over pages, only the rows of this page are here; the choice goes along to the others.
import { asked, field, holds, query, remember, wanted } from "./narrow.js";

const { gettext } = window.patternbookWords;

const column = (table, index) => [...table.tBodies[0].rows].map((row) => row.cells[index].textContent.trim());

function choice(header, values) {
  const select = document.createElement("select");
  select.name = header.textContent.trim().toLowerCase();
  const found = [...new Set(values.filter(Boolean))].sort();
  select.append(new Option(gettext("all"), ""), ...found.map((value) => new Option(value, value)));
  return select;
}

function filtered(table) {
  const rows = [...table.tBodies[0].rows];
  const form = document.createElement("form");
  form.className = "pb-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", gettext("Narrow down: %(table)s", { table: table.caption.textContent.trim() }));
  const words = document.createElement("input");
  words.type = "search";
  words.name = "words";
  words.autocomplete = "off";
  const said = document.createElement("output");
  const others = [...document.querySelectorAll(".pb-parts a")];
  form.append(field(gettext("Words"), words));
  const chosen = [...table.tHead.rows[0].cells].flatMap((header, index) => {
    if (!("filter" in header.dataset)) return [];
    const select = choice(header, column(table, index));
    form.append(field(header.textContent.trim(), select));
    return [[select, index]];
  });
  form.append(said);

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
  table.closest(".pb-scroll").before(form);
  show();
  carry();
}

document.querySelectorAll(".pb-filtered").forEach(filtered);
