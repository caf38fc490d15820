"""Random inputs for what reads strangers' texts: the loader, the bibliography, the renderer of texts, and names that become addresses."""

from __future__ import annotations

import json
import random
import re
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from types import FrameType
from urllib.parse import unquote, urljoin, urlsplit

from conftest import ROOT, TOY
from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.styles.styles import citation_text
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.urls import as_compared
from test_every_path import FRAGMENTS, everything_made, laid_out_anew, read_every_way
from test_renderer import RENDERER, SCOPE
from trust.payloads import PAYLOADS
from trust.tally import Scale, Tally

INPUT_SECONDS = 20
"""How long one input may take, of at most 50 KB, on a machine that does something else too."""
MAX_BYTES = 50_000


class _HungError(BaseException):
    """An input takes too long; no `except Exception` on the way takes it for its own."""


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _HungError


@contextmanager
def watched(what: str, shown: object, tally: Tally) -> Iterator[None]:
    """Count what is raised, and what does not end."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, INPUT_SECONDS)
    try:
        yield
    except _HungError:
        tally.harm("hung", f"{what}: {shown!r:.300}")
    except AssertionError as problem:
        tally.harm("wrong", f"{what}: {shown!r:.300}: {problem!s:.300}")
    except Exception as problem:
        place = traceback.extract_tb(problem.__traceback__)[-1]
        tally.harm("traceback", f"{what}: {shown!r:.300}: {problem!r:.200} in {PurePosixPath(place.filename).name}:{place.lineno}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def fuzz(scale: Scale) -> Tally:
    """Each target for a quarter of the time."""
    tally = Tally()
    for number, (what, target) in enumerate(TARGETS.items()):
        chance, end = random.Random(scale.seed + number), time.monotonic() + scale.fuzz_seconds / len(TARGETS)
        with tempfile.TemporaryDirectory(prefix="trust-") as base:
            tries = target(Path(base), chance, tally)
            while time.monotonic() < end:
                next(tries)
                tally.tried[what] += 1
    return tally


def changed(text: str, chance: random.Random) -> str:
    """A text with some places taken out, doubled, moved, or overwritten."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        begin = chance.randrange(len(text) + 1)
        end = min(len(text), begin + chance.choice((0, 0, 1, 2, 30, 300)))
        piece = chance.choice((chance.choice(FRAGMENTS), chance.choice(PAYLOADS), chr(chance.randrange(0x3000)), text[begin:end] * 2, ""))
        text = text[:begin] + piece + text[end:]
    return text


# ---- the loader ----


def _loader(base: Path, chance: random.Random, tally: Tally) -> Iterator[None]:
    """Files of the small catalogue, changed as texts or as bytes; every way to read them says the same, and what is taken can be built."""
    with Store(base / STORE_FILE) as store:
        while True:
            path = chance.choice(laid_out_anew(base))
            content = changed(path.read_text("utf-8"), chance).encode("utf-8", "surrogatepass")
            if chance.random() < 0.2:
                at = chance.randrange(len(content) + 1)
                content = content[:at] + chance.randbytes(chance.randrange(4)) + content[at + chance.randrange(3) :]
            path.write_bytes(content)
            with watched(f"loader, {path.name}", content, tally):
                first, *others = read_every_way(base, store)
                assert all(other.diagnostics == first.diagnostics for other in others), "diagnostics depend on who reads"
                if not only_errors(first.diagnostics):
                    everything_made(base)
                    tally.tried["of them built"] += 1
            yield


# ---- the bibliography ----


def _bibliography(base: Path, chance: random.Random, tally: Tally) -> Iterator[None]:
    """Bibliographies changed at random; what is read of them can be written in every format, and read again."""
    texts = [path.read_text("utf-8") for path in (*sorted((ROOT / "tests" / "bib").glob("*.bib")), TOY / "references.bib")]
    while True:
        text = changed(chance.choice(texts), chance)
        if chance.random() < 0.03:
            text = _repeated(chance)
        with watched("bibliography", text, tally):
            for reference in parse_bibliography(text).references:
                written = to_bibtex(reference)
                again = parse_bibliography(written).references
                assert [each.key for each in again] == [reference.key], f"read again as {[each.key for each in again]}: {written}"
                json.dumps(to_csl_json(reference))
                citation_text(reference)
                lines = to_ris(reference).rstrip("\n").split("\n")
                assert all(re.match(r"[A-Z][A-Z0-9]  - ?", line) for line in lines), lines
        yield


# ---- texts ----

_SAFE = re.compile(r"(?i)(?:https?:|mailto:|#|\.|/|[^:]*$)")


