"""Hostile texts in every field through every output in a real browser, and random questions to search and filters."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bibtexparser
from bibtexparser.bparser import BibTexParser
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Request, Route, sync_playwright

from conftest import ROOT, TOY
from patternbook.pages.frame.csp import script_hashes
from test_browser import ARGUMENTS, CHROMIUM, POLICY, WATCH
from trust.hostile import HostileCatalogue
from trust.payloads import MULTIPLIED, PAYLOADS
from trust.tally import Scale, Tally

PAGE_SECONDS = 20
"""How long a page may take to load before it counts as hung."""
ENVIRONMENT = {"PATTERNBOOK_SITE_URL": "https://catalogue.test/", "NO_MKDOCS_2_WARNING": "1", "PATTERNBOOK_CACHE": "off"}
NO_BROWSER = "there is no Chromium: install chromium, or have chromium, chromium-browser or google-chrome on the path"

RECORD = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = text => { window.ran.push(`${name} ${text}`); };
"""
AUDIT = """() => {
  const wrong = [], scripts = [], texts = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName, told = () => element.outerHTML.slice(0, 200);
    if (["iframe", "object", "embed", "base", "frame", "applet"].includes(name)) wrong.push(told());
    if (name === "meta" && /refresh/i.test(element.httpEquiv)) wrong.push(told());
    if (name === "script" && !element.src && (!element.type || /module|javascript/i.test(element.type))) scripts.push(element.textContent);
    for (const { name: key, value } of element.attributes) {
      const address = value.replace(/[\\0-\\x20]/g, "").toLowerCase();
      if (/^on/i.test(key)) wrong.push(told());
      if (/^(href|src|action|formaction|data|xlink:href|poster|srcdoc|background)$/i.test(key)) {
        if (/^(javascript|vbscript|data:text|file):?/.test(address)) wrong.push(told());
        const away = /^(https?:)?\\/\\//.test(address) && new URL(value, location).origin !== location.origin;
        if (away && name !== "a" && name !== "link") wrong.push(told());
      }
      if (key === "style" && /url\\(/i.test(value)) wrong.push(told());
    }
  }
  for (const code of document.querySelectorAll(".pb-copy code")) texts.push(code.textContent);
  return { wrong, scripts, texts, ran: window.ran, violations: window.violations, text: document.body.innerText };
}"""


class QuietHandler(SimpleHTTPRequestHandler):
    """Files of a site, without a word."""

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class QuietServer(ThreadingHTTPServer):
    """The same when somebody leaves before the end of a file."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody who looks at pages, and what they do."""

    context: BrowserContext
    address: str
    tally: Tally
    where: str
    """How the pages are looked at, for messages."""
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH + RECORD)
        self.context.route(lambda url: not url.startswith((self.address, "data:", "about:")), self._elsewhere)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PAGE_SECONDS * 1000)
        self.page.on("pageerror", lambda error: self.tally.harm("traceback", f"{self.page.url}, {self.where}: {error}"))
        self.page.on("dialog", self._dialog)

    def _elsewhere(self, route: Route, request: Request) -> None:
        self.tally.harm("request", f"{self.page.url}, {self.where}: {request.url}")
        route.abort()

    def _dialog(self, dialog: Dialog) -> None:
        self.tally.harm("script", f"{self.page.url}, {self.where}: {dialog.message}")
        dialog.dismiss()

    def look(self, file: str) -> list[str]:
        """Open a page and see what is in it; the texts that it offers for copying."""
        try:
            self.page.goto(self.address + file, wait_until="load")
            return self.audit()
        except Error as problem:
            self.tally.harm("hung", f"{file}, {self.where}: {problem.message}")
            return []

    def audit(self) -> list[str]:
        found = self.page.evaluate(AUDIT)
        here = f"{self.page.url}, {self.where}"
        foreign = [text for text in found["scripts"] if not all(each in POLICY for each in script_hashes(f"<script>{text}</script>"))]
        for each in (*found["wrong"], *foreign, *found["ran"], *(found["violations"] or ())):
            self.tally.harm("script", f"{here}: {each}")
        if MULTIPLIED in found["text"]:
            self.tally.harm("script", f"{here}: a text was run as a template")
        texts: list[str] = found["texts"]
        return texts


