// The catalogue narrowed down: facets with counts, words, order, cards or a table. The choice is part of the address.
// facets.json says what there is; files of rows are asked for when they are needed, and what is shown is made of them as text.
// Without this the page lists everything by kind.
import { asked, field, holds, query, remember, wanted } from "./narrow.js";

const { gettext, ngettext } = window.patternbookWords;

const SHOWN = 30; // results, and as many more each time
const LISTED = 12; // values of a facet, before somebody asks for more
const FOUND = 40; // values of a facet that are listed at most
const MOST_AT_ONCE = 2000; // rows up to which all are asked for as soon as the catalogue is narrowed down
const COLUMNS = 5; // of the table besides entry and kind
const MOST_VALUES = 3; // on average, in a column
const OWN = ["words", "sort", "view"];
const NONE = [];

const place = document.querySelector(".pb-browse");
const form = place.querySelector(".pb-browse-form");
const typed = form.querySelector("[name=words]");
const sort = place.querySelector("[name=sort]");
const counted = place.querySelector(".pb-browse-count");
const chips = place.querySelector(".pb-browse-chosen");
const said = place.querySelector(".pb-browse-said");
const results = place.querySelector(".pb-browse-results");
const views = [...place.querySelectorAll(".pb-browse-view button")];
const marks = new Map([...place.querySelectorAll("template")].map((each) => [each.dataset.kind, each.content]));
const base = new URL(place.dataset.facets, document.baseURI);

let all; // facets.json
let facets; // name -> what is known of a facet, and its element
const titles = new Map(); // id -> title, of what is loaded or listed
const chosen = new Map(); // facet -> values
let view = "";
let shown = SHOWN;
let latest = 0;
let unknown = [];

// ---- rows ----

async function json(file) {
  const answer = await fetch(new URL(file, base));
  if (!answer.ok) throw new Error(`${answer.status}: ${file}`);
  return answer.json();
}

const load = (file) => {
  file.asked ??= json(file.name).then((part) => { file.rows = part.rows.map((row) => unpacked(row, part)); }, (problem) => {
    file.asked = undefined; // it may be there next time
    throw problem;
  });
  return file.asked;
};

function unpacked([id, title, note, text, ...places], part) {
  const values = { kind: [part.kind] };
  part.facets.forEach(([name, listed], index) => {
    if (!places[index].length) return;
    values[name] = places[index].map((at) => (Array.isArray(listed[at]) ? listed[at][0] : listed[at]));
    const labels = facets.get(name)?.labels;
    if (labels) for (const each of listed) if (Array.isArray(each)) labels.set(...each);
  });
  titles.set(id, title);
  return { id, title, note, text, values, kind: part.kind, hay: `${id} ${title} ${note} ${text}`.toLowerCase() };
}

const number = (count) => count.toLocaleString(document.documentElement.lang || "en");
const isNarrowed = () => chosen.size > 0 || wanted(typed.value).length > 0;
const labelOf = (facet, value) => facet.labels.get(value) ?? titles.get(value) ?? value;

/** The files that the answer needs: all, or those of the chosen kinds where there is much; unless narrowed down, the first rows. */
function needed() {
  const kinds = all.rows > MOST_AT_ONCE ? chosen.get("kind") : undefined;
  if (isNarrowed() || sort.value) return all.files.filter((file) => !kinds || kinds.has(file.kind));
  let rows = 0;
  return all.files.filter((file) => (rows < shown ? (rows += file.count, true) : false));
}

// ---- the answer ----

function answer(files) {
  const words = wanted(typed.value);
  const groups = [...chosen];
  const hits = [];
  const near = new Map([["words", []], ...groups.map(([name]) => [name, []])]); // what only this keeps away
  for (const file of files) {
    for (const row of file.rows) {
      let missed = 0;
      let by;
      if (words.length && !holds(row.hay, words)) { missed = 1; by = "words"; }
      for (const [name, values] of groups) {
        if (missed > 1) break;
        if (!(row.values[name] ?? NONE).some((value) => values.has(value))) { missed += 1; by = name; }
      }
      if (!missed) hits.push(row);
      else if (missed === 1) near.get(by).push(row);
    }
  }
  return { hits: ordered(hits), near };
}

