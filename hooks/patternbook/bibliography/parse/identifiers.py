"""Addresses of a work: DOI, URL, arXiv number. What is not safe or not well-formed is reported and left empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields
from patternbook.bibliography.problems import Flaw

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\]+")
_DOI_INSIDE = re.compile(r"(?:[:/]|^)\s?(10\.[0-9]{4,9}/[^\s{}\\]+)$")
_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x1f\x7f]+")
_HOST = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_ARXIV = re.compile(r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?")
_ARXIV_PREFIX = re.compile(r"^(?:https?://)?(?:arxiv\.org/abs/)?(?:arxiv:)?\s*", re.IGNORECASE)
_ARXIV_INSIDE = re.compile(r"arxiv:\s*([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)|^abs/([0-9]{4}\.[0-9]{4,5})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that is safe to link to, or nothing; `archive` for preprints only."""

    value: str = ""
    archive: str = ""
    flaws: tuple[Flaw, ...] = ()


def read_doi(fields: EntryFields) -> Identifier:
    """The DOI without a resolver; a resolver in front is reported, as it breaks other tools, and the DOI used."""
    given = codec.unescape_verbatim(fields.source("doi"))
    if not given:
        return Identifier()
    if _DOI.fullmatch(given):
        return Identifier(given)
    inside = _DOI_INSIDE.search(given)
    valid = inside[1] if inside else ""
    fix = f"write {valid}" if valid else "copy the DOI from the publisher's page"
    flaw = Flaw(fields.offset("doi", 0), "bad-doi", f"the DOI {_cut(given)!r} is malformed", "10.NNNN/...", fix)
    return Identifier(valid, flaws=(flaw,))


def read_url(fields: EntryFields) -> Identifier:
    r"""The address of the work: `read_url`, else the `\url{...}` people put into `howpublished`. http and https only."""
    name = "url" if fields.source("url") else "howpublished"
    command = _URL_COMMAND.search(fields.source("howpublished"))
    given = codec.unescape_verbatim(fields.source("url") or (command[1] if command else ""))
    if not given:
        return Identifier()
    if is_web_address(given):
        return Identifier(given)
    message = f"{_cut(given)!r} is not a web address"
    flaw = Flaw(fields.offset(name, 0), "bad-url", message, "http:// or https://", _fixed(given))
    return Identifier(flaws=(flaw,))


def is_web_address(text: str) -> bool:
    """Whether this can be linked to: http or https, a host, and no character that an address cannot hold."""
    if not _URL.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:  # an unclosed [ of an IPv6 address
        return False


def _fixed(given: str) -> str:
    if len(re.findall("https?://", given)) > 1:
        return "keep one address"
    encoded = quote(given, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")
    candidates = (encoded, f"https://{encoded}" if _HOST.match(given) else "")
    fixes = (f"write {address}" for address in candidates if len(address) <= 200 and is_web_address(address))
    return next(fixes, "take it out, or write the page's address")


def read_eprint(fields: EntryFields) -> Identifier:
    """The preprint. Also found where people put it: `journal={arXiv preprint arXiv:...}`, `volume={abs/...}`."""
    archive = fields.text("archiveprefix", "eprinttype")
    given = codec.unescape_verbatim(fields.source("eprint"))
    if not given:
        places = map(fields.source, ("journal", "journaltitle", "volume"))
        inside = next(filter(None, map(_ARXIV_INSIDE.search, places)), None)
        return Identifier(inside[1] or inside[2], "arXiv") if inside else Identifier()
    bare = _ARXIV_PREFIX.sub("", given)
    if archive.lower() != "arxiv" and (archive or not _ARXIV.fullmatch(bare)):
        return Identifier(given, archive)
    if _ARXIV.fullmatch(bare):
        return Identifier(bare, "arXiv")
    offset = fields.offset("eprint", 0)
    flaw = Flaw(offset, "bad-eprint", f"{_cut(given)!r} is not an arXiv number", "a number such as 2110.10234")
    return Identifier(flaws=(flaw,))


def read_howpublished(fields: EntryFields) -> str:
    """`howpublished` without the address it holds, which is kept as the address."""
    source = fields.source("howpublished")
    text = codec.latex_to_text(_URL_COMMAND.sub("", source))
    return "" if is_web_address(text) else text.strip(" ,.;")


def _cut(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."
