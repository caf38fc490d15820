// The map and the matrix: what is related lights up, tables are narrowed down, marks are explained.
// Without this the drawings and tables are whole, every entry is a link, and the same stands beside them as a list.
import { asked, field, holds, remember, wanted } from "./narrow.js";

(() => {
  const { gettext } = window.patternbookWords;

  // ---- light: an entry under the pointer or with the focus, and all that it is related to ----

  function lights(drawing) {
    const links = [...drawing.querySelectorAll("a[data-key]")];
    const lines = [...drawing.querySelectorAll("[data-ends]")].map((line) => [line, line.dataset.ends.split(" ")]);
    const said = drawing.querySelector(".pb-map-said") ?? drawing.parentElement.querySelector(".pb-map-said");
    const page = drawing.closest("article");
    let lit = null;

    const inWords = (related) => {
      const tag = related.querySelector(":scope > .pb-tag")?.textContent, text = related.textContent.trim();
      return tag ? `${text.slice(0, -tag.length)}(${tag})` : text;
    };
    const words = (link) => {
      const listed = page.querySelector(`[data-of="${CSS.escape(link.dataset.key)}"]`);
      const title = link.querySelector("title")?.textContent ?? [...link.querySelectorAll("text")].map((each) => each.textContent).join(" ");
      const related = [...(listed?.querySelectorAll(":scope > .pb-map-related > li") ?? [])].map(inWords);
      return [title, related];
    };
    const say = (link) => {
      said.replaceChildren();
      said.hidden = !link;
      if (!link) return;
      const [title, related] = words(link);
      const strong = document.createElement("strong");
      strong.textContent = related.length ? `${title}:` : title;
      said.append(strong, related.length ? ` ${related.slice(0, 4).join(" · ")}${related.length > 4 ? ` · ${gettext("and %(number)s more, in the list", { number: related.length - 4 })}` : ""}` : "");
    };
    const light = (link) => {
      if (link === lit) return;
      lit = link;
      const key = link?.dataset.key;
      const near = new Set(link ? [key, ...link.dataset.near.split(" ")] : []);
      drawing.classList.toggle("pb-lit", Boolean(link));
      for (const each of links) each.classList.toggle("pb-near", near.has(each.dataset.key));
      const own = lines.some(([, ends]) => ends.includes(key)); // of what has no lines, such as a point: those between what it holds
      for (const [line, ends] of lines) line.classList.toggle("pb-near", own ? ends.includes(key) : ends.every((end) => near.has(end)));
      say(link);
    };
    const at = (event) => event.target.closest?.("a[data-key]") ?? null;
    drawing.addEventListener("pointerover", (event) => light(at(event) ?? (drawing.contains(document.activeElement) ? document.activeElement.closest("a[data-key]") : null)));
    drawing.addEventListener("pointerleave", () => light(document.activeElement?.closest?.("[data-lights] a[data-key]") ?? null));
    drawing.addEventListener("focusin", (event) => light(at(event)));
    drawing.addEventListener("focusout", () => light(null));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") light(null); });
  }

  // ---- narrow down: all tables of the page, by what their rows belong to; the choice is part of the address ----

  function narrows(place) {
    const form = document.createElement("form");
    form.className = "pb-filter";
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", gettext("Narrow down all tables"));
    const typed = document.createElement("input");
    typed.type = "search";
    typed.name = "words";
    typed.autocomplete = "off";
    form.append(field(gettext("Words"), typed));
    for (const facet of JSON.parse(place.dataset.narrows)) {
      const select = document.createElement("select");
      select.name = facet.name;
      select.append(new Option(gettext("all"), ""), ...facet.options.map((each) => new Option(each.title, each.value)));
      form.append(field(facet.label, select));
    }
    const counted = document.createElement("output");
    const all = document.createElement("button");
    all.type = "reset";
    all.className = "pb-plain";
    all.textContent = gettext("Show all");
    form.append(counted, all);
    const rows = [...document.querySelectorAll("tr[data-of]")];
    const tables = [...document.querySelectorAll(".pb-matrix table")];
    const controls = [...form.elements].filter((each) => each.name);
    const total = new Set(rows.map((row) => row.dataset.of)).size;
    const nothing = tables.map((table) => {
      const line = document.createElement("p");
      line.className = "pb-none";
      line.textContent = gettext("Nothing here fits. Choose less, or show all.");
      line.hidden = true;
      table.closest(".pb-scroll").after(line);
      return line;
    });
    const show = () => {
      const words = wanted(typed.value);
      const chosen = controls.filter((each) => each.name !== "words" && each.value);
      for (const row of rows) {
        const text = row.cells[0].textContent.toLowerCase();
        row.hidden = !holds(text, words) || !chosen.every((each) => row.dataset[each.name].split(" ").includes(each.value));
      }
      tables.forEach((table, index) => {
        for (const body of table.tBodies) body.hidden = ![...body.rows].some((row) => row.dataset.of && !row.hidden);
        const empty = [...table.tBodies].every((body) => body.hidden);
        nothing[index].hidden = !empty;
        table.closest(".pb-scroll").hidden = empty;
      });
      const fitting = new Set(rows.filter((row) => !row.hidden).map((row) => row.dataset.of)).size;
      counted.textContent = gettext("%(shown)s of %(all)s", { shown: fitting, all: total });
    };
    const keep = () => remember([...new FormData(form)]);
    const given = asked();
    for (const control of controls) {
      const value = given.get(control.name) ?? "";
      if (!control.options || [...control.options].some((option) => option.value === value)) control.value = value; // what is unknown is not asked for
    }
    form.addEventListener("input", () => { show(); keep(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { show(); keep(); }));
    place.append(form);
    show();
  }

  // ---- marks: what one means, beside it, for a pointer, the focus, and a first touch ----

  function explains(page) {
    const note = document.createElement("div");
    note.className = "pb-explained";
    note.setAttribute("aria-hidden", "true"); // the link itself holds the words
    note.hidden = true;
    page.append(note);
    let shown = null;
    const show = (mark) => {
      shown = mark;
      note.hidden = !mark;
      if (!mark) return;
      const column = mark.closest("td").dataset.label.replace(/:$/, "");
      note.textContent = mark.dataset.says.includes(column) ? mark.dataset.says : `${column}: ${mark.dataset.says}`;
      const box = mark.getBoundingClientRect();
      note.style.setProperty("left", `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 8))}px`);
      note.style.setProperty("top", `${box.bottom + 6 + note.offsetHeight > innerHeight ? box.top - note.offsetHeight - 6 : box.bottom + 6}px`);
    };
    const at = (event) => event.target.closest?.("[data-says]") ?? null;
    page.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") show(at(event)); });
    page.addEventListener("focusin", (event) => { if (at(event)?.matches(":focus-visible")) show(at(event)); });
    page.addEventListener("focusout", () => show(null));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") show(null); });
    addEventListener("scroll", () => show(null), { passive: true, capture: true });
    let touched = false;
    page.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    page.addEventListener("click", (event) => {
      const mark = at(event);
      if (mark && touched && shown !== mark) { // the first touch explains, the second follows
        event.preventDefault();
        show(mark);
      } else if (!mark) show(null);
    });
  }

  document.querySelectorAll("[data-lights]").forEach(lights);
  document.querySelectorAll("[data-narrows]").forEach(narrows);
  document.querySelectorAll(".pb-matrix").forEach(explains);
})();