const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

function ordered(hits) {
  if (!sort.value) return hits;
  if (sort.value === "title") return hits.sort((one, other) => collator.compare(one.title, other.title));
  const rank = (row) => row.values[sort.value]?.[0] ?? "";
  return hits.sort((one, other) => collator.compare(rank(other), rank(one)));
}

// ---- facets ----

function option(facet, value) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = facet.name;
  box.value = value;
  box.checked = chosen.get(facet.name)?.has(value) ?? false;
  const number = document.createElement("span");
  number.className = "pb-browse-number";
  const title = document.createElement("span");
  title.textContent = labelOf(facet, value);
  const line = document.createElement("label");
  line.append(box, title, number);
  return { value, box, number, title, line };
}

/** The values that a facet lists now: the chosen ones, and the most frequent, or those that hold the words looked for. */
function listed(facet) {
  const own = [...(chosen.get(facet.name) ?? NONE)];
  const words = wanted(facet.find?.value ?? "");
  const known = facet.known();
  const found = words.length ? known.filter((value) => holds(`${value} ${labelOf(facet, value)}`.toLowerCase(), words)) : known;
  const most = words.length || facet.isWide ? FOUND : LISTED;
  return [...new Set([...own, ...found.slice(0, most)])];
}

function fill(facet) {
  facet.options = listed(facet).map((value) => option(facet, value));
  facet.group.replaceChildren(...facet.options.map((each) => each.line));
  const hidden = Math.max(facet.all, facet.known().length) - facet.options.length;
  facet.more.hidden = facet.isWide || hidden <= 0;
  facet.search.hidden = !(facet.isWide && facet.all > FOUND);
  facet.more.textContent = gettext("Show more (%(count)s)", { count: hidden });
}

/** Counts of a facet over the rows that everything else lets through. */
function count(facet, found, isWhole) {
  facet.chosen.textContent = chosen.get(facet.name)?.size || "";
  if (!facet.element.open) return;
  const numbers = new Map();
  for (const rows of found ? [found.hits, found.near.get(facet.name) ?? NONE] : NONE) {
    for (const row of rows) for (const value of row.values[facet.name] ?? NONE) numbers.set(value, (numbers.get(value) ?? 0) + 1);
  }
  for (const each of facet.options) {
    const others = facet.name === "kind" && !isWhole && !chosen.get("kind")?.has(each.value); // not loaded
    const number = found ? (others ? "" : String(numbers.get(each.value) ?? 0)) : String(facet.counts.get(each.value) ?? "");
    if (each.number.textContent !== number) each.number.textContent = number;
    each.line.classList.toggle("pb-browse-nothing", number === "0");
    const checked = chosen.get(facet.name)?.has(each.value) ?? false;
    if (each.box.checked !== checked) each.box.checked = checked;
    const title = labelOf(facet, each.value);
    if (each.title.textContent !== title) each.title.textContent = title;
  }
}

