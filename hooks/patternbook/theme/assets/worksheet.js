// The worksheet: gathers what was reported and suggested for the answers, keeps them in the address, and writes them as Markdown.
// Without this the page is a form to print whose answers link to what was reported. All words come from the page.

const unique = (values) => [...new Set(values)];

/** What the data hold for the answers. Adds nothing, counts no organization, judges nothing. */
export function gather(sheet, chosen) {
  const picked = sheet.questions.map((each) => ({ ...each, values: (chosen[each.slug] ?? []).filter((value) => each.options.includes(value)) }));
  const structures = picked.filter((each) => !each.signs);
  const own = unique(structures.flatMap((each) => each.values));
  const open = structures.flatMap((each) => (each.values.length ? [] : each.options)).filter((id) => !own.includes(id));
  const ticked = unique(picked.flatMap((each) => (each.signs ? each.values : [])));
  const ways = new Map(); // finding -> whether sources state what ties it to the answers
  const tie = (finding, stated) => ways.set(finding, stated || (ways.get(finding) ?? false));

  const reported = own.map((id) => ({ pattern: id, effects: sheet.patterns[id].effects.filter((each) => each.effect !== "reported-in-all") }));
  for (const each of reported.flatMap((one) => one.effects)) if (each.effect !== "eases") tie(each.finding, !each.inferred);
  const listed = new Set(reported.flatMap((one) => one.effects.map((each) => each.finding)));

  const alike = new Map();
  for (const id of [...own, ...open]) {
    for (const each of sheet.patterns[id].effects.filter((one) => one.effect === "reported-in-all")) {
      alike.set(each.finding, [...(alike.get(each.finding) ?? []), { ...each, pattern: id }]);
      tie(each.finding, !each.inferred);
      listed.add(each.finding);
    }
  }
  for (const id of ticked) tie(id, true);
  const signs = unique(picked.flatMap((each) => (each.signs ? each.options : [])));
  return {
    ticked,
    reported,
    alike: [...alike].map(([finding, seen]) => ({ finding, seen })),
    untied: signs.filter((id) => !sheet.findings[id].seen.length),
    elsewhere: ticked.filter((id) => sheet.findings[id].seen.length && !listed.has(id)),
    advice: advised(sheet, ways),
  };
}

function advised(sheet, ways) {
  const found = new Map();
  for (const [finding, tied] of ways) {
    for (const { id, inferred } of sheet.findings[finding].advice) {
      const advice = found.get(id) ?? { id, stated: false, for: [] };
      advice.stated ||= tied && !inferred;
      advice.for.push([finding, tied && !inferred]);
      found.set(id, advice);
    }
  }
  const rank = (each) => sheet.recommendations[each.id].rank;
  const all = [...found.values()].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, "en", { numeric: true }));
  for (const each of all) if (each.stated) each.for = each.for.filter(([, stated]) => stated);
  return { stated: all.filter((each) => each.stated), inferred: all.filter((each) => !each.stated) };
}

/** The same in words: sections of groups of items; a line holds texts, links ({href, title, id}) and tags ({tag}). */
export function outline(answer, sheet, words) {
  const tag = (text) => ({ tag: text });
  const finding = (id) => [sheet.findings[id], ...(answer.ticked.includes(id) ? [tag(words.ticked)] : [])];
  const told = ({ aspect, condition, inferred }) => {
    const more = [aspect, condition && `${words.when} ${condition}`].filter(Boolean).join("; ");
    return [more && `: ${more}`, ...(inferred ? [tag(words.inferred)] : [])];
  };
  const grouped = (items, key) => items.reduce((groups, each) => groups.set(key(each), [...(groups.get(key(each)) ?? []), each]), new Map());
  const listing = (says, links) => [`${says} `, ...links.flatMap((link, index) => (index ? [", ", link] : [link]))];

  const structures = answer.reported.map(({ pattern, effects }) => {
    const { forms, more, ...link } = sheet.patterns[pattern];
    const items = [...grouped(effects, (each) => each.finding)].map(([id, own]) =>
      ({ line: finding(id), below: own.map((each) => [words.effects[each.effect][0], ...told(each)]) }));
    const none = effects.length ? [] : [[words.noEffect], ...(forms.length ? [listing(words.forms, forms)] : [])];
    return { title: [link], notes: [...none, ...(more ? [[words.more]] : [])], items };
  });
  const alike = answer.alike.map(({ finding: id, seen }) => ({
    line: finding(id),
    below: [...grouped(seen, (each) => [each.aspect, each.condition, each.inferred].join("\n")).values()].map((same) =>
      [...listing(words.alike, same.map((each) => sheet.patterns[each.pattern])), ...told(same[0])]),
  }));
  const elsewhere = answer.elsewhere.map((id) => ({
    line: [sheet.findings[id]],
    below: [...grouped(sheet.findings[id].seen, (each) => each.effect)].map(([effect, seen]) =>
      listing(words.effects[effect][1], unique(seen.map((each) => each.pattern.id)).map((one) => seen.find((each) => each.pattern.id === one).pattern))),
  }));
  const suggested = (all) => [...grouped(all, (each) => sheet.recommendations[each.id].support)].map(([support, items]) => ({
    title: [support],
    brief: !sheet.recommendations[items[0].id].lead,
    items: items.map((each) => {
      const { step, ours, ...link } = sheet.recommendations[each.id];
      return { line: [link, tag(`${words.for} ${each.for.map(([id]) => id).join(", ")}`)], below: [[`${words.first}: ${step}`, ...(ours ? [tag(words.isOurs)] : [])]] };
    }),
  }));
  const untied = answer.untied.map((id) => ({ line: finding(id), below: [] }));
  const { stated, inferred } = answer.advice;
  return [
    { title: words.with, notes: [structures.length ? words.withNote : words.noPattern], groups: structures },
    {
      title: words.whatever,
      notes: alike.length ? [] : [words.noneAlike],
      groups: [{ items: alike }, ...(untied.length ? [{ title: [words.untied], items: untied }] : [])],
    },
    ...(elsewhere.length ? [{ title: words.elsewhere, notes: [], groups: [{ items: elsewhere }] }] : []),
    { title: words.advice, notes: [stated.length ? words.adviceNote : words.noAdvice], groups: suggested(stated), advice: true },
    ...(inferred.length ? [{ title: words.ours, notes: [words.oursNote], groups: suggested(inferred), folded: inferred.length, advice: true }] : []),
  ];
}

