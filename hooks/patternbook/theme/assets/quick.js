// Quick looks: what a link leads to, under the pointer, with the focus or by a tap; patternbook.js loads this. Every link leads on
// without it, and where nothing can be shown in time.

const { gettext } = window.patternbookWords;
const ROOT = new URL("..", import.meta.url);
const WAIT = 300, LEAVE = 250; // milliseconds
const TAPPED = ".pb-term, .pb-cited a, .pb-prose p a, .pb-text p a"; // in running text; lists of links are to be followed
const NONE = "nav a, .headerlink, .pb-row-link, .pb-effect, [download]";
const looks = new Map();
let look = null, link = null, isAsked = false, timer = 0, wanted = null, dismissed = null;

const styles = new Promise((resolve) => {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("quick.css", import.meta.url) });
  sheet.onload = resolve;
  document.head.append(sheet);
});

function linkAt(target) {
  const found = target instanceof Element ? target.closest("main a[href]") : null;
  return found instanceof HTMLAnchorElement && !found.matches(NONE) && !look?.contains(found) && place(found) ? found : null;
}

// The file with the look, and the anchor; of a place on this page only that.
function place(of) {
  const url = new URL(of.href), anchor = decodeURIComponent(url.hash.slice(1));
  if (url.origin !== location.origin || url.search) return null;
  if (url.pathname === location.pathname) return document.getElementById(anchor) ? { anchor } : null;
  const page = url.pathname.startsWith(ROOT.pathname) && /^(?!releases\/|images\/)([^/]+\/(?!page-\d)[^/]+?)(?:\/|\.html)$/.exec(url.pathname.slice(ROOT.pathname.length));
  return page ? { file: new URL(`${page[1]}.look.json`, ROOT).href, anchor } : null;
}

function read({ file, anchor }) {
  if (!file) return Promise.resolve(here(document.getElementById(anchor)));
  if (!looks.has(file)) {
    looks.set(file, fetch(file, { signal: AbortSignal.timeout(2000) }).then((each) => each.json()).catch(() => { looks.delete(file); }));
  }
  return looks.get(file);
}