# ---- hostile texts ----


@dataclass
class Attack:
    """Which texts the check takes in which fields, and how many of them get onto pages."""

    hostile: HostileCatalogue
    tally: Tally
    taken: dict[str, list[str]] = field(default_factory=dict)
    """Field, see `HostileCatalogue.fields` -> the texts that it takes, each alone."""

    def offer(self, step: int) -> None:
        """Offer every text to every field: in each turn each has another one, first all that hold sentences, then all that hold a name."""
        groups = [[name for name in self.hostile.fields if name.startswith(sign)] for sign in "#="]
        for turn in range(0, len(PAYLOADS), step):
            for group in groups:
                offered = {name: PAYLOADS[(turn + number) % len(PAYLOADS)] for number, name in enumerate(group)}
                refused = self.hostile.refused({name: (text,) for name, text in offered.items()})
                self.tally.tried["texts offered to fields"] += len(offered)
                for name in offered.keys() - refused.keys():
                    self.taken.setdefault(name, []).append(offered[name])

    def lay_out(self, number: int, of: int) -> None:
        """Write a catalogue without errors that has one part of what every field takes."""
        chosen = {name: texts[number::of] for name, texts in self.taken.items()}
        for _ in range(40):
            refused = self.hostile.refused(chosen)
            if not refused:
                break
            names = refused.keys() & chosen.keys() or {name for name in chosen if self.hostile.files[name] & set(refused.values())}
            for name in names:
                chosen[name] = chosen[name][: len(chosen[name]) // 2]
            chosen = {name: texts for name, texts in chosen.items() if texts}
        else:
            self.tally.harm("wrong", f"no catalogue without errors: {refused}")
        self.tally.tried["texts on sites"] += sum(map(len, chosen.values()))
        self.tally.tried["sites"] += 1


def attack_pages(scale: Scale) -> Tally:
    """More than two hundred texts in every field, and every page of the sites made of them, with and without the policy."""
    tally = Tally()
    if CHROMIUM is None:
        tally.skipped.append(NO_BROWSER)
        return tally
    sites = 1 if scale.quick else 4
    with tempfile.TemporaryDirectory(prefix="trust-") as base:
        attack = Attack(HostileCatalogue(Path(base)), tally)
        tally.tried["texts"], tally.tried["fields"] = len(PAYLOADS), len(attack.hostile.fields)
        attack.offer(55 if scale.quick else 1)
        with started() as browser:
            for number in range(sites):
                attack.lay_out(number, sites)
                _visit_site(browser, Path(base), scale, tally)
    return tally


def _visit_site(browser: Browser, base: Path, scale: Scale, tally: Tally) -> None:
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=base, env=_environment(), capture_output=True, text=True, check=False)
    tally.says(done.stdout + done.stderr, "build of a hostile catalogue")
    if done.returncode:
        tally.harm("lost", f"a catalogue that check takes does not build: {(done.stdout + done.stderr)[-500:]}")
        return
    site = base / "site"
    read_files(site, tally)
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))[:: 9 if scale.quick else 1]
    with served(site) as address:
        for where in ("with the policy", "without the policy"):
            with browser.new_context(bypass_csp=where.startswith("without")) as context:
                visitor = Visitor(context, address, tally, where)
                for page in pages:
                    for text in visitor.look(page):
                        _read_copied(text, page, tally)
                    tally.tried[f"pages {where}"] += 1
                _search_for_payloads(visitor, scale)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")} | ENVIRONMENT


def _search_for_payloads(visitor: Visitor, scale: Scale) -> None:
    """Ask the search box for what the texts hold, and look at the page with the answers."""
    visitor.look("index.html")
    box = visitor.page.get_by_role("combobox").first
    for words in ("script", "onerror", "alert", "img src", "javascript", "elsewhere", "watering")[:: 3 if scale.quick else 1]:
        box.fill(words)
        visitor.page.wait_for_timeout(150)
        visitor.audit()
        visitor.tally.tried["answers of the search box"] += 1


# ---- files for other programs ----


