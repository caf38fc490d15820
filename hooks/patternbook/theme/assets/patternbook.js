// Conveniences only: every page reads without this.
(() => {
  "use strict";

  // The words of all scripts: English stands in them and is the key; phrases.js holds it in another language (phrases/scripts.py).
  const { translations = {}, plural = (num) => num !== 1 } = window.patternbookPhrases ?? {};
  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const gettext = (text, values = {}) => filled(translations[text] ?? text, values);
  const ngettext = (one, many, num, values = {}) => filled((translations[one] ?? [one, many])[Number(plural(num))], { num, ...values });
  window.patternbookWords = { gettext, ngettext };

  const root = document.documentElement;
  const HERE = document.currentScript.src;

  // Another script of ours, where it is used.
  const load = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(name, HERE).href;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${name} did not come`));
    document.head.append(script);
  });

  // The box to search in. It is made here and not in every page, as nothing in it is of use without a script; what finds (search.js)
  // comes once somebody is about to search. Letters typed before, and Enter, are not lost: they stay in the box until it is there.
  const box = document.querySelector(".pb-search");
  if (box) {
    const instead = box.querySelector(".pb-search-instead");
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
    const form = box.querySelector("form"), input = box.querySelector("input"), opener = box.querySelector(".pb-search-open");
    form.action = instead.href;
    let coming = null;
    const prepare = () => {
      coming ??= load("search.js").catch(() => {
        coming = null; // the next letter tries again
        box.classList.remove("pb-search-on");
        root.classList.remove("pb-searching");
        box.classList.add("pb-search-lost");
      });
    };
    const enter = () => {
      if (getComputedStyle(opener).display !== "none") { // on a phone the box is a button that opens over the page
        box.classList.add("pb-search-on");
        root.classList.add("pb-searching");
        opener.setAttribute("aria-expanded", "true");
      }
      input.focus();
      input.select();
    };
    input.addEventListener("focus", prepare);
    input.addEventListener("input", prepare);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.classList.add("pb-search-asked");
    });
    opener.addEventListener("click", enter);
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        enter();
      }
    });
    const given = new URLSearchParams(location.search).get("q");
    if (given) {
      input.value = given;
      enter();
      prepare();
    }
  }

  // Colours: the system's, until somebody chooses; the page's head reads what is kept here.
  const SCHEMES = { "": gettext("Use light colours"), light: gettext("Use dark colours"), dark: gettext("Use the system's colours") };
  const scheme = document.querySelector(".pb-scheme");
  const tell = () => { scheme.title = SCHEMES[root.dataset.scheme]; scheme.setAttribute("aria-label", scheme.title); };
  if (scheme) {
    if (!(root.dataset.scheme in SCHEMES)) root.dataset.scheme = "";
    scheme.hidden = false;
    tell();
    scheme.addEventListener("click", () => {
      const names = Object.keys(SCHEMES);
      root.dataset.scheme = names[(names.indexOf(root.dataset.scheme) + 1) % names.length];
      try { localStorage.setItem("patternbook.scheme", root.dataset.scheme); } catch { /* then for this page only */ }
      tell();
    });
  }

  // Quick looks at what links lead to: their script is loaded when a reader comes near a link, or can only tap, and not from a disk,
  // where it could read nothing.
  if (location.protocol !== "file:") {
    const NEAR = ["pointerover", "focusin"];
    const load = (event) => {
      if (event && !event.target.closest?.("main a")) return;
      for (const name of NEAR) document.removeEventListener(name, load);
      import("./quick.js").catch(() => {}); // without it links lead on as ever
    };
    for (const name of NEAR) document.addEventListener(name, load, { passive: true });
    if (matchMedia("(hover: none)").matches) addEventListener("load", () => setTimeout(load, 500));
  }

  // An address that is not there but names an id, in whatever form (f-4, F_004, /P-1.json): offer its page, if there is one.
  const meant = document.querySelector(".pb-meant");
  if (meant) {
    const folders = new Map(meant.dataset.folders.split(" ").map((each) => each.split(":")));
    const named = /(?:^|[^a-z])([a-z]{1,3})[-_ ]?0*(\d{1,9})(?![\w-])/i.exec(decodeURIComponent(location.pathname).split("/").filter(Boolean).at(-1) ?? "");
    const folder = named && folders.get(named[1].toUpperCase());
    if (folder) {
      const id = `${named[1].toUpperCase()}-${named[2].padStart(3, "0")}`;
      const link = document.createElement("a");
      link.href = new URL(`${folder}/${id}${meant.dataset.suffix}`, new URL(`${meant.dataset.root}/`.replace("//", "/"), location.href)) + location.hash;
      link.textContent = id;
      meant.append(link, ".");
      fetch(link.href, { method: "HEAD" }).then((answer) => { meant.hidden = !answer.ok; }, () => {});
    }
  }

  // An address whose page moved: follow it, with the fragment.
  const moved = document.querySelector("a[data-moved]");
  if (moved) location.replace(moved.href + location.hash);

  // A page that one comes back to shows itself, not the menu that led away from it.
  const menu = document.getElementById("menu");
  addEventListener("pageshow", () => { if (menu) menu.checked = false; });

  // Contents: beside the text they stand open; above it they fold again when they have led somewhere.
  const contents = document.querySelector(".pb-contents details");
  if (contents) {
    const wide = matchMedia("(min-width: 76.25em)");
    const fit = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
    const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    contents.addEventListener("click", (event) => { if (event.target.closest("a")) fit(); });
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const follow = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120).at(-1);
      for (const [id, link] of links) {
        if (id === passed?.id) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    // Only which headings pass the upper part of the window matters, so nothing runs while somebody reads.
    const watch = new IntersectionObserver(follow, { rootMargin: "-120px 0px 0px 0px" });
    headings.forEach((heading) => watch.observe(heading));
  }

  // Folds with a name stay as somebody left them, on every page; what an address leads into is opened.
  const folds = [...document.querySelectorAll("details[data-fold]")];
  const broad = matchMedia("(min-width: 60em)");
  let opened = [];
  try { opened = JSON.parse(localStorage.getItem("patternbook.folds")) ?? []; } catch { /* then all are closed */ }
  for (const fold of folds) {
    const name = fold.dataset.fold;
    const onlyNarrow = fold.classList.contains("pb-narrow");
    const fit = () => {
      fold.open = opened.includes(name) || (onlyNarrow && broad.matches);
      if (onlyNarrow) fold.querySelector("summary").tabIndex = broad.matches ? -1 : 0;
    };
    if (onlyNarrow) broad.addEventListener("change", fit);
    fit();
    fold.querySelector("summary").addEventListener("click", () => {
      opened = opened.filter((each) => each !== name).concat(fold.open ? [] : name);
      try { localStorage.setItem("patternbook.folds", JSON.stringify(opened)); } catch { /* then for this page only */ }
    });
  }
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target?.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Paper shows what is folded, in browsers whose styles cannot say so.
  let folded = [];
  addEventListener("beforeprint", () => {
    const day = document.querySelector(".pb-paper span");
    const words = gettext("printed on %(date)s", { date: new Date().toISOString().slice(0, 10) });
    if (day) day.textContent = `${day.previousSibling.data.trim() ? "" : location.href} · ${words}`;
    folded = [...document.querySelectorAll("#main details:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });

  for (const block of document.querySelectorAll(".pb-copy pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pb-copy-button";
    button.textContent = gettext("Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = gettext("Copied");
      setTimeout(() => { button.textContent = gettext("Copy"); }, 2000);
    });
    if (navigator.clipboard) block.append(button);
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const cite = document.getElementById("cite");
    if (event.key === "c" && cite && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      cite.scrollIntoView();
      cite.querySelector("a").focus();
    }
    if (event.key === "Escape" && menu?.checked) {
      menu.checked = false;
      menu.focus();
    }
  });

  // Advice by who starts; what is left of a group without any row goes too.
  function byRole(section) {
    const rows = [...section.querySelectorAll(".pb-starts")].map((starts) => [
      starts.closest("li"), [...starts.querySelectorAll("a")].map((role) => role.textContent),
    ]);
    const group = section.querySelector(".pb-roles"), buttons = [...group.querySelectorAll("button")], said = group.querySelector("output");
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
  }

  document.querySelectorAll(".pb-section:has(.pb-roles)").forEach(byRole);
})();
