"""CITATION.cff, by which GitHub, Zenodo and others cite a repository: https://citation-file-format.github.io"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import yaml

from patternbook.bibliography.reference import Name, Organisation
from patternbook.citing.citation import UNRELEASED_KEY, Edition, EntryCitation

_HEAD = "# Derived from the catalogue's own data by `patternbook cite --format cff`; change it there.\n"
_MESSAGE = "To cite one entry, use the citation on its page. To cite the whole, use this."


def citation_cff(
    whole: EntryCitation,
    *,
    abstract: str,
    keywords: Sequence[str] = (),
    orcids: Mapping[Name, str] | None = None,
    repository: str = "",
) -> str:
    """The file, in version 1.2.0 of the format.

    Args:
        whole: The catalogue as a whole.
        abstract: What it is, in one paragraph.
        keywords: What it is about.
        orcids: Author -> ORCID, of those who have one.
        repository: Address of the repository; empty where there is none.

    """
    edition = whole.edition
    values = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": whole.title,
        "abstract": abstract,
        "authors": [_author(name, (orcids or {}).get(name, "")) for name in whole.signing],
        "version": edition.release or UNRELEASED_KEY,
        "date-released": edition.released_on,
        "doi": whole.doi,
        "identifiers": [*_identifiers(edition)],
        "url": whole.url,
        "repository-code": repository,
        "license": edition.licence,
        "keywords": list(keywords),
    }
    given = {name: value for name, value in values.items() if value}
    return _HEAD + yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=120)


def _identifiers(edition: Edition) -> Iterator[dict[str, str]]:
    """The DOI of the release and that of the catalogue in any release, each with what it stands for."""
    if edition.doi:
        yield {"type": "doi", "value": edition.doi, "description": f"Release {edition.release}."}
    if edition.concept_doi:
        yield {"type": "doi", "value": edition.concept_doi, "description": "The latest release, whichever that is."}


def _author(name: Name, orcid: str) -> dict[str, str]:
    if isinstance(name, Organisation):
        return {"name": name.name}
    parts = {
        "family-names": name.family,
        "given-names": name.given,
        "name-particle": name.prefix,
        "name-suffix": name.suffix,
        "orcid": f"https://orcid.org/{orcid}" if orcid else "",
    }
    return {part: text for part, text in parts.items() if text}
