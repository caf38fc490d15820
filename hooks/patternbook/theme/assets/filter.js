// Narrows a table down by words and by columns with few values. Without this the table stands whole.
// Of a table that is spread over pages, only the rows of this page are here; the choice goes along to the others.
(() => {
  "use strict";
  const { gettext } = window.patternbookWords;

  const column = (table, index) => [...table.tBodies[0].rows].map((row) => row.cells[index].textContent.trim());

  function field(label, control) {
    const line = document.createElement("label");
    line.append(`${label} `, control);
    return line;
  }

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

    const fits = (row) => {
      const text = row.textContent.toLowerCase();
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      return wanted.every((word) => text.includes(word))
        && chosen.every(([select, index]) => !select.value || row.cells[index].textContent.trim() === select.value);
    };
    const show = () => {
      for (const row of rows) row.hidden = !fits(row);
      const counts = { shown: rows.filter((row) => !row.hidden).length, all: rows.length };
      said.textContent = others.length ? gettext("%(shown)s of %(all)s on this page", counts) : gettext("%(shown)s of %(all)s", counts);
    };
    const query = () => {
      const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      return asked.size ? `?${asked}` : "";
    };
    const carry = () => { for (const link of others) link.search = query(); };
    const remember = () => { history.replaceState(history.state, "", `${location.pathname}${query()}${location.hash}`); };
    const asked = new URLSearchParams(location.search);
    for (const control of [words, ...chosen.map(([select]) => select)]) {
      const value = asked.get(control.name) ?? "";
      const offered = [...(control.options ?? [])].map((option) => option.value);
      if (others.length && offered.length && !offered.includes(value)) control.append(new Option(value, value)); // by another page
      control.value = value;
    }
    form.addEventListener("input", () => { show(); carry(); remember(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    table.closest(".pb-scroll").before(form);
    show();
    carry();
  }

  // Advice by who starts; what is left of a group without any row goes too.
  function byRole(section) {
    const rows = [...section.querySelectorAll(".pb-starts")].map((starts) => [
      starts.closest("li"), [...starts.querySelectorAll("a")].map((role) => role.textContent),
    ]);
    const roles = [...new Set(rows.flatMap(([, names]) => names))].sort();
    if (roles.length < 2) return;
    const group = document.createElement("div");
    group.className = "pb-roles";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", gettext("Only what this role starts"));
    const said = document.createElement("output");
    const buttons = roles.map((role) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = role;
      button.setAttribute("aria-pressed", "false");
      return button;
    });
    group.append(`${gettext("Who starts")} `, ...buttons, said);
    group.addEventListener("click", (event) => {
      const chosen = event.target.closest("button");
      if (!chosen) return;
      const on = chosen.getAttribute("aria-pressed") === "false";
      for (const button of buttons) button.setAttribute("aria-pressed", String(on && button === chosen));
      for (const [row, names] of rows) row.hidden = on && !names.includes(chosen.textContent);
      for (const list of section.querySelectorAll(".pb-helps")) {
        list.hidden = [...list.children].every((row) => row.hidden);
        const heading = list.previousElementSibling;
        if (heading?.matches("h3")) heading.hidden = list.hidden;
      }
      const fold = section.querySelector("details:has(.pb-helps:not([hidden]))");
      if (on && fold && ![...section.querySelectorAll(".pb-helps:not([hidden])")].some((list) => !fold.contains(list))) fold.open = true;
      said.textContent = on ? gettext("%(shown)s of %(all)s", { shown: rows.filter(([row]) => !row.hidden).length, all: rows.length }) : "";
    });
    section.querySelector("h2").after(group);
  }

  document.querySelectorAll(".pb-filtered").forEach(filtered);
  document.querySelectorAll(".pb-section--help").forEach(byRole);
})();
