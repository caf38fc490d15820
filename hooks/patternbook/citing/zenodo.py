"""`.zenodo.json`, from which Zenodo fills in the record of a deposit: https://developers.zenodo.org/#representation"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from patternbook.bibliography.reference import Name, Organisation
from patternbook.citing.citation import EntryCitation

_LANGUAGES = MappingProxyType({
    "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat", "ko": "kor", "lt": "lit",
    "lv": "lav", "mk": "mkd", "ms": "msa", "mt": "mlt", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "ta": "tam", "th": "tha", "tr": "tur",
    "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
})  # fmt: skip
"""Language by its two letters (ISO 639-1) -> its three (639-3), which Zenodo asks for; any other is left out."""


class Deposit(NamedTuple):
    """What the record of a deposit holds besides the citation of the catalogue."""

    description: str
    """What it is, in one paragraph."""
    keywords: Sequence[str]
    people: Mapping[Name, str]
    """Everybody who wrote or reviewed entries -> ORCID, empty of those who have none."""
    editor: Name | None
    """Who answers for the release."""
    address: str
    """Where the same stands on the web; empty where that is not known."""
    repository: str
    previous_doi: str
    """Of the release before; empty where there is none."""
    works: Iterable[str]
    """Every work of the bibliography, cited."""


def zenodo_json(whole: EntryCitation, deposit: Deposit) -> str:
    """The file. A field that the catalogue cannot fill is left out.

    Args:
        whole: The catalogue as a whole.
        deposit: The rest.

    """
    edition = whole.edition
    values = {
        "upload_type": "dataset",
        "title": whole.title,
        "creators": [_person(name, deposit.people) for name in whole.signing],
        "contributors": [*_contributors(whole, deposit)],
        "description": f"<p>{html.escape(deposit.description, quote=False)}</p>",
        "access_right": "open",
        "license": edition.licence,
        "version": edition.release,
        "publication_date": edition.released_on,
        "doi": edition.doi,
        "language": _LANGUAGES.get(edition.language.partition("-")[0], ""),
        "keywords": list(deposit.keywords),
        "related_identifiers": [*_related(whole, deposit)],
        "references": list(deposit.works),
    }
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _contributors(whole: EntryCitation, deposit: Deposit) -> Iterable[dict[str, str]]:
    """Who answers for the release, then those that are no creators."""
    if deposit.editor:
        yield {**_person(deposit.editor, deposit.people), "type": "Editor"}
    for name in deposit.people:
        if name not in (deposit.editor, *whole.signing):
            yield {**_person(name, deposit.people), "type": "Other"}


def _person(name: Name, orcids: Mapping[Name, str]) -> dict[str, str]:
    """A name with the family name first, as Zenodo asks for it."""
    orcid = {"orcid": orcids[name]} if orcids.get(name) else {}
    if isinstance(name, Organisation):
        return {"name": name.name, **orcid}
    family = " ".join(filter(None, (name.prefix, name.family)))
    given = " ".join(filter(None, (name.given, name.suffix)))
    return {"name": ", ".join(filter(None, (family, given))), **orcid}


def _related(whole: EntryCitation, deposit: Deposit) -> Iterable[dict[str, str]]:
    """Other versions of the catalogue, and other places where it stands."""
    identifiers = (
        (whole.edition.concept_doi, "isVersionOf", "doi"),
        (deposit.previous_doi, "isNewVersionOf", "doi"),
        (deposit.address, "isIdenticalTo", "url"),
        (deposit.repository, "isDerivedFrom", "url"),
    )
    return ({"identifier": each, "relation": relation, "scheme": scheme} for each, relation, scheme in identifiers if each)
