// One search box over a static index: see hooks/patternbook/search/. A page loads this file and nothing else of the search;
// the first letter asks for the manifest, the words typed for the shards they may be in, the best results for their titles.
// All that is shown is put in as text.
(() => {
  "use strict";

  const HERE = document.currentScript.src;
  const INDEX = new URL("search/", HERE);
  const ROOT = new URL("../", HERE);
  const SHOWN = 10;
  const PAUSE = 120; // milliseconds without a letter before asking

  // ---- words: as in hooks/patternbook/search/tokenize.py ----

  const ALONE = "\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
  const LETTER = `(?![${ALONE}])[\\p{L}\\p{N}]`;
  const ID = "[a-z]{1,3}-[0-9]{3,}(?![\\p{L}\\p{N}])";
  const WORD = new RegExp(`${ID}|[${ALONE}]|(?:${LETTER}){2,}(?:\\+\\+|#)?|${LETTER}(?:\\+\\+|#)`, "gu");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", "'": "", "’": "" };

  const fold = (text) => text.toLowerCase().normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþıς'’]/gu, (letter) => LETTERS[letter]);
  const words = (text) => fold(text).match(WORD) ?? [];

  // ---- a query: what every result has to hold ----

  const OPEN_ID = /(?:^|\s)([a-z]{1,3}-[0-9]{0,2})$/u;
  const LOOSE_ID = /^\s*([a-z]{1,3})[\s-]?0*([1-9][0-9]*)\s*$/u;

  // [{text, open}]: `open` words may go on; the last one always may, for it may not be finished.
  function query(text) {
    const folded = fold(text);
    const begun = OPEN_ID.exec(folded);
    const found = words(begun ? folded.slice(0, begun.index) : folded).map((word) => ({ text: word, open: false }));
    if (begun) found.push({ text: begun[1], open: true });
    else if (found.length) found.at(-1).open = true;
    return found;
  }

  // `f12`, `F 12` and `f-12` as ids are written.
  function asId(text) {
    const match = LOOSE_ID.exec(fold(text));
    return match ? [3, 4, 5].map((width) => `${match[1]}-${match[2].padStart(width, "0")}`) : [];
  }

  // How a word begins in American and in British English, where no rule tells one from the other.
  const BEGINNINGS = [
    ["acknowledgment", "acknowledgement"], ["analog", "analogue"], ["artifact", "artefact"], ["behavior", "behaviour"],
    ["catalog", "catalogue"], ["center", "centre"], ["color", "colour"], ["defens", "defenc"], ["dialog", "dialogue"],
    ["endeavor", "endeavour"], ["favor", "favour"], ["fulfill", "fulfil"], ["judgment", "judgement"], ["labor", "labour"],
    ["licens", "licenc"], ["neighbor", "neighbour"], ["practic", "practis"], ["program", "programme"], ["rigor", "rigour"],
    ["skeptic", "sceptic"],
  ];

  // A word as the other side of the Atlantic writes it; some of what comes out is no word, and found nowhere.
  function across(word) {
    const other = { s: "z", z: "s" };
    return [
      word.replace(/([a-z]{3}[iy])([sz])(?=(?:e[sdr]?|ers|ing|ation.*)$)/u, (_, before, letter) => before + other[letter]),
      word.replace(/([a-z]{3}[aeiou]l)(l?)(?=(?:ed|ings?|ers?)$)/u, (_, before, twice) => before + (twice ? "" : "l")),
      ...BEGINNINGS.flatMap((pair) => pair.flatMap((from, side) => word.startsWith(from) ? [pair[1 - side] + word.slice(from.length)] : [])),
    ];
  }

  // The other spellings a reader would expect to find: one and many, American and British.
  function alike(word) {
    const found = new Set();
    if (/^[a-z]{3,}$/u.test(word)) {
      if (/ies?$/u.test(word)) found.add(word.replace(/ies?$/u, "y"));
      if (/(?:s|x|z|ch|sh)es$/u.test(word)) found.add(word.slice(0, -2));
      if (/[^s]s$/u.test(word)) found.add(word.slice(0, -1));
      if (/[^aeiou]y$/u.test(word)) found.add(`${word.slice(0, -1)}ies`);
      if (!word.endsWith("s")) found.add(`${word}s`);
      if (/(?:[^s]|ss)$/u.test(word)) found.add(`${word}es`);
      for (const other of [word, ...found].flatMap(across)) found.add(other);
      found.delete(word);
    }
    return [...found];
  }

  // ---- files of the index ----

  const received = new Map();
  const asked = new Map();

  // What every file of the index calls.
  function receive(name, data) {
    received.set(name, typeof data === "string" ? data.split(" ").map((line) => line.split("=")) : data);
  }

  function load(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, INDEX).href;
        script.onload = () => {
          script.remove();
          resolve(received.get(name));
        };
        script.onerror = () => {
          script.remove();
          asked.delete(name); // the next letter tries again
          reject(new Error(`${name} did not come`));
        };
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  const shardName = (bound) => `words-${bound.replace(/[^a-z0-9]/gu, (letter) => `_${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;

  // The shards that words from `start` to `end` may be in.
  function between(bounds, start, end) {
    return bounds.filter((bound, place) => bound <= end && (place + 1 === bounds.length || start < bounds[place + 1]));
  }

  async function lines(bounds, start, end, fits) {
    const shards = await Promise.all(between(bounds, start, end).map((bound) => load(shardName(bound))));
    return shards.flatMap((shard) => shard.filter(([word]) => fits(word)));
  }

  const exactly = (bounds, word) => lines(bounds, word, word, (found) => found === word);
  const beginning = (bounds, word) => lines(bounds, word, `${word}\uffff`, (found) => found.startsWith(word));

  const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, value) => [digit, value]));

  function numbers(text) {
    const found = [];
    let at = -1, gap = 0;
    for (const digit of text) {
      const value = DIGITS.get(digit);
      gap = gap * 32 + (value & 31);
      if (value < 32) {
        at += gap + 1;
        gap = 0;
        found.push(at);
      }
    }
    return found;
  }

  // ---- finding ----

  const WEIGHTS = [12, 6, 3, 1]; // id and short title; title and other names; statement and signs; the rest
  const ALMOST = 0.9, BEGUN = 0.5; // another spelling; only the beginning

  // The words of the index that one word of the query stands for: [[weight, line]].
  async function standsFor(bounds, { text, open }) {
    const near = alike(text);
    const [same, other] = await Promise.all([exactly(bounds, text), Promise.all(near.map((word) => exactly(bounds, word)))]);
    const found = [...same.map(([, line]) => [1, line]), ...other.flat().map(([, line]) => [ALMOST, line])];
    if (!open && found.length) return found;
    const longer = await beginning(bounds, text);
    return found.concat(longer.filter(([word]) => word !== text && !near.includes(word)).map(([, line]) => [BEGUN, line]));
  }

  // How well every page answers one word: an array by number, 0 where it does not. A rare word counts more than a common one.
  async function scores(manifest, word) {
    const found = new Float32Array(manifest.size);
    let many = 0;
    for (const [share, line] of await standsFor(manifest.words, word)) {
      line.split(".").forEach((part, level) => {
        const score = share * WEIGHTS[level];
        for (const page of numbers(part)) {
          if (!found[page]) many += 1;
          if (found[page] < score) found[page] = score;
        }
      });
    }
    const rare = Math.log2(2 + manifest.size / (many || 1));
    return found.map((score) => score * rare);
  }

  const kindOf = (manifest, page) => manifest.kinds.findLast((kind) => kind.start <= page);

  async function rows(manifest, pages) {
    const blocks = pages.map((page) => {
      const kind = kindOf(manifest, page);
      return load(`titles-${kind.name}-${(page - kind.start) >> kind.shift}`).then((block) => [kind, block.find(([slot]) => slot === page - kind.start)]);
    });
    return (await Promise.all(blocks)).filter(([, row]) => row).map(([kind, [, id, title, line, retired]]) => ({
      kind, id, title, line, retired: Boolean(retired),
      href: new URL(kind.name === "page" ? id : kind.folder + encodeURIComponent(id) + manifest.suffix, ROOT).href,
    }));
  }

  // Pages that hold every word, the best first. Those whose id or whole short title was typed come before all.
  async function find(text) {
    const manifest = await load("manifest");
    const asks = query(text);
    const whole = [...asId(text), ...(asks.length ? [`${asks.map((word) => word.text).join("_")}_`] : [])];
    const meant = await Promise.all(whole.map((word) => exactly(manifest.words, word)));
    const exact = new Set(meant.flat().flatMap(([, line]) => numbers(line.split(".")[0])));
    const each = await Promise.all(asks.map((word) => scores(manifest, word)));
    const total = new Map();
    for (let page = 0; page < manifest.size && each.length; page += 1) {
      if (each.every((found) => found[page])) total.set(page, each.reduce((sum, found) => sum + found[page], 0));
    }
    for (const page of exact) total.set(page, Infinity);
    const pages = [...total.keys()].sort((one, other) => total.get(other) - total.get(one) || one - other);
    return { manifest, asks, pages };
  }

  window.patternbookSearch = Object.assign(receive, { words, query, alike, asId, numbers, find, rows });

  // ---- the box ----

  const box = document.querySelector(".pb-search");
  if (!box) return;

  // The box is made here and not in every page: nothing in it is of use without this script.
  box.insertAdjacentHTML("beforeend", `
    <button type="button" class="pb-search-open pb-button" aria-label="Search" aria-expanded="false" aria-controls="pb-search-form"></button>
    <form class="pb-search-form" id="pb-search-form" role="search">
      <div class="pb-search-line-in">
        <input type="text" class="pb-search-query" name="q" role="combobox" aria-label="Search by id, title or word" aria-autocomplete="list"
          aria-expanded="false" aria-controls="pb-search-results" aria-keyshortcuts="/" placeholder="Search: F-012, word, title"
          autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" enterkeyhint="go">
        <kbd class="pb-search-key" aria-hidden="true">/</kbd>
        <button type="button" class="pb-search-close">Close</button>
      </div>
      <div class="pb-search-popup" hidden>
        <div class="pb-search-kinds" role="group" aria-label="Show one kind"></div>
        <div class="pb-search-results" id="pb-search-results" role="listbox" aria-label="Results"></div>
        <p class="pb-search-note" hidden></p>
      </div>
      <p class="pb-search-status pb-hidden" role="status"></p>
    </form>`);

  const part = (name) => box.querySelector(`.pb-search-${name}`);
  const form = part("form"), input = part("query"), popup = part("popup"), list = part("results"), kinds = part("kinds");
  const note = part("note"), status = part("status"), opener = part("open"), closer = part("close"), instead = part("instead");

  let result = null; // what find gave for the text that is shown
  let running = Promise.resolve();
  let latest = 0;
  let timer = 0;
  let only = ""; // name of the one kind that is shown
  let shown = SHOWN;
  let active = -1;

  function element(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A kind's mark: the manifest has its shapes, as pages/svg/diagrams.py draws them.
  function mark(kind) {
    const source = `<svg xmlns="http://www.w3.org/2000/svg" class="pb-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${kind.mark}</svg>`;
    return document.importNode(new DOMParser().parseFromString(source, "image/svg+xml").documentElement, true);
  }

  // The text with the words that were looked for marked in it.
  function marked(name, text, asks) {
    const made = element("span", name);
    const wanted = asks.flatMap((word) => [word, ...alike(word.text).map((other) => ({ text: other, open: false }))]);
    const hit = (found) => wanted.some((word) => found === word.text || (word.open && found.startsWith(word.text)));
    for (const piece of text.split(/([\p{L}\p{N}\p{M}'’+#]+)/u)) {
      if (words(piece).some(hit)) made.append(element("mark", "pb-search-hit", piece));
      else made.append(piece);
    }
    return made;
  }

  function option(row, place, asks) {
    const made = element("a", "pb-search-option");
    made.id = `pb-search-${place}`;
    made.href = row.href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const head = element("span", "pb-search-kind");
    head.append(mark(row.kind), row.kind.one, " ");
    if (row.kind.ids) head.append(element("span", "pb-id", row.id), " ");
    if (row.retired) head.append(element("span", "pb-gone", "retired"), " ");
    made.append(head, marked("pb-search-title", row.title, asks), " ");
    if (row.line) made.append(marked("pb-search-line", row.line, asks));
    return made;
  }

  function more(left, place) {
    const made = element("div", "pb-search-option pb-search-more", `Show ${Math.min(SHOWN, left)} more of ${left}`);
    made.id = `pb-search-${place}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.addEventListener("click", () => {
      shown += SHOWN;
      const was = place;
      running = show().then(() => choose(was));
      input.focus();
    });
    return made;
  }

  // A button per kind among the results, to see one kind only.
  function showKinds() {
    const counts = new Map();
    for (const page of result.pages) {
      const kind = kindOf(result.manifest, page);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    if (![...counts.keys()].some((kind) => kind.name === only)) only = "";
    const button = (name, label, count) => {
      const made = element("button", "pb-search-only", `${label} ${count}`);
      made.type = "button";
      made.setAttribute("aria-pressed", String(only === name));
      made.addEventListener("click", () => {
        only = name;
        shown = SHOWN;
        running = show();
        [...kinds.children].find((each) => each.getAttribute("aria-pressed") === "true").focus();
      });
      return made;
    };
    const several = [...counts].map(([kind, count]) => button(kind.name, kind.many, count));
    kinds.replaceChildren(...(several.length > 1 ? [button("", "All", result.pages.length), ...several] : []));
  }

  async function show() {
    const mine = latest, { manifest, asks, pages } = result;
    showKinds();
    const kept = only ? pages.filter((page) => kindOf(manifest, page).name === only) : pages;
    const found = await rows(manifest, kept.slice(0, shown));
    if (mine !== latest) return;
    const left = kept.length - found.length;
    list.replaceChildren(...found.map((row, place) => option(row, place, asks)), ...(left > 0 && shown < kept.length ? [more(left, found.length)] : []));
    list.hidden = !found.length;
    choose(-1);
    if (!asks.length && !kept.length) say("Type a word, a title or an id such as F-012.");
    else if (!kept.length) say("Nothing found. Fewer or other words may help.");
    else say("", `${kept.length} ${kept.length === 1 ? "result" : "results"}`);
    open();
  }

  // A line for everybody, and what a screen reader says if that is something else.
  function say(text, aloud = text) {
    note.textContent = text;
    note.hidden = !text;
    status.textContent = aloud;
  }

  async function search() {
    const mine = ++latest, text = input.value;
    if (!text.trim()) {
      close();
      return;
    }
    const slow = setTimeout(() => { if (mine === latest) { say("Searching …"); open(); } }, 400);
    try {
      const found = await find(text);
      if (mine !== latest) return;
      result = found;
      shown = SHOWN;
      await show();
    } catch (error) {
      if (mine !== latest) return;
      list.replaceChildren();
      list.hidden = true;
      kinds.replaceChildren();
      say("The search could not be loaded. The catalogue page lists every entry.");
      open();
    } finally {
      clearTimeout(slow);
    }
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = 0;
    if (wait) timer = setTimeout(() => soon(0), wait);
    else running = search();
    return running;
  }

  const narrow = () => getComputedStyle(opener).display !== "none";

  function open() {
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
    status.textContent = "";
  }

  // On a phone the box is a button that opens over the page.
  function over(on) {
    box.classList.toggle("pb-search-on", on);
    document.documentElement.classList.toggle("pb-searching", on);
    opener.setAttribute("aria-expanded", String(on));
  }

  function enter() {
    if (narrow()) over(true);
    input.focus();
    input.select();
  }

  function leave() {
    latest += 1; // whatever is still on its way comes too late
    clearTimeout(timer);
    close();
    over(false);
  }

  function choose(place) {
    active = list.children.length ? place : -1;
    for (const [each, made] of [...list.children].entries()) made.setAttribute("aria-selected", String(each === active));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  // One down or up; before the first and after the last stands the box itself.
  function step(by) {
    const count = list.children.length + 1;
    choose(((active + 1 + by + count) % count) - 1);
  }

  input.addEventListener("focus", () => { load("manifest").catch(() => {}); }, { once: true });
  input.addEventListener("input", () => { soon(PAUSE); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (popup.hidden) soon(0);
      else step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (timer || popup.hidden) soon(0);
    await running;
    if (!popup.hidden) (list.children[active] ?? list.children[0])?.click();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    const wasOver = box.classList.contains("pb-search-on");
    if (popup.hidden && !wasOver) input.value = "";
    leave();
    (wasOver ? opener : input).focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) leave();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target) && (!popup.hidden || box.classList.contains("pb-search-on"))) leave();
  });
  opener.addEventListener("click", enter);
  closer.addEventListener("click", () => {
    leave();
    opener.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      enter();
    }
  });

  instead.hidden = true;
  form.action = instead.href;
  const given = new URLSearchParams(location.search).get("q");
  if (given) {
    input.value = given;
    enter();
    soon(0);
  }
})();