// A place on this page: a heading and what follows it, a row, or a list.
function here(at) {
  const words = (each) => (each?.innerText ?? "").replace(/\s+/g, " ").trim();
  const isHeading = /^H\d$/.test(at.tagName), cells = at.closest("tr")?.cells ?? [];
  const text = words(isHeading ? at.nextElementSibling ?? at.closest("summary")?.nextElementSibling : cells[1] ?? at);
  return { kind: gettext("On this page"), title: isHeading ? at.firstChild.textContent : words(cells[0]).replace(/ ?#$/, ""), text: text.length > 400 ? `${text.slice(0, text.lastIndexOf(" ", 400))} …` : text };
}

function element(name, css, ...children) {
  const made = document.createElement(name);
  if (css) made.className = `pb-look-${css}`;
  made.append(...children);
  return made;
}

function ours(of) {
  const tag = element("span", "", gettext("ours, editorial"));
  tag.className = "pb-tag";
  return of.ours ? [" ", tag] : [];
}

function draw(of, found, anchor) {
  const part = found.places?.[anchor];
  const box = element("div", "", element("p", "kind", [found.kind, found.id].filter(Boolean).join(" ")));
  box.className = "pb-look";
  box.id = "pb-look";
  if (found.title) box.append(element("p", "title", found.title));
  if (found.gone) box.append(element("p", "gone", found.gone));
  if (part) box.append(element("p", "place", element("strong", "", part.title), ...ours(part), ` ${part.text}`));
  else {
    if (found.text) box.append(element("p", "", found.text));
    const says = found.says ?? [], named = says.filter((each) => each.title);
    for (const each of says) if (!each.title) box.append(element("p", "more", each.text, ...ours(each)));
    if (named.length) box.append(element("dl", "says", ...named.map((each) => element("div", "", element("dt", "", each.title, ...ours(each)), element("dd", "", each.text)))));
  }
  if (found.sure) box.append(element("p", "sure", found.sure));
  if (isAsked) {
    const open = element("a", "", gettext("Open")), close = element("button", "", gettext("Close"));
    open.href = of.href;
    close.type = "button";
    close.addEventListener("click", () => hide(true));
    box.append(element("p", "ways", open, close));
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", found.title || found.kind);
  } else box.setAttribute("role", "tooltip");
  return box;
}

async function show(of, asked, x) {
  const at = place(of);
  wanted = of;
  const [found] = await Promise.all([read(at), styles]);
  if (wanted !== of) return true;
  if (!found) return false;
  hide();
  wanted = link = of;
  isAsked = asked;
  look = draw(of, found, at.anchor);
  look.addEventListener("pointerenter", () => clearTimeout(timer));
  look.addEventListener("pointerleave", leave);
  document.querySelector("main").append(look);
  put(x);
  if (of.title) of.removeAttribute("title"); // it would lie over the look
  if (asked) look.querySelector("a").focus({ preventScroll: true });
  else of.setAttribute("aria-describedby", look.id);
  return true;
}

// Below the link, or above it where there is more room. What was asked for has a link and a button in it, by which the keyboard gets
// there to scroll it; what only shows is never cut: where it is higher than both, it stands below, and the page scrolls.
function put(x) {
  const line = link.getBoundingClientRect();
  const around = (look.offsetParent ?? document.documentElement).getBoundingClientRect();
  const above = line.top - 64, below = innerHeight - line.bottom - 12;
  const isBelow = look.offsetHeight <= below || (isAsked ? below >= above : look.offsetHeight > above);
  if (isAsked) look.style.maxHeight = `${Math.max(isBelow ? below : above, 140)}px`;
  const left = Math.max(8, Math.min(Math.max(line.left, (x ?? 0) - 60), document.documentElement.clientWidth - look.offsetWidth - 8));
  look.style.left = `${left - around.left}px`;
  look.style.top = `${(isBelow ? line.bottom + 6 : line.top - look.offsetHeight - 6) - around.top}px`;
}

function hide(back = false) {
  clearTimeout(timer);
  wanted = null;
  if (!look) return;
  look.remove();
  if (link.getAttribute("aria-describedby") === look.id) link.removeAttribute("aria-describedby");
  if (back && isAsked) { dismissed = link; link.focus({ preventScroll: true }); }
  look = link = null;
}

function soon(of, x) {
  clearTimeout(timer);
  if (of !== link && of !== dismissed) timer = setTimeout(show, WAIT, of, false, x);
}

function leave() {
  clearTimeout(timer);
  if (!isAsked || !look) timer = setTimeout(() => { if (link !== document.activeElement) hide(); }, LEAVE);
}

function over(event) {
  if (event.pointerType !== "mouse" || look?.contains(event.target)) return;
  const of = linkAt(event.target);
  if (of) soon(of, event.clientX);
  else {
    dismissed = null;
    leave();
  }
}

function focus(event) {
  if (look?.contains(event.target)) return;
  const of = linkAt(event.target);
  if (!isAsked && link && of !== link) hide();
  if (of && of.matches(":focus-visible")) soon(of);
  else if (of !== dismissed) dismissed = null;
}

function tap(event) {
  const of = linkAt(event.target), isTap = ["touch", "pen"].includes(event.pointerType);
  if (of === link || look?.contains(event.target)) return;
  hide();
  if (!isTap || !of?.matches(TAPPED) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(of, true, event.clientX).then((shown) => { if (!shown) location.assign(of.href); });
}

document.addEventListener("pointerover", over, { passive: true });
document.addEventListener("focusin", focus);
document.addEventListener("focusout", (event) => {
  if (event.target === dismissed && document.hasFocus()) dismissed = null; // left for good, not for another window
  if (look && !isAsked && !look.matches(":hover")) leave();
});
document.addEventListener("click", tap);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (look || wanted)) {
    dismissed = link ?? wanted;
    hide(true);
  }
});
addEventListener("pagehide", () => hide());
addEventListener("resize", () => { if (!isAsked) hide(); });

const near = linkAt(document.querySelector("main a:focus-visible, main a:hover")); // while this was loading
if (near) soon(near);
