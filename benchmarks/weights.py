"""What a first view of each kind of page costs: benchmarks/weights.py SITE, a built site.

Serves the site with gzip, as web servers do, and opens the heaviest page of each kind in Chromium, each with nothing kept from before:
bytes by category, requests, how much moves (layout shift) when scripts and fonts come 200 ms late. With `--lighthouse PROGRAM`, the
medians of five of Lighthouse's scores follow, on a desktop and on a phone; install it somewhere with `npm install lighthouse`, then
PROGRAM is node_modules/.bin/lighthouse. Chromium is looked for as the tests do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
TYPES = {".html": "page", ".css": "styles", ".js": "scripts", ".woff2": "fonts"}
"""Category of a file by its suffix; all others are "other"."""
PACKED = frozenset({".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"})
"""Files that web servers compress; fonts and pictures are compressed already."""
LATE = 0.2
"""Seconds that scripts and fonts take, so that what they do happens after the page is drawn."""

SHIFTS = """window.shifts = [];
const watch = new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(each => each.value)));
watch.observe({ type: "layout-shift", buffered: true });"""


@dataclass
class View:
    """What one page cost."""

    page: str
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes of each file as it was sent, without headers, by its address below the site's."""
    shift: float = 0.0

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def of(self, category: str) -> int:
        """Bytes of one category."""
        return sum(size for file, size in self.sizes.items() if TYPES.get(Path(file).suffix, "other") == category)


class GzipHandler(SimpleHTTPRequestHandler):
    """Files of a site, packed, scripts and fonts late; what was sent is counted."""

    protocol_version = "HTTP/1.1"
    late = LATE

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        if path.suffix in (".js", ".woff2"):
            time.sleep(self.late)
        content = sent(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@cache
def sent(path: Path) -> bytes:
    """A file as it is sent."""
    content = path.read_bytes()
    return gzip.compress(content, 6) if path.suffix in PACKED else content


@contextmanager
def served_with_gzip(site: Path, late: float = LATE) -> Iterator[str]:
    """Address of a built site on this machine."""
    handler = type("Handler", (GzipHandler,), {"late": late})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def kinds_of_pages(site: Path) -> dict[str, str]:
    """A page of each kind, the one whose HTML is heaviest: entries by their folder, other pages by what their article is.

    A new kind of page, which has a folder or a class of its own, is in the list as soon as it is on the site.
    """
    heaviest: dict[str, tuple[int, str]] = {}
    for path in sorted(site.rglob("index.html")):
        html, page = path.read_text("utf-8"), path.parent.relative_to(site).as_posix()
        kind = _kind(html, "" if page == "." else f"{page}/")
        if kind:
            heaviest[kind] = max(heaviest.get(kind, (0, "")), (len(sent(path)), "" if page == "." else f"{page}/"))
    return {kind: page for kind, (_, page) in sorted(heaviest.items())}


def _kind(html: str, page: str) -> str:
    """What a page is by its folder, or by the first class of its body's article; nothing for a page that only leads on."""
    if 'id="main"' not in html:
        return ""
    article = re.search(r'<article class="pb-([a-z-]+)', html)
    name = article[1] if article else "text"
    folder, _, below = page.strip("/").partition("/")
    if below:
        return f"{folder}/ {name}"
    return f"{name} with filters" if "pb-filtered" in html else name


def view(browser: Browser, address: str, site: Path, page: str, size: Mapping[str, int]) -> View:
    """Open a page as somebody who was never on the site."""
    with browser.new_context(viewport={"width": size["width"], "height": size["height"]}) as context:
        return _viewed(context, address, site, page)


def _viewed(context: BrowserContext, address: str, site: Path, name: str) -> View:
    page, found = context.new_page(), View(name)

    def count(url: str) -> None:
        file = url.removeprefix(address).partition("?")[0]
        path = site / (f"{file}index.html" if not file or file.endswith("/") else file)
        if url.startswith(address) and path.is_file():
            found.sizes[path.relative_to(site).as_posix()] = len(sent(path))

    page.on("request", lambda request: count(request.url))
    page.add_init_script(SHIFTS)
    page.goto(address + name, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100))))")
    found.shift = sum(page.evaluate("window.shifts"))
    return found


# ---- Lighthouse ----

SCORES = ("performance", "accessibility", "best-practices", "seo")


def lighthouse(program: str, chromium: str, url: str, *, phone: bool, runs: int = 5) -> dict[str, int]:
    """The median of each score, of 100."""
    found = [_lighthouse(program, chromium, url, phone=phone) for _ in range(runs)]
    return {name: round(statistics.median(each[name] for each in found)) for name in SCORES}


def _lighthouse(program: str, chromium: str, url: str, *, phone: bool) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        form = [] if phone else ["--preset=desktop"]
        flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        command = [program, url, "--quiet", "--output=json", f"--output-path={path}", f"--only-categories={','.join(SCORES)}", flags, *form]
        subprocess.run(command, check=True, capture_output=True, env={"CHROME_PATH": chromium, "PATH": str(Path(shutil.which("node") or "").parent)})
        categories = json.loads(path.read_text("utf-8"))["categories"]
        return {name: 100 * (categories[name]["score"] or 0) for name in SCORES}


# ---- the command ----


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--lighthouse", metavar="PROGRAM", help="print Lighthouse's scores, too")
    parser.add_argument("--runs", type=int, default=5, help="of Lighthouse, of which the median counts")
    parser.add_argument("--only", nargs="*", help="kinds of pages, as the first table names them")
    asked = parser.parse_args(arguments)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    pages = {kind: page for kind, page in kinds_of_pages(asked.site).items() if not asked.only or kind in asked.only}
    with served_with_gzip(asked.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        print("| kind | page | kB | page | styles | scripts | fonts | other | requests | shift, desk | phone |")
        print(f"| --- | --- |{' ---: |' * 9}")
        for kind, page in pages.items():
            desk, phone = (view(browser, address, asked.site, page, size) for size in (DESK, PHONE))
            sizes = " | ".join(f"{desk.of(name) / 1000:.1f}" for name in (*TYPES.values(), "other"))
            print(f"| {kind} | {page} | {desk.total / 1000:.1f} | {sizes} | {len(desk.sizes)} | {desk.shift:.4f} | {phone.shift:.4f} |", flush=True)
        browser.close()
    if asked.lighthouse:
        print(f"\n| kind | on | {' | '.join(SCORES)} |\n| --- | --- |{' ---: |' * len(SCORES)}")
        with served_with_gzip(asked.site, late=0) as address:
            for kind, page in pages.items():
                for name, phone_ in (("desktop", False), ("phone", True)):
                    scores = lighthouse(asked.lighthouse, chromium, address + page, phone=phone_, runs=asked.runs)
                    print(f"| {kind} | {name} | {' | '.join(map(str, scores.values()))} |", flush=True)


if __name__ == "__main__":
    main()
