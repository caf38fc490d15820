// One search box over a static index: see hooks/patternbook/search/. A page loads this file and nothing else of the search;
// the first letter asks for the manifest, the words typed for the shards they may be in, the best results for their titles.
// All that is shown is put in as text.
(() => {
  "use strict";
  const { gettext, ngettext } = window.patternbookWords;

  const HERE = document.currentScript.src;
  const INDEX = new URL("search/", HERE);
  const ROOT = new URL("../", HERE);
  const SHOWN = 10;
  const PAUSE = 120; // milliseconds without a letter before asking
  const MOST_LETTERS = 500; // of a query; what follows is left out

  // ---- words: as in hooks/patternbook/catalogue/tokenize.py ----

  const UNSPACED = "\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3005\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}"
    + "\\u0e01-\\u0e30\\u0e32\\u0e40-\\u0e46\\u0e81-\\u0eb0\\u0eb2\\u0ebd-\\u0ec6\\u1000-\\u102a\\u1780-\\u17b3";
  const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{N}]`;
  const ID = "[a-z]{1,3}-[0-9]{3,}(?![\\p{L}\\p{N}])";
  const JOINED = `${LETTER}(?: ?& ?|/)${LETTER}(?![\\p{L}\\p{N}])`;
  const WORD = new RegExp(`${ID}|[${UNSPACED}]+|${JOINED}|(?:${LETTER}){2,}(?:\\+\\+|#)?|${LETTER}(?:\\+\\+|#)`, "gu");
  const RUN = new RegExp(`^[${UNSPACED}]+$`, "u");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", "'": "", "’": "" };

  const fold = (text) => text.toLowerCase().normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđðþıς'’]/gu, (letter) => LETTERS[letter]);

  function parted(found) {
    if (!RUN.test(found)) return [found.replaceAll(" ", "")];
    const letters = [...found];
    return letters.map((letter, at) => letter + (letters[at + 1] ?? ""));
  }

  const words = (text) => (fold(text).match(WORD) ?? []).flatMap(parted);

  // ---- a query: what a result has to hold ----

  const MOST_WORDS = 24; // of a query; what follows is left out
  const OPEN_ID = /(?:^|\s)([a-z]{1,3}-[0-9]{0,2})$/u;
  const LOOSE_ID = /^\s*([a-z]{1,3})[\s-]?0*([1-9][0-9]*)\s*$/u;

  // [{text, open}]: `open` words may go on; the last one always may, for it may not be finished. Of letters without spaces the
  // last one says nothing where the last two are asked for.
  function query(text) {
    const folded = fold(text.slice(0, MOST_LETTERS));
    const begun = OPEN_ID.exec(folded);
    const found = words(begun ? folded.slice(0, begun.index) : folded)
      .filter((word, at, all) => !(at && RUN.test(word) && [...word].length === 1 && all[at - 1].length > word.length && all[at - 1].endsWith(word)))
      .slice(0, MOST_WORDS).map((word) => ({ text: word, open: false }));
    if (begun) found.push({ text: begun[1], open: true });
    else if (found.length) found.at(-1).open = true;
    return found;
  }

  // `f12`, `F 12` and `f-12` as ids are written.
  function asId(text) {
    const match = LOOSE_ID.exec(fold(text.slice(0, MOST_LETTERS)));
    return match ? [3, 4, 5].map((width) => `${match[1]}-${match[2].padStart(width, "0")}`) : [];
  }

  // ---- words that belong together: the index's file `language` has what is known of the catalogue's language ----

  const LEAST_STEM = 3;

  // What is left of a word without an ending; `~ed` doubles the letter before it. Null where the word does not end so.
  function stem(word, ending) {
    const doubled = ending.startsWith("~"), bare = doubled ? ending.slice(1) : ending;
    if (!word.endsWith(bare)) return null;
    const left = word.slice(0, word.length - bare.length);
    if (doubled && left.at(-1) !== left.at(-2)) return null;
    const found = doubled ? left.slice(0, -1) : left;
    return found.length < LEAST_STEM ? null : found;
  }

  const grown = (base, ending) => ending.startsWith("~") ? base + base.at(-1) + ending.slice(1) : base + ending;

  // The other words of a word's families: plurals, other forms, other spellings. Many are no word, and found nowhere.
  function family(language, word) {
    const found = new Set();
    if (/^\p{L}+$/u.test(word)) {
      const spelled = [word, ...language.spellings.flatMap((pair) => pair.flatMap((from, side) => word.startsWith(from) ? [pair[1 - side] + word.slice(from.length)] : []))];
      for (const one of spelled) {
        found.add(one);
        for (const endings of language.endings) {
          for (const base of new Set(endings.map((ending) => stem(one, ending)))) {
            if (base !== null) for (const ending of endings) found.add(grown(base, ending));
          }
        }
      }
      found.delete(word);
    }
    return [...found];
  }

  // Whether one letter was left out, added, replaced or two side by side were swapped.
  function slipped(one, other) {
    if (Math.abs(one.length - other.length) > 1 || one === other) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    let end = 0;
    while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
    const [was, is] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
    return (was.length <= 1 && is.length <= 1) || (was.length === 2 && is.length === 2 && was[0] === is[1] && was[1] === is[0]);
  }

  // ---- files of the index ----

  const received = new Map();
  const asked = new Map();

  // What every file of the index calls. Of words, text -> line; a Map keeps the order of the file.
  const READERS = {
    words: (data) => new Map(data.split(" ").map((line) => line.split("="))),
    names: (data) => data.split(" "),
    language: (data) => ({
      ...data,
      endings: data.endings.map((endings) => endings.split(" ").map((ending) => ending === "-" ? "" : ending)),
      common: new Set(data.common.split(" ")),
      synonyms: ways(data.synonyms),
    }),
  };

  function receive(name, data) {
    received.set(name, (READERS[name.split("-")[0]] ?? ((each) => each))(data));
  }

  // First word of a phrase -> the phrases that begin so, also written as one word, each with its synonyms; all as lists of words.
  function ways(groups) {
    const found = new Map();
    for (const group of groups) {
      const phrases = group.map((phrase) => phrase.split(" "));
      for (const phrase of phrases) {
        const others = phrases.filter((other) => other !== phrase);
        for (const written of phrase.length > 1 ? [phrase, [phrase.join("")]] : [phrase]) {
          found.set(written[0], [...(found.get(written[0]) ?? []), { phrase: written, others: written === phrase ? others : phrases }]);
        }
      }
    }
    return found;
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

  // Those of several words that the index has: [[word, line]].
  async function entries(bounds, wanted) {
    const byShard = new Map();
    for (const word of new Set(wanted)) {
      const bound = bounds.findLast((each) => each <= word);
      if (bound !== undefined) byShard.set(bound, [...(byShard.get(bound) ?? []), word]);
    }
    const found = await Promise.all([...byShard].map(async ([bound, several]) => {
      const shard = await load(shardName(bound));
      return several.filter((word) => shard.has(word)).map((word) => [word, shard.get(word)]);
    }));
    return found.flat();
  }

  async function beginning(bounds, start) {
    const shards = await Promise.all(between(bounds, start, `${start}\uffff`).map((bound) => load(shardName(bound))));
    return shards.flatMap((shard) => [...shard].filter(([word]) => word.startsWith(start)));
  }

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

  const WEIGHTS = [6, 6, 3, 1]; // id and short title; title and other names; statement and signs; the rest
  const FAMILY = 0.9, SYNONYM = 0.7, SLIP = 0.9, BEGUN = 0.4; // another form; a synonym; a letter amiss; only the beginning
  const OF_KIND = { reference: 0.5, page: 0.8 }; // entries and words come before works and prose
  const LEAST_BEGIN = 3, LEAST_BEGUN = 5, LEAST_SLIP = 4, LONGEST_SLIP = 40, LONGEST_ENDING = 2, LEAST_HALF = 3; // letters
  const NEAR = 4, TITLED = 2, WHOLE = 1.5; // how much more a page counts with a form of the whole title; every word in its title; every word
  const SENTENCE = 2, FEW = 10; // more words are a sentence, of which hardly a page holds every one; fewer pages with all words are few
  const KNOWN = 40; // a word that so many titles hold needs no synonyms
  const MOST_KEPT = 40; // parts of queries whose answers are kept for the next letter
  const ENOUGH = 0.4; // a page that holds some of the words is shown from this part of the best one's points

  // The words of the index that one word of the query stands for: [[word, share, line]]. While a short word is being typed,
  // its other forms are not looked for elsewhere than among those that begin so.
  async function standsFor({ manifest, language }, { text, open }) {
    const alike = new Set(family(language, text));
    const wanted = open && text.length < LEAST_BEGUN ? [text] : [text, ...alike];
    const found = (await entries(manifest.words, wanted)).map(([word, line]) => [word, word === text ? 1 : FAMILY, line]);
    if (open || (!found.length && text.length >= LEAST_BEGUN)) {
      const taken = new Set(found.map(([word]) => word));
      const begun = (await beginning(manifest.words, text)).filter(([word]) => !taken.has(word));
      found.push(...begun.map(([word, line]) => [word, alike.has(word) ? FAMILY : BEGUN, line]));
    }
    return found;
  }

  // How well every page answers one word: an array by number, 0 where it does not, and what a title that holds it has. A rare word
  // counts more than a common one.
  function points({ manifest }, found) {
    const best = new Float32Array(manifest.size);
    let many = 0;
    for (const [, share, line] of found) {
      line.split(".").forEach((part, level) => {
        const score = share * WEIGHTS[level];
        for (const page of numbers(part)) {
          if (!best[page] && share > BEGUN) many += 1;
          if (best[page] < score) best[page] = score;
        }
      });
    }
    const rare = Math.log2(2 + manifest.size / (many || 1));
    return { scores: best.map((score) => score * rare), title: WEIGHTS[1] * FAMILY * rare };
  }

  // The query in parts: a phrase that has synonyms, two words that the index holds as one, a single word.
  async function parts({ manifest, language }, asks) {
    const pairs = asks.slice(1).map((ask, at) => language.common.has(asks[at].text) ? "" : asks[at].text + ask.text);
    const joined = new Set((await entries(manifest.words, pairs)).map(([word]) => word));
    const forms = asks.map(({ text }) => new Set([text, ...family(language, text)]));
    const found = [];
    for (let at = 0; at < asks.length;) {
      const begun = [...forms[at]].flatMap((form) => language.synonyms.get(form) ?? []);
      const fits = begun.filter(({ phrase }) => phrase.every((word, place) => forms[at + place]?.has(word)));
      const longest = Math.max(1, ...fits.map(({ phrase }) => phrase.length));
      const others = fits.filter(({ phrase }) => phrase.length === longest).flatMap((each) => each.others);
      const one = longest === 1 && !others.length && joined.has(pairs[at]);
      const length = one ? 2 : longest;
      found.push({ asks: asks.slice(at, at + length), others: one ? [[pairs[at]]] : others });
      at += length;
    }
    return found;
  }

  // How well every page answers a synonym, all of whose words it has to hold.
  async function synonymPoints(index, synonym, share) {
    const telling = synonym.filter((word) => !index.language.common.has(word));
    const [first, ...more] = await Promise.all((telling.length ? telling : synonym)
      .map(async (text) => points(index, await standsFor(index, { text, open: false })).scores));
    return first.map((score, page) => score && more.every((other) => other[page])
      && share * more.reduce((sum, other) => sum + other[page], score) / (1 + more.length));
  }

  // What a word that is found nowhere may have been meant to be, by the words that titles hold: single words, and two joined ones.
  async function meant(language, text, open) {
    const names = await load("names"), known = new Set(names), alike = new Set(family(language, text));
    const begins = (name, length) => (open || name.length - length <= LONGEST_ENDING) && slipped(text, name.slice(0, length));
    const near = names.filter((name) => !alike.has(name) && name.length >= text.length - 1
      && [text.length - 1, text.length, text.length + 1].some((length) => length <= name.length && begins(name, length)));
    const halves = [...text].map((_, at) => [text.slice(0, at), text.slice(at)]).filter((pair) => pair.every((half) => half.length >= LEAST_HALF && known.has(half)));
    return { near, halves };
  }

  const inTitle = (lines) => lines.flatMap(([, share, line]) => share > BEGUN ? line.split(".").slice(0, 2).flatMap(numbers) : []);

  // One part of a query on all pages: their points, which of its words they hold, and what was taken for a slip.
  async function answered(index, { asks, others }) {
    const found = await Promise.all(asks.map((ask) => standsFor(index, ask)));
    const synonyms = asks.length === 1 && new Set(inTitle(found[0])).size >= KNOWN ? [] : others;
    const instead = await Promise.all(synonyms.map((synonym) => synonymPoints(index, synonym, SYNONYM * asks.length)));
    const slips = [];
    for (const [at, { text, open }] of asks.entries()) {
      const certain = others.length || index.language.common.has(text) || text.length < LEAST_SLIP || text.length > LONGEST_SLIP;
      if (certain || found[at].some(([, share]) => share !== FAMILY)) continue;
      const { near, halves } = await meant(index.language, text, open);
      const several = await Promise.all(near.map(async (name) => [name, await standsFor(index, { text: name, open: false })]));
      for (const [, lines] of several) found[at].push(...lines.map(([word, share, line]) => [word, share * SLIP, line]));
      if (asks.length === 1) instead.push(...await Promise.all(halves.map((pair) => synonymPoints(index, pair, SLIP))));
      const [likely] = several.map(([name, lines]) => [name, lines.reduce((sum, [, , line]) => sum + line.length, 0)]).sort((one, other) => other[1] - one[1]);
      const mended = likely?.[0] ?? halves[0]?.join(" ");
      if (mended) slips.push([text, mended]);
    }
    const hits = [...found.flat().map(([word]) => word), ...synonyms.flat(), ...slips.flatMap(([, to]) => to.split(" "))];
    return { asks, others, slips, hits, ...counted(index, asks.map((_, at) => points(index, found[at])), instead) };
  }

  // For every page: the points of a part of a query, how many of its words it lacks, how many its title lacks; and the words' own points.
  function counted({ manifest }, rated, instead) {
    const sums = new Float32Array(manifest.size), lacks = new Uint8Array(manifest.size), untitled = new Uint8Array(manifest.size);
    for (const { scores, title } of rated) {
      scores.forEach((score, page) => {
        sums[page] += score;
        if (!score) lacks[page] += 1;
        if (score < title) untitled[page] += 1;
      });
    }
    for (const scores of instead) {
      scores.forEach((score, page) => {
        if (score) lacks[page] = 0;
        if (score > sums[page]) sums[page] = score;
      });
    }
    return { sums, lacks, untitled, own: rated.map(({ scores }) => scores) };
  }

  // The answers to parts of the last queries, by what was asked.
  const kept = new Map();

  function remembered(index, part) {
    const key = JSON.stringify(part);
    if (!kept.has(key)) {
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value);
      kept.set(key, answered(index, part));
      kept.get(key).catch(() => kept.delete(key)); // the next letter tries again
    }
    return kept.get(key);
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

  // Pages whose id or whole short title was typed, and those whose title is another form or a synonym of it.
  async function called(index, text, phrases) {
    const forms = phrases.filter((phrase) => phrase.length).flatMap((phrase) => {
      const start = phrase.slice(0, -1).map((word) => `${word}_`).join("");
      return [phrase.at(-1), ...family(index.language, phrase.at(-1))].map((form) => `${start}${form}_`);
    });
    const found = await entries(index.manifest.words, [...asId(text), ...forms]);
    const pages = (fits) => new Set(found.filter(([word]) => fits(word)).flatMap(([, line]) => numbers(line.split(".")[0])));
    return { exact: pages((word) => word === forms[0] || !word.endsWith("_")), near: pages((word) => word.endsWith("_")) };
  }

  // The words of a page's query that it lacks.
  const lackedBy = (answers, page) => answers.flatMap(({ asks, own, lacks }) =>
    lacks[page] ? asks.filter((_, at) => !own[at][page]).map(({ text }) => text) : []);

  // Every page that answers something, in order: {page, points, lacks}. Those that hold every word come first, but of a sentence.
  function ranked(manifest, answers, exact, near) {
    const all = [];
    manifest.kinds.forEach((kind, place) => {
      const end = manifest.kinds[place + 1]?.start ?? manifest.size;
      for (let page = kind.start; page < end; page += 1) {
        let sum = 0, lacks = 0, untitled = 0;
        for (const each of answers) {
          sum += each.sums[page];
          lacks += each.lacks[page];
          untitled += each.untitled[page];
        }
        if (!sum && !exact.has(page)) continue;
        const share = (OF_KIND[kind.name] ?? 1) * (near.has(page) ? NEAR : 1) * (lacks ? 1 : WHOLE) * (untitled ? 1 : TITLED);
        all.push(exact.has(page) ? { page, points: Infinity, lacks: 0 } : { page, points: sum * share, lacks });
      }
    });
    const sentence = answers.reduce((sum, { asks }) => sum + asks.length, 0) > SENTENCE;
    const holdsAll = ({ lacks }) => Number(!sentence && !lacks);
    return all.sort((one, other) => holdsAll(other) - holdsAll(one) || other.points - one.points || one.page - other.page);
  }

  // Pages that hold every word, the best first; where there are few, those that hold most of what the query says, too. Words that
  // say little count only where there are no others.
  async function find(text) {
    const [manifest, language] = await Promise.all([load("manifest"), load("language")]);
    const index = { manifest, language }, asks = query(text);
    const telling = asks.some(({ text: word }) => !language.common.has(word));
    const needed = ({ text: word }) => !telling || !language.common.has(word);
    const last = asks.at(-1);
    if (last?.text.length < LEAST_BEGIN && asks.filter(needed).length > SENTENCE) last.open = false; // it hardly says anything yet
    const asked = (await parts(index, asks)).filter((part) => part.asks.some(needed));
    const answers = await Promise.all(asked.map((part) => remembered(index, part)));
    const slips = new Map(answers.flatMap((each) => each.slips));
    const mended = asks.map((ask) => slips.get(ask.text)?.replace(" ", "_") ?? ask.text);
    const { exact, near } = await called(index, text, [mended, ...(answers.length === 1 ? answers[0].others : [])]);
    const all = ranked(manifest, answers, exact, near);
    const best = all[0]?.points, whole = all.filter(({ lacks }) => !lacks);
    const found = whole.length >= FEW ? whole : all.filter(({ lacks, points }) => !lacks || points >= best * ENOUGH);
    return {
      manifest, slips,
      asks: asks.filter(needed),
      pages: found.map(({ page }) => page),
      lacking: new Map(found.filter(({ lacks }) => lacks).map(({ page }) => [page, lackedBy(answers, page)])),
      hits: new Set(answers.flatMap((each) => each.hits).filter((word) => needed({ text: word }))),
    };
  }

  window.patternbookSearch = Object.assign(receive, { words, query, family, slipped, asId, numbers, find, rows, load });

  // ---- the box ----

  const box = document.querySelector(".pb-search");
  if (!box) return;

  // The box is made here and not in every page: nothing in it is of use without this script.
  box.insertAdjacentHTML("beforeend", `
    <button type="button" class="pb-search-open pb-button" aria-label="${gettext("Search")}" aria-expanded="false" aria-controls="pb-search-form"></button>
    <form class="pb-search-form" id="pb-search-form" role="search">
      <div class="pb-search-line-in">
        <input type="text" class="pb-search-query" name="q" role="combobox" aria-label="${gettext("Search by id, title or word")}" aria-autocomplete="list"
          aria-expanded="false" aria-controls="pb-search-results" aria-keyshortcuts="/" placeholder="${gettext("Search: F-012, word, title")}"
          autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" enterkeyhint="go">
        <kbd class="pb-search-key" aria-hidden="true">/</kbd>
        <button type="button" class="pb-search-close">${gettext("Close")}</button>
      </div>
      <div class="pb-search-popup" hidden>
        <div class="pb-search-kinds" role="group" aria-label="${gettext("Show one kind")}"></div>
        <p class="pb-search-hint" hidden></p>
        <div class="pb-search-results" id="pb-search-results" role="listbox" aria-label="${gettext("Results")}"></div>
        <p class="pb-search-note" hidden></p>
        <p class="pb-search-offers" hidden></p>
      </div>
      <p class="pb-search-status pb-hidden" role="status"></p>
    </form>`);

  const part = (name) => box.querySelector(`.pb-search-${name}`);
  const form = part("form"), input = part("query"), popup = part("popup"), list = part("results"), kinds = part("kinds");
  const hint = part("hint"), note = part("note"), offers = part("offers"), status = part("status"), opener = part("open"), closer = part("close"), instead = part("instead");

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

  // The text with the words that it was found by marked in it.
  function marked(name, text) {
    const made = element("span", name);
    const hit = (found) => result.hits.has(found) || result.asks.some((word) => word.open && found.startsWith(word.text));
    for (const piece of text.split(/([\p{L}\p{N}\p{M}'’+#]+)/u)) {
      if (words(piece).some(hit)) made.append(element("mark", "pb-search-hit", piece));
      else made.append(piece);
    }
    return made;
  }

  function option(row, place, lacks) {
    const made = element("a", "pb-search-option");
    made.id = `pb-search-${place}`;
    made.href = row.href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const head = element("span", "pb-search-kind");
    head.append(mark(row.kind), row.kind.one, " ");
    if (row.kind.ids) head.append(element("span", "pb-id", row.id), " ");
    if (row.retired) head.append(element("span", "pb-gone", gettext("retired")), " ");
    made.append(head, marked("pb-search-title", row.title), " ");
    if (row.line) made.append(marked("pb-search-line", row.line), " ");
    if (lacks) made.append(element("span", "pb-search-lacks", gettext("Without: %(words)s", { words: lacks.join(", ") })));
    return made;
  }

  function more(left, place) {
    const made = element("div", "pb-search-option pb-search-more", gettext("Show %(number)s more of %(left)s", { number: Math.min(SHOWN, left), left }));
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
    kinds.replaceChildren(...(several.length > 1 ? [button("", gettext("All"), result.pages.length), ...several] : []));
  }

  async function show() {
    const mine = latest, { manifest, asks, pages, lacking } = result;
    showKinds();
    const kept = only ? pages.filter((page) => kindOf(manifest, page).name === only) : pages;
    const found = await rows(manifest, kept.slice(0, shown));
    if (mine !== latest) return;
    const left = kept.length - found.length;
    list.replaceChildren(...found.map((row, place) => option(row, place, lacking.get(kept[place]))), ...(left > 0 && shown < kept.length ? [more(left, found.length)] : []));
    list.hidden = !found.length;
    choose(-1);
    const some = kept.filter((page) => lacking.has(page)).length;
    const counted = ngettext("%(num)s result", "%(num)s results", kept.length);
    if (!asks.length && !kept.length) say(gettext("Type a word, a title or an id such as F-012."));
    else if (!kept.length) say(gettext("Nothing found. Other words may help; or look through:"));
    else if (!some) say("", counted);
    else if (some === kept.length) say("", gettext("%(counted)s, none with every word", { counted }));
    else say("", gettext("%(counted)s, %(some)s of them without some of the words", { counted, some }));
    hintAt(some > 0 && some === kept.length);
    offer(kept.length || !asks.length ? [] : manifest.offers.map(([title, page]) => [title, new URL(page, ROOT).href]));
    open();
  }

  // What was taken for a slip, to be typed so; and that no page holds every word.
  function hintAt(partial) {
    const mended = input.value.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((piece) => result.slips.get(words(piece)[0]) ?? piece).join("");
    const use = element("button", "pb-search-meant", mended);
    use.type = "button";
    use.addEventListener("click", () => {
      input.value = mended;
      input.focus();
      soon(0);
    });
    const slips = result.slips.size;
    const asked = slips ? [`${gettext("Did you mean:")} `, use] : [];
    hint.replaceChildren(...asked, ...(partial && slips ? [element("br", "")] : []), ...(partial ? [gettext("No page holds every word; these hold some of them.")] : []));
    hint.hidden = !hint.childNodes.length;
  }

  // Pages to look in where nothing was found: [[title, address]].
  function offer(pages) {
    const links = pages.map(([title, href]) => Object.assign(element("a", "pb-search-offer", title), { href }));
    offers.replaceChildren(...links.flatMap((link) => [link, " "]));
    offers.hidden = !links.length;
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
    const slow = setTimeout(() => { if (mine === latest) { say(gettext("Searching …")); offer([]); open(); } }, 400);
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
      hint.hidden = true;
      say(gettext("The search could not be loaded. The catalogue page lists every entry."));
      offer([[instead.textContent, instead.href]]);
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