class _Audit(HTMLParser):
    """What a browser would do with a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "base",
            "meta",
            "link",
            "svg",
            "mglyph",
            "annotation-xml",
            "maction",
            "form",
            "input",
            "img",
        }:
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "src", "srcset", "srcdoc"} or (name == "href" and not _SAFE.match(value or "")):
                self.wrong.append(f"{tag} {name}={value}")


def _repeated(chance: random.Random) -> str:
    """Few pieces, many times: what costs most where a function is not linear."""
    pieces = [chance.choice((*FRAGMENTS, *PAYLOADS, "*", "_", "`", "[", "](", "![", "> ", "- ", "1. ", "<", "&", "|", "\\", "# ")) for _ in range(3)]
    text = "".join(pieces[: chance.randrange(1, 4)])
    return (text * (MAX_BYTES // max(len(text), 1)))[: chance.randrange(1, MAX_BYTES)]


def _texts(base: Path, chance: random.Random, tally: Tally) -> Iterator[None]:
    """Texts of entries and pages, in all three ways that they are rendered."""
    while True:
        text = _repeated(chance) if chance.random() < 0.03 else "".join(chance.choice((*FRAGMENTS, *PAYLOADS, " ", "\n\n")) for _ in range(9))
        text = text.encode("utf-8", "replace").decode()
        with watched("text", text, tally):
            audit = _Audit()
            for html in (RENDERER.inline(text, SCOPE), RENDERER.block(text, SCOPE), RENDERER.page(text, SCOPE)[0]):
                audit.feed(str(html))
            for each in audit.wrong:
                tally.harm("script", f"text {text!r:.300}: {each}")
        yield


# ---- addresses ----

_NAMES = (
    *(
        "index",
        "index.html",
        "page-2",
        "con",
        "NUL",
        "aux.x",
        "com1",
        "..",
        ".",
        "...",
        ".git",
        "a",
        "A",
        "b",
        "é",
        "e\u0301",
        "ß",
        "ss",
        "水",
        "K",
        "k",
    ),
    *("search", "assets", "404", "sitemap.xml", "findings", "References", "-", "_", "~", " ", "%", "%2e", "%2F", "#", "?", "&", "+", ":", "/", "\\"),
    *("\t", "\n", "\x7f", "\u202e", "\u200b", "\ufeff", "\U0001f600", "'", '"', "<", ">", "|", "*", ".html", ".json", ".md", "9" * 40, "z" * 99),
)
_BAD_NAME = re.compile(r'[<>"\\|?*\x00-\x1f\x7f]')


def _name(chance: random.Random) -> str:
    """Half of them such as anybody would choose."""
    plain = "".join(chance.choice("abcxyz-019") for _ in range(chance.randrange(1, 9)))
    return plain if chance.random() < 0.5 else "".join(chance.choice(_NAMES) for _ in range(chance.choice((1, 1, 2, 3, 5))))


def _addresses(base: Path, chance: random.Random, tally: Tally) -> Iterator[None]:
    """Pages of prose, words and references with random names: refused, or a file that every system can hold, and a link that leads to it."""
    while True:
        data = laid_out_anew(base)[0].parent
        slugs, keys, pages = ([_name(chance)] for _ in range(3))
        words = "".join(f"  - {{slug: {json.dumps(slug)}, title: T, statement: S., definition: {{text: T., editorial: true}}}}\n" for slug in slugs)
        (data / "terms.yaml").write_text(f"terms:\n{words}", "utf-8")
        with (data / "references.bib").open("a", encoding="utf-8") as opened:
            opened.writelines(f"\n@misc{{{key}, title = {{A}}, author = {{B}}, year = {{2020}}}}\n" for key in keys)
        for page in pages:
            if "/" not in page and len(page.encode()) < 250:
                (data / "pages" / f"{page}.md").write_text("# Title\n\nText.\n", "utf-8")
        with watched("addresses", (slugs, keys, pages), tally):
            if not only_errors(read_data(data, base, "https://catalogue.test/").diagnostics):
                _well_addressed(base)
                tally.tried["of them built at their addresses"] += 1
        yield


def _well_addressed(base: Path) -> None:
    build = everything_made(base)
    urls, names = build.request.urls, [page.page for page in build.site.pages] + list(build.site.bound_pages)
    files = [urls.file(name) for name in names]
    assert len({as_compared(file) for file in files}) == len(files), "two pages in one file"
    for name, file in zip(names, files, strict=True):
        assert not PurePosixPath(file).is_absolute()
        for part in file.split("/"):
            assert part not in ("", ".", ".."), file
            assert len(part.encode()) <= 255, file
            assert not part.endswith((".", " ")), file
            assert not _BAD_NAME.search(part), file
        for here in ("", names[-1]):
            address = urlsplit(urljoin(f"https://catalogue.test/{urls.quoted(here)}", urls.href(here, name)))
            assert unquote(address.path) == f"/{urls.url(name)}", f"{here!r} to {name!r} leads to {address.path!r}"
            assert not address.query
            assert not address.fragment


TARGETS: dict[str, Callable[[Path, random.Random, Tally], Iterator[None]]] = {
    "catalogues": _loader,
    "bibliographies": _bibliography,
    "texts": _texts,
    "sets of names": _addresses,
}