function facetOf(declared, index) {
  const element = document.createElement("details");
  element.className = "pb-browse-facet";
  element.open = index < 4 && matchMedia("(min-width: 60em)").matches;
  const summary = document.createElement("summary");
  const number = document.createElement("span");
  number.className = "pb-tag";
  summary.append(`${declared.label} `, number);
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", declared.label);
  const find = document.createElement("input");
  find.type = "search";
  find.autocomplete = "off";
  const search = field(gettext("Find in this list"), find);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "pb-plain";
  element.append(summary, search, group, more);
  const facet = {
    ...declared,
    element,
    group,
    find,
    search,
    more,
    chosen: number,
    counts: new Map(declared.values.map(([value, , many]) => [value, many])),
    labels: new Map(declared.entries ? [] : declared.values.map(([value, title]) => [value, title])),
    first: declared.values.map(([value]) => value),
    options: [],
    isWide: false,
    /** Its values, the most frequent first, as far as they are loaded. */
    known() {
      if (facet.first.length >= declared.all) return facet.first;
      const rest = new Set();
      for (const file of all.files) for (const row of file.rows ?? NONE) for (const value of row.values[declared.name] ?? NONE) rest.add(value);
      return [...new Set([...facet.first, ...rest])];
    },
  };
  if (declared.entries) for (const [value, title] of declared.values) titles.set(value, title);
  more.addEventListener("click", async () => {
    facet.isWide = true;
    if (facet.all > facet.first.length) await Promise.all(all.files.map(load)).catch(failed);
    fill(facet);
    refresh();
    (facet.search.hidden ? facet.options[LISTED]?.box : find)?.focus();
  });
  find.addEventListener("input", (event) => { event.stopPropagation(); fill(facet); refresh(); });
  element.addEventListener("toggle", refresh);
  return facet;
}

// ---- what is shown ----

function link(row) {
  const anchor = document.createElement("a");
  const [before, after] = all.kinds[row.kind][3];
  anchor.href = `${before}${row.id}${after}`;
  anchor.className = "pb-link";
  const title = document.createElement("span");
  title.className = "pb-title";
  title.textContent = row.title;
  const id = document.createElement("span");
  id.className = "pb-id";
  id.textContent = row.id;
  anchor.append(marks.get(row.kind)?.cloneNode(true) ?? "", title, " ", id);
  return anchor;
}

const worded = (row, name) => (row.values[name] ?? NONE).map((value) => labelOf(facets.get(name), value)).join(", ");

function card(row) {
  row.card ??= makeCard(row);
  return row.card;
}

function makeCard(row) {
  const item = document.createElement("li");
  item.append(link(row));
  const text = document.createElement("span");
  text.className = "pb-row-text";
  text.textContent = row.text;
  const facts = [row.note, ...all.facets.filter((each) => each.group || each.scale).map((each) => worded(row, each.name))].filter(Boolean);
  const note = document.createElement("span");
  note.className = "pb-note";
  note.textContent = facts.join(" · ");
  item.append(text, note);
  return item;
}

function cards(rows) {
  const list = document.createElement("ul");
  list.className = "pb-rows pb-browse-cards";
  list.append(...rows.map(card));
  return list;
}

function cell(row, name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  row.append(made);
  return made;
}

function table(rows) {
  const many = (name) => rows.reduce((sum, row) => sum + (row.values[name]?.length ?? 0), 0);
  const columns = all.facets.filter((each) => !each.entries && each.name !== "kind" && many(each.name) > 0 && many(each.name) <= MOST_VALUES * rows.length)
    .slice(0, COLUMNS);
  const made = document.createElement("table");
  made.className = "pb-table pb-cards";
  made.createCaption().textContent = gettext("Results, one per row");
  made.caption.className = "pb-hidden";
  const head = made.createTHead().insertRow();
  for (const title of [gettext("Entry"), gettext("Kind"), ...columns.map((each) => each.label)]) cell(head, "th", title).scope = "col";
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    const first = cell(line, "th", "");
    first.scope = "row";
    first.append(link(row));
    cell(line, "td", all.kinds[row.kind][0]).dataset.label = gettext("Kind");
    for (const each of columns) cell(line, "td", worded(row, each.name)).dataset.label = each.label;
  }
  const scroll = document.createElement("div");
  scroll.className = "pb-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", gettext("Results, one per row"));
  scroll.append(made);
  return scroll;
}