def read_files(site: Path, tally: Tally) -> None:
    """Every file that is no page, as a program of its format reads it."""
    for path in sorted(site.rglob("*")):
        if path.suffix in READERS and path.is_file():
            tally.tried["other files"] += 1
            try:
                READERS[path.suffix](path, tally)
            except Exception as problem:
                tally.harm("wrong", f"{path.relative_to(site)}: {problem!r}")


def _read_json(path: Path, tally: Tally) -> None:
    json.loads(path.read_text("utf-8"))


def _read_csv(path: Path, tally: Tally) -> None:
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    if len({len(row) for row in rows}) > 1:
        tally.harm("wrong", f"{path.name}: rows of several lengths")
    for cell in (cell for row in rows for cell in row):
        if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) and not re.fullmatch(r"[+-]?[0-9.]+", cell):
            tally.harm("wrong", f"{path.name}: a spreadsheet computes {cell[:60]!r}")


def _read_xml(path: Path, tally: Tally) -> None:
    ElementTree.fromstring(path.read_bytes())


def _read_gzip(path: Path, tally: Tally) -> None:
    ElementTree.fromstring(gzip.decompress(path.read_bytes()))


_CALL = re.compile(r'patternbookSearch\("[^"]*",')


def _read_script(path: Path, tally: Tally) -> None:
    """A file of the search is one call with JSON in it."""
    text = path.read_text("utf-8").strip()
    if path.parent.name == "search" and (call := _CALL.match(text)):
        json.loads(text[call.end() :].removesuffix(");"))


READERS = {".json": _read_json, ".csv": _read_csv, ".xml": _read_xml, ".gz": _read_gzip, ".js": _read_script}


_OF_ENTRY = re.compile(r"^[\w-]+:[A-Z]+-\d+(:[\w.-]+)?$")
"""The key of an entry's citation: toy-garden:F-999:2026.12."""


def _are_ours(names: list[str]) -> bool:
    """Whether citations have the names of works of the bibliography, or of an entry, and none of them twice."""
    works = set(re.findall(r"^@\w+\{\s*([^,\s]+),", (TOY / "references.bib").read_text("utf-8"), re.MULTILINE))
    return bool(names) and len(names) == len({*names}) and all(name in works or _OF_ENTRY.search(name) for name in names)


def _read_copied(text: str, page: str, tally: Tally) -> None:
    """Citations that a page offers: of works of the bibliography and of one entry, each once, and of nothing that a text made up."""
    if text.startswith("@"):
        tally.tried["BibTeX entries"] += 1
        entries = bibtexparser.loads(text, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
        if not _are_ours([entry["ID"] for entry in entries]):
            tally.harm("wrong", f"{page}: BibTeX with {len(entries)} entries: {text[:300]}")
    elif text.startswith("TY  - "):
        tally.tried["RIS records"] += 1
        lines = text.rstrip().split("\n")
        tags = [line[:2] for line in lines if line]
        names = [line[6:] for line in lines if line.startswith("ID")]
        formed = all(not line or re.match(r"[A-Z][A-Z0-9]  - ?", line) for line in lines)
        if not formed or not tags.count("TY") == tags.count("ER") == len(names) or not _are_ours(names):
            tally.harm("wrong", f"{page}: RIS with other lines: {text[:300]}")


# ---- search and filters ----

ASK = """async ([texts, seconds]) => {
  const wrong = [];
  let count = 0;
  for (const text of texts) {
    const answer = (async () => {
      const { manifest, pages } = await patternbookSearch.find(text);
      const rows = await patternbookSearch.rows(manifest, pages.slice(0, 10));
      if (rows.some(row => !row)) throw new Error("a row is missing");
      return "";
    })().catch(error => String(error?.stack ?? error));
    const late = new Promise(resolve => setTimeout(() => resolve("hung"), seconds * 1000));
    const said = await Promise.race([answer, late]);
    if (said) wrong.push([text, said]);
    count += 1;
  }
  return { wrong, count };
}"""
FILTER = """queries => {
  const wrong = [];
  const table = document.querySelector(".pb-filtered"), form = document.querySelector(".pb-filter");
  const words = form.querySelector("input"), selects = [...form.querySelectorAll("select")];
  for (const [text, choices] of queries) {
    try {
      words.value = text;
      selects.forEach((select, index) => { select.selectedIndex = choices[index] % select.options.length; });
      for (const field of [words, ...selects]) {
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      const shown = [...table.tBodies[0].rows].filter(row => !row.hidden).length;
      const told = Number(form.querySelector("output").textContent.match(/^[0-9]+/)?.[0] ?? table.tBodies[0].rows.length);
      if (shown !== told) wrong.push([text, `${shown} rows, ${told} told`]);
    } catch (error) { wrong.push([text, String(error)]); }
  }
  return wrong;
}"""
PIECES = (
    *("team", "model", "data", "F-012", "f12", "P-", "S-004", "requirement", "organisation", "c++", "C#", ".net", "__proto__", "constructor"),
    *("toString", "hasOwnProperty", "倫理", "ﬁ", "İ", "ß", "é", "e\u0301", "\u202e", "\u0000", "\ud83d\ude00", "٣", "-", "--", "'", '"', "\\", "/"),
    *("[", "(", "*", "?", "$&", "$1", "<img src=x onerror=alert(1)>", "</script>", "%00", "%", "&", "#", " ", "  ", "\t", "\n", "a", "of", "the"),
    *("x" * 300, "0", "1e999", "NaN", "Infinity", "-0", "null", "undefined", "kind:", "pattern", "finding", "\ufeff", "\u2028", "\u00ad"),
)


def _question(chance: random.Random) -> str:
    """Pieces, cut somewhere, and now and then any characters at all."""
    parts = [chance.choice(PIECES) for _ in range(chance.randrange(5))]
    if chance.random() < 0.3:
        parts.append("".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(0xA0, 0xD800)))) for _ in range(chance.randrange(9))))
    text = chance.choice(("", " ")).join(parts)
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.3 else text


