"""Check of the folder docs/: its pages hold no HTML and link to safe addresses, and no file in it would run in a reader's browser.

The check reads pages as CommonMark does, and MkDocs reads them in a slightly different way. It does not have to be exact: whatever it
lets pass is shown as text, see mkdocs/prose.py.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from patternbook.check.optional.spelling import american_spellings, american_words, describe_spelling
from patternbook.check.plausibility.invisible import describe_directions, needless_character
from patternbook.check.plausibility.texts import turned_texts, unseen_characters
from patternbook.check.rules import SwitchedOn, html_in_texts, links_in_texts
from patternbook.diagnostics.diagnostic import RUNNABLE_FILE, Diagnostic, Place
from patternbook.markup import Markdown, image_targets, link_targets, raw_html
from patternbook.source.files import display_path, leads_out, read_text
from patternbook.source.media.pictures import drawing_fault

PAGES = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
"""What MkDocs makes pages of."""
PASSIVE = PAGES | {
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg"),
    *(".css", ".woff", ".woff2", ".mp3", ".mp4", ".ogg", ".webm"),
    *(".txt", ".csv", ".tsv", ".json", ".yaml", ".yml", ".bib", ".ris", ".pdf", ".zip"),
}
"""Suffixes of files that a browser shows, plays or saves, and never runs."""
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:)|(?![\w+.-]*:)", re.IGNORECASE)
"""The start of an address that a page of docs/ may link to: http, https, mail, or without a scheme, as of another page."""
_SCHEME = re.compile(r"[\w+.-]*:")


def is_safe_target(target: str) -> bool:
    """Whether a page of docs/ may link to this address, written as in HTML; a browser leaves out blanks and control characters."""
    return _SAFE_TARGET.match(re.sub(r"[\x00-\x20]", "", html.unescape(target))) is not None


def is_local_target(target: str) -> bool:
    """Whether an address, written as in HTML, is one within the site, so that a page may load it without asking another host."""
    address = re.sub(r"[\x00-\x20]", "", html.unescape(target)).replace("\\", "/")
    return not address.startswith("//") and _SCHEME.match(address) is None


def check_guides(folder: Path, base: Path, on: SwitchedOn = frozenset()) -> Iterator[Diagnostic]:
    """Check every file of docs/ that MkDocs would publish: all but hidden ones.

    Args:
        folder: The folder docs/.
        base: Folder that messages name files relative to.
        on: Rules that the catalogue switches on.

    """
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if leads_out(path, folder) or path.is_dir() or any(part.startswith(".") for part in inside.parts):
            continue  # a link that leads out is refused as such, see read.py
        file, suffix = display_path(path, base), path.suffix.lower()
        text, problems = read_text(path, file) if suffix in PAGES | {".svg"} else (None, [])
        yield from problems
        if re.search(r"[<>\"'&]", inside.as_posix()):
            yield Diagnostic(RUNNABLE_FILE, Place(file), "its name holds <, >, & or a quotation mark", fix="Rename the file.")
        if text is not None:
            yield from _check_drawing(text, file) if suffix == ".svg" else _check_page(text, file, on)
        elif suffix not in PASSIVE:
            yield Diagnostic(RUNNABLE_FILE, Place(file), f"{suffix or 'no suffix'} is no page, picture or download", fix="Take it out of docs/.")


def _check_page(text: str, file: str, on: SwitchedOn) -> Iterator[Diagnostic]:
    markdown = Markdown.of(text, formulas=False)
    for offset, tag in raw_html(markdown):
        yield Diagnostic(html_in_texts.rule, _place(file, markdown.text, offset), f"raw HTML {tag[:40]!r}")
    for rule, found in ((turned_texts.rule, describe_directions(text)), (unseen_characters.rule, needless_character(text))):
        if found is not None:
            yield Diagnostic(rule, _place(file, text, found.offset), f"the page holds {found.message}", "", found.expected)
    for offset, target in link_targets(markdown):
        if not is_safe_target(target):
            yield Diagnostic(links_in_texts.rule, _place(file, markdown.text, offset), f"link to {target[:40]!r}")
    for offset, target in image_targets(markdown):
        if is_safe_target(target) and not is_local_target(target):
            where, fix = _place(file, markdown.text, offset), "Put the picture into docs/, and name it by its path from this page."
            yield Diagnostic(links_in_texts.rule, where, f"a picture that readers would load from another host, {target[:40]!r}", fix=fix)
    for offset, word, right in american_words(markdown.text) if american_spellings.rule.code in on else ():
        yield Diagnostic(american_spellings.rule, _place(file, markdown.text, offset), *describe_spelling(word, right))


def _place(file: str, text: str, offset: int) -> Place:
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _check_drawing(text: str, file: str) -> Iterator[Diagnostic]:
    if fault := drawing_fault(text):
        yield Diagnostic(RUNNABLE_FILE, Place(file, fault.line, fault.column), fault.message, fix=fault.fix)
