"""`patternbook cite`: citations of entries, of works of the bibliography, or of the catalogue as a whole."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from patternbook.catalogue.releases.history import history_of
from patternbook.catalogue.releases.released import RELEASES
from patternbook.citing.cff import citation_cff
from patternbook.citing.citation import cite_catalogue
from patternbook.citing.formats import FORMATS, CitationFormat
from patternbook.citing.zenodo import Deposit, zenodo_json
from patternbook.commands.usage import OK, WRONG_USAGE, CommandError, path_argument, read_sound
from patternbook.diagnostics.diagnostic import suggest_nearest
from patternbook.documents.cite import citation_file, cite_whole, cite_work
from patternbook.documents.context import Context
from patternbook.documents.edition import author_names
from patternbook.documents.model import Cite
from patternbook.documents.resolve import build_context, cite_by_id
from patternbook.model.registry import is_placeholder
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.settings import Settings

CFF, ZENODO, LATEX, TEXT = "cff", "zenodo", "latex", "text"
_BY_NAME = {each.name: each for each in FORMATS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("ids", metavar="ID", nargs="*", help="entry (F-012) or work of the bibliography (kim2018); none for the whole catalogue")
    parser.add_argument(
        "--format",
        choices=(*_BY_NAME, LATEX, TEXT, CFF, ZENODO),
        default="bibtex",
        help="bibtex unless given; text: in a text, in LaTeX and in every style; cff: CITATION.cff of the catalogue; zenodo: its .zenodo.json",
    )
    parser.add_argument("--output", type=path_argument, metavar="FILE", help="write to a file, which is left as it is where something is wrong")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the citations: of an entry, first the works that it restates."""
    reading = read_sound(settings)
    urls, history = make_urls(directories=settings.directories, site_url=settings.site_url), history_of(reading.beside.archive, reading.beside.ledger)
    context = build_context(reading.catalogue(), urls, SYNTHESIS, history)
    if options.format in _OF_THE_WHOLE:
        name, write = _OF_THE_WHOLE[options.format]
        if options.ids:
            raise CommandError([f"{name} is about the catalogue as a whole: leave the ids out"], WRONG_USAGE)
        text = write(context, settings)
    else:
        text = _joined([_cite(name, context) for name in options.ids] or [cite_whole(context)], options.format)
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8", newline="")
        print(f"Wrote {options.output}")
    else:
        print(text, end="")
    return OK


def _cite(name: str, context: Context) -> Cite:
    catalogue = context.catalogue
    if name in catalogue.references:
        return cite_work(name, context)
    if name not in catalogue.entries:
        hint = suggest_nearest(name, (*catalogue.entries, *catalogue.references))
        raise CommandError([f"{name}: no entry has this id, and no work of the bibliography this key{f'; {hint}' if hint else ''}"], WRONG_USAGE)
    if is_placeholder(name):
        raise CommandError([f"{name}: this entry has no number yet, which is for good; run `patternbook number` first"], WRONG_USAGE)
    return cite_by_id(name, context)


def _joined(cites: list[Cite], name: str) -> str:
    if name == LATEX:
        return "".join(f"{cite.latex}\n" for cite in cites)
    if name == TEXT:
        return "\n".join(citation_file(cite, None) for cite in cites)
    form: CitationFormat = _BY_NAME[name]
    return form.join(dict.fromkeys(_texts(cites, name)))


def _texts(cites: Iterable[Cite], name: str) -> Iterator[str]:
    """Each citation in a format; what several restate comes several times. A style that prints no works leaves them to the first."""
    for cite in cites:
        form = next((form for form in cite.forms or () if form.name == name), None)
        yield from (*form.works, form.entry) if form else (cite.plain,)


def _cff(context: Context, settings: Settings) -> str:
    masthead = context.catalogue.masthead
    contributors = [context.catalogue.contributors[name] for name in masthead.default_contributors]
    orcids = {name: each.orcid for name, each in zip(context.edition.authors, contributors, strict=True) if each.orcid}
    return citation_cff(
        cite_catalogue(context.edition),
        abstract=" ".join(masthead.summary.split()),
        keywords=masthead.keywords,
        orcids=orcids,
        repository=settings.repository,
    )


def _zenodo(context: Context, settings: Settings) -> str:
    catalogue, whole = context.catalogue, cite_catalogue(context.edition)
    masthead, releases = catalogue.masthead, [context.releases[name] for name in context.releases]
    latest = releases[-1] if releases else None
    people = dict(zip(author_names(catalogue.contributors.values()), (each.orcid or "" for each in catalogue.contributors.values()), strict=True))
    editors = [contributor for contributor in catalogue.contributors.values() if latest and contributor.name == latest.editor]
    deposit = Deposit(
        description=" ".join(masthead.summary.split()),
        keywords=masthead.keywords,
        people=people,
        editor=next(iter(author_names(editors)), None),
        address=context.urls.public(f"{RELEASES}/{latest.name}" if latest else ""),
        repository=settings.repository,
        previous_doi=context.releases[latest.previous].doi if latest and latest.previous else "",
        works=[context.cited[key].text for key in catalogue.references],
    )
    return zenodo_json(whole, deposit)


_OF_THE_WHOLE: Mapping[str, tuple[str, Callable[[Context, Settings], str]]] = MappingProxyType(
    {
        CFF: ("CITATION.cff", _cff),
        ZENODO: (".zenodo.json", _zenodo),
    }
)
"""Format -> the file that it is for, and how it is written."""