/** Sections, below what was answered and written, as Markdown. */
export function markdown(page, sections, base) {
  const plain = (text) => text.replace(/[\\`*_[\]<>]/g, "\\$&");
  const text = (line) => line.map((part) => {
    if (part.tag) return ` (${part.tag})`;
    return part.href ? `[${plain(`${part.title} ${part.id}`)}](${new URL(part.href, base)})` : plain(part);
  }).join("");
  const out = [`# ${plain(page.title)}`, ""];
  for (const each of page.questions) out.push(`## ${plain(each.title)}`, "", ...each.answers.map((one) => `- ${text(one)}`), "", each.seen, "");
  for (const { title, notes, groups } of sections) {
    out.push(`## ${plain(title)}`, "", ...notes.flatMap((note) => [plain(note), ""]));
    for (const group of groups) {
      if (group.title) out.push(`### ${text(group.title)}`, "");
      for (const note of group.notes ?? []) out.push(text(note), "");
      for (const { line, below } of group.items) out.push(`- ${text(line)}`, ...below.map((each) => `  - ${text(each)}`));
      if (group.items.length) out.push("");
    }
  }
  return [...out, page.last, "", ...page.foot, ""].join("\n");
}

function element(name, content = [], attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...content);
  return made;
}

function inline(line) {
  return line.flatMap((part) => {
    if (part.tag) return ["\u00a0", element("span", [part.tag], { className: "pb-tag" })];
    if (!part.href) return [part];
    const id = element("span", [part.id], { className: "pb-id" });
    return [element("a", [element("span", [part.title], { className: "pb-title" }), " ", id], { href: part.href, className: "pb-link" })];
  });
}

function drawn({ title, notes, groups, folded }) {
  const body = notes.map((note) => element("p", [note], { className: "pb-hint" }));
  for (const group of groups) {
    if (group.title) body.push(element("h4", inline(group.title)));
    for (const note of group.notes ?? []) body.push(element("p", inline(note), { className: "pb-note" }));
    const items = group.items.map(({ line, below }) =>
      element("li", [...inline(line), ...below.map((each) => element("span", inline(each), { className: "pb-told" }))]));
    if (items.length) body.push(element("ul", items, { className: `pb-rows${group.brief ? " pb-brief" : ""}` }));
  }
  if (folded) return element("details", [element("summary", [`${title} (${folded})`]), ...body], { className: "pb-part pb-fold pb-folded" });
  return element("section", [element("h3", [title]), ...body], { className: "pb-part" });
}

function start(place) {
  const words = JSON.parse(place.dataset.words);
  const fields = [...place.querySelectorAll("[data-question]")];
  const inputs = (field) => [...field.querySelectorAll("input")];
  const [status, notice, answer, tools, shown] = ["[role=status]", "[data-notice]", ".pb-answer", ".pb-sheet-tools", "[data-answer]"].map((each) => place.querySelector(each));
  const questions = fields.map((field) => ({
    slug: field.dataset.question,
    signs: "signs" in field.dataset,
    options: inputs(field).filter((each) => !("open" in each.dataset)).map((each) => each.value),
  }));
  const chosen = () => Object.fromEntries(fields.map((field) => [field.dataset.question, inputs(field).filter((each) => each.checked).map((each) => each.value)]));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  let loading;
  const load = () => (loading ??= Promise.all(questions.map(async ({ slug }) => {
    const answered = await fetch(`${place.dataset.files}${slug}.json`);
    if (!answered.ok) throw new Error(answered.status);
    return answered.json();
  })).then((files) => {
    const sheet = { questions, patterns: {}, findings: {}, recommendations: {} };
    for (const file of files) for (const key of Object.keys(file)) for (const [id, row] of Object.entries(file[key])) sheet[key][id] = { ...sheet[key][id], ...row };
    return sheet;
  }));

  let sections = [];
  let asked = 0;
  const show = async () => {
    const now = (asked += 1);
    const answers = chosen();
    const any = Object.values(answers).some((values) => values.length);
    for (const field of fields) field.classList.toggle("pb-open-question", !answers[field.dataset.question].length);
    place.parentElement.classList.toggle("pb-answered", any);
    for (const each of document.querySelectorAll("[data-address]")) each.textContent = location.href.split("#")[0];
    answer.hidden = !any;
    if (!any) return;
    try {
      const sheet = await load();
      if (now !== asked) return; // somebody answered again meanwhile
      const found = gather(sheet, answers);
      sections = outline(found, sheet, words);
      shown.replaceChildren(...[false, true].map((advice) => element("div", sections.filter((each) => Boolean(each.advice) === advice).map(drawn))));
      status.textContent = fill(words.said, {
        with: unique(found.reported.flatMap((each) => each.effects.map((one) => one.finding))).length,
        whatever: found.alike.length + found.untied.length,
        advice: found.advice.stated.length,
        ours: found.advice.inferred.length,
      });
    } catch {
      loading = undefined;
      shown.textContent = status.textContent = words.failed;
    }
  };

  const remember = () => {
    const query = new URLSearchParams(Object.entries(chosen()).flatMap(([slug, values]) => values.map((value) => [slug, value])));
    history.replaceState(history.state, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  };
  const recall = () => {
    const said = [];
    const left = [];
    for (const field of fields) for (const input of inputs(field)) input.checked = false;
    for (const [slug, value] of new URLSearchParams(location.search)) {
      const options = inputs(fields.find((field) => field.dataset.question === slug) ?? document.createElement("p"));
      const exact = options.find((each) => each.value === value);
      const found = exact ?? options.find((each) => each.dataset.replaces?.split(" ").includes(value));
      if (!found || (found.type === "radio" && options.some((each) => each.checked))) left.push(`${slug}=${value}`.slice(0, 40));
      else {
        found.checked = true;
        alone(found);
        if (!exact) said.push(fill(words.replaced, { old: value, new: found.value }));
      }
    }
    if (left.length) said.push(fill(words.left, { what: left.slice(0, 5).join(", ") + (left.length > 5 ? ", …" : "") }));
    notice.textContent = said.join(" ");
    notice.hidden = !said.length;
  };
  /** Don't know and none fits stand alone. */
  const alone = (input) => {
    for (const each of input.checked ? inputs(input.closest("[data-question]")) : []) {
      if (each !== input && ("open" in input.dataset || "open" in each.dataset)) each.checked = false;
    }
  };

  const written = () => {
    const label = (field) => `${field.previousElementSibling.textContent}: ${field.value.trim()}`;
    return {
      title: place.parentElement.querySelector("h1").textContent,
      questions: fields.map((field) => {
        const answers = inputs(field).filter((each) => each.checked).map((each) => {
          const link = each.closest(".pb-option").querySelector("a");
          const text = each.nextElementSibling.firstChild.data.trim();
          return link ? [`${text} (`, { href: link.href, title: link.querySelector(".pb-title, .pb-hidden").textContent.trim(), id: each.value }, ")"] : [text];
        });
        return { title: field.querySelector("h2").textContent, answers: answers.length ? answers : [[words.open]], seen: label(field.querySelector("[data-seen]")) };
      }),
      last: label([...place.querySelectorAll("[data-seen]")].at(-1)),
      foot: [...place.parentElement.querySelectorAll(".pb-on-paper")].map((each) => each.textContent.trim().replace(/\s+/g, " ")),
    };
  };
  const download = () => {
    const blob = new Blob([markdown(written(), sections, location.href)], { type: "text/markdown" });
    const link = element("a", [], { href: URL.createObjectURL(blob), download: words.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const button = (text, act) => {
    const made = element("button", [text], { type: "button", className: "pb-plain" });
    made.addEventListener("click", act);
    return made;
  };
  const clear = () => {
    history.replaceState(history.state, "", location.pathname);
    recall();
    show();
    status.textContent = words.cleared;
    inputs(fields[0])[0].focus();
  };
  tools.append(button(words.print, () => print()), " ", button(words.download, download), " ", button(words.clear, clear));
  place.addEventListener("change", (event) => {
    if (!event.target.matches("input")) return;
    alone(event.target);
    notice.hidden = true;
    remember();
    show();
  });
  recall();
  show();
}

const place = document.querySelector("[data-words]");
if (place) start(place);