def attack_search(scale: Scale) -> Tally:
    """Random questions to the search of the shipped catalogue, to the box that people type into, and to the table's filters."""
    tally, chance = Tally(), random.Random(scale.seed)
    if CHROMIUM is None:
        tally.skipped.append(NO_BROWSER)
        return tally
    questions, typed, choices = (200, 5, 100) if scale.quick else (20_000, 200, 5_000)
    with tempfile.TemporaryDirectory(prefix="trust-") as base:
        site = Path(base) / "site"
        environment = _environment() | {"PATTERNBOOK_SITE_DIR": str(site), "PATTERNBOOK_DATA": str(TOY if scale.quick else ROOT / "data")}
        subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=ROOT, env=environment, capture_output=True, check=True)
        with served(site) as address, started() as browser, browser.new_context() as context:
            visitor = Visitor(context, address, tally, "search")
            visitor.look("index.html")
            for _ in range(0, questions, 100):
                _ask(visitor, [_question(chance) for _ in range(100)])
            for _ in range(typed):
                _type(visitor, _question(chance))
            _filter(visitor, [(_question(chance), [chance.randrange(9) for _ in range(9)]) for _ in range(choices)])
    return tally


def _ask(visitor: Visitor, texts: list[str]) -> None:
    visitor.page.set_default_timeout(len(texts) * PAGE_SECONDS * 1000)
    visitor.page.locator(".pb-search-query").evaluate("box => box.focus()")  # the script that finds comes with the focus
    visitor.page.wait_for_function("() => Boolean(window.patternbookSearch)")
    found = visitor.page.evaluate(ASK, [texts, PAGE_SECONDS])
    visitor.tally.tried["questions"] += found["count"]
    for text, said in found["wrong"]:
        visitor.tally.harm("hung" if said == "hung" else "traceback", f"search for {text!r}: {said}")


def _type(visitor: Visitor, text: str) -> None:
    """Type a question, walk through the answers, and leave."""
    box = visitor.page.get_by_role("combobox").first
    box.fill(text)
    box.press("ArrowDown")
    box.press("ArrowUp")
    visitor.page.wait_for_timeout(20)
    visitor.audit()
    visitor.tally.tried["questions typed"] += 1


def _filter(visitor: Visitor, queries: list[tuple[str, list[int]]]) -> None:
    visitor.look("products/index.html")
    for text, said in visitor.page.evaluate(FILTER, queries):
        visitor.tally.harm("wrong", f"filter for {text!r}: {said}")
    visitor.tally.tried["filters"] += len(queries)
    visitor.audit()