function button(words, act, label = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pb-plain";
  made.textContent = words;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function without(name) {
  if (name === "words") typed.value = "";
  else chosen.delete(name);
  changed(true);
}

/** Nothing fits: what to leave out, and how much there would be without it. */
function nothing(found) {
  const box = document.createElement("div");
  box.className = "pb-browse-none";
  const groups = [...found.near].filter(([name]) => name !== "words" || wanted(typed.value).length);
  const helps = groups.filter(([, rows]) => rows.length).sort(([, one], [, other]) => other.length - one.length);
  const line = document.createElement("p");
  line.textContent = helps.length ? gettext("Nothing here fits all of this.")
    : gettext("Nothing here fits, even with one choice less. That says nothing about the world: perhaps nobody has looked.");
  const list = document.createElement("ul");
  for (const [name, rows] of helps) {
    const item = document.createElement("li");
    const what = name === "words" ? gettext("the words “%(words)s”", { words: typed.value.trim() }) : `${facets.get(name).label}: ${[...chosen.get(name)].map((value) => labelOf(facets.get(name), value)).join(", ")}`;
    item.append(button(gettext("Without %(what)s", { what }), () => without(name)), ` ${ngettext("%(num)s fits", "%(num)s fit", rows.length)}`);
    list.append(item);
  }
  box.append(line, ...(helps.length ? [list] : []), button(gettext("Leave out everything"), clear));
  return box;
}

function clear() {
  typed.value = "";
  chosen.clear();
  changed(true);
  typed.focus();
}

function showChosen() {
  const parts = [...chosen].flatMap(([name, values]) => [...values].map((value) => {
    const words = `${facets.get(name).label}: ${labelOf(facets.get(name), value)}`;
    return button(`${words} ×`, () => { toggle(name, value, false); changed(true); typed.focus(); }, gettext("Leave out %(what)s", { what: words }));
  }));
  if (parts.length > 1) parts.push(button(gettext("Leave out all"), clear));
  chips.replaceChildren(...parts);
}

function showUnknown() {
  const line = document.createElement("p");
  line.className = "pb-note";
  line.textContent = gettext("Left aside, as nothing here is called so: %(what)s.", { what: unknown.map(([name, value]) => `${name}=${value}`).join(", ") });
  said.replaceChildren(...(unknown.length ? [line] : []));
}

let last; // the answer shown

function show(files) {
  const isWhole = files.length === all.files.length;
  const found = answer(files);
  const total = isNarrowed() ? found.hits.length : all.rows;
  last = { found, isWhole };
  const whole = ngettext("%(count)s entry", "%(count)s entries", all.rows, { count: number(all.rows) });
  counted.textContent = isNarrowed() ? gettext("%(shown)s of %(all)s", { shown: number(total), all: whole }) : whole;
  const rows = found.hits.slice(0, shown);
  const made = rows.length ? [view === "table" ? table(rows) : cards(rows)] : [nothing(found)];
  if (total > rows.length && rows.length) {
    made.push(button(gettext("Show %(count)s more", { count: Math.min(SHOWN, total - rows.length) }), async () => {
      const at = rows.length;
      shown += SHOWN;
      await apply();
      results.querySelectorAll(".pb-link")[at]?.focus();
    }));
  }
  results.replaceChildren(...made);
  showChosen();
  refresh();
}

/** The facets that any of the rows has a value of; those of which none has say nothing here. */
function present(rows) {
  const names = new Set(["kind", ...chosen.keys()]);
  for (const row of rows) for (const name of Object.keys(row.values)) names.add(name);
  return names;
}

function refresh() {
  if (!last) return;
  const names = isNarrowed() && last.found.hits.length ? present(last.found.hits) : null;
  for (const facet of facets.values()) {
    const isHidden = names !== null && !names.has(facet.name);
    if (facet.element.hidden !== isHidden) facet.element.hidden = isHidden;
    if (facet.element.open && !facet.options.length) fill(facet);
    count(facet, isNarrowed() ? last.found : null, last.isWhole);
  }
}

function failed(problem) {
  counted.textContent = gettext("The list could not be loaded. Try again, or use the indexes.");
  console.warn(String(problem));
}

async function apply() {
  const turn = ++latest;
  const files = needed();
  if (files.some((file) => !file.rows)) {
    if (last) counted.textContent = gettext("Looking …");
    try { await Promise.all(files.map(load)); } catch (problem) { failed(problem); return; }
    if (turn !== latest) return; // asked for something else meanwhile
  }
  leaveUnknown(files);
  show(files);
}

// ---- the choice, and the address ----

function toggle(name, value, on) {
  const values = chosen.get(name) ?? new Set();
  if (on) values.add(value);
  else values.delete(value);
  if (values.size) chosen.set(name, values);
  else chosen.delete(name);
}

const pairs = () => [
  ["words", typed.value.trim()],
  ...[...facets.keys()].flatMap((name) => [...(chosen.get(name) ?? NONE)].map((value) => [name, value])),
  ["sort", sort.value],
  ["view", view],
];

function changed(isStep) {
  shown = SHOWN;
  if (query(pairs()) !== location.search) remember(pairs(), isStep);
  return apply();
}

/** The choice that the address names. What is no name here is kept apart, and said. */
function read() {
  chosen.clear();
  unknown = [];
  let order = "";
  view = "";
  typed.value = "";
  for (const [name, value] of asked()) {
    if (name === "words") typed.value = value;
    else if (name === "sort" && [...sort.options].some((each) => each.value === value)) order = value;
    else if (name === "view" && views.some((each) => each.value === value)) view = value;
    else if (facets.has(name) && !OWN.includes(name)) toggle(name, value, true);
    else unknown.push([name, value]);
  }
  sort.value = order;
  for (const each of views) each.setAttribute("aria-pressed", String(each.value === view));
  for (const [name, facet] of facets) {
    if (chosen.has(name)) facet.element.open = true;
    if (facet.options.length) fill(facet);
  }
}

/** Values that nothing has are left out, where everything is known. */
function leaveUnknown(files) {
  for (const [name, values] of [...chosen]) {
    const facet = facets.get(name);
    if (facet.first.length < facet.all && files.length < all.files.length) continue;
    const known = new Set(facet.known());
    for (const value of [...values]) {
      if (known.has(value)) continue;
      unknown.push([name, value]);
      toggle(name, value, false);
    }
    if (facet.options.length) fill(facet);
  }
  showUnknown();
}

async function start() {
  all = await json(base);
  all.files = all.files.map(([name, kind, count]) => ({ name, kind, count }));
  const kinds = { name: "kind", label: gettext("Kind"), all: Object.keys(all.kinds).length };
  kinds.values = Object.entries(all.kinds).map(([name, [, many, number]]) => [name, many, number]);
  all.facets = [kinds, ...all.facets.filter((each) => each.name !== "kind")];
  facets = new Map(all.facets.map((each, index) => [each.name, facetOf(each, index)]));
  place.querySelector(".pb-browse-list").replaceChildren(...[...facets.values()].map((each) => each.element));
  const orders = [["", gettext("by kind and number")], ["title", gettext("by title")], ...all.facets.filter((each) => each.scale).map((each) => [each.name, each.label])];
  sort.replaceChildren(...orders.map(([value, words]) => new Option(words, value)));
  const panel = place.querySelector(".pb-browse-facets");
  const wide = matchMedia("(min-width: 60em)");
  const unfold = () => { panel.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  form.addEventListener("focusin", () => { if (all.rows <= MOST_AT_ONCE) all.files.map(load).forEach((each) => each.catch(() => {})); });
  form.addEventListener("input", (event) => {
    if (event.target === typed) changed(!asked().get("words"));
    else if (event.target.type === "checkbox") { toggle(event.target.name, event.target.value, event.target.checked); changed(true); }
  });
  sort.addEventListener("change", () => changed(true));
  for (const each of views) {
    each.addEventListener("click", () => {
      view = each.value;
      for (const other of views) other.setAttribute("aria-pressed", String(other === each));
      changed(true);
    });
  }
  addEventListener("popstate", () => { if (!location.hash || asked().size || last) { read(); shown = SHOWN; apply(); } });
  place.classList.add("pb-on");
  read();
  if (!(location.hash && !location.search && document.getElementById(location.hash.slice(1)))) await apply(); // a link to a part of the list
}

start().catch((problem) => {
  place.classList.add("pb-off"); // the list stays
  console.warn(String(problem));
});
