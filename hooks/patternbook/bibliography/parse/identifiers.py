"""Addresses of a work: DOI, URL, arXiv number. What is not safe or not well-formed is reported and left empty."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields
from patternbook.bibliography.problems import shortened

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\]+")
_DOI_INSIDE = re.compile(r"(?:[:/]|^)\s?(10\.[0-9]{4,9}/[^\s{}\\]+)$")
_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x1f\x7f]+")
_HOST = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_ARXIV = re.compile(r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?")
_ARXIV_PREFIX = re.compile(r"^(?:https?://)?(?:arxiv\.org/abs/)?(?:arxiv:)?\s*", re.IGNORECASE)
_ARXIV_INSIDE = re.compile(r"arxiv:\s*([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)|^abs/([0-9]{4}\.[0-9]{4,5})$", re.IGNORECASE)


def read_doi(fields: EntryFields) -> str:
    """The DOI without a resolver. A resolver in front of it is reported, as it breaks other tools, and left out."""
    given = codec.unescape_verbatim(fields.source("doi"))
    if not given or _DOI.fullmatch(given):
        return given
    inside = _DOI_INSIDE.search(given)
    valid = inside[1] if inside else ""
    fix = f"write {valid}" if valid else "copy the DOI from the publisher's page"
    fields.report("doi", "bad-doi", f"the DOI {shortened(given)!r} is malformed", "10.NNNN/...", fix)
    return valid


def read_url(fields: EntryFields) -> str:
    r"""The address of the work, http or https only: `url`, else a `\url{...}` in `howpublished`, a common place for it."""
    command = _URL_COMMAND.search(fields.source("howpublished"))
    given = codec.unescape_verbatim(fields.source("url") or (command[1] if command else ""))
    if not given or is_web_address(given):
        return given
    name = "url" if fields.source("url") else "howpublished"
    fields.report(name, "bad-url", f"{shortened(given)!r} is not a web address", "http:// or https://", _url_fix(given))
    return ""


def is_web_address(text: str) -> bool:
    """Whether this can be linked to: http or https, a host, and no character that an address cannot hold."""
    if not _URL.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:  # an unclosed [ of an IPv6 address
        return False


def _url_fix(given: str) -> str:
    if len(re.findall("https?://", given)) > 1:
        return "keep one address"
    encoded = quote(given, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")
    candidates = (encoded, f"https://{encoded}" if _HOST.match(given) else "")
    fixes = (f"write {address}" for address in candidates if len(address) <= 200 and is_web_address(address))
    return next(fixes, "take it out, or write the page's address")


def read_eprint(fields: EntryFields) -> tuple[str, str]:
    """The preprint's number and its archive; also from `journal={arXiv preprint arXiv:...}` and `volume={abs/...}`."""
    given = codec.unescape_verbatim(fields.source("eprint"))
    if not given:
        sources = map(fields.source, ("journal", "journaltitle", "volume"))
        inside = next(filter(None, map(_ARXIV_INSIDE.search, sources)), None)
        return (inside[1] or inside[2], "arXiv") if inside else ("", "")
    archive = fields.text("archiveprefix", "eprinttype")
    number = _ARXIV_PREFIX.sub("", given)
    if archive.lower() in {"", "arxiv"} and _ARXIV.fullmatch(number):
        return number, "arXiv"
    if archive.lower() != "arxiv":
        return given, archive
    fields.report("eprint", "bad-eprint", f"{shortened(given)!r} is not an arXiv number", "a number such as 2110.10234")
    return "", ""


def read_howpublished(fields: EntryFields) -> str:
    """`howpublished` without the address it holds, which is kept as the address."""
    text = codec.latex_to_text(_URL_COMMAND.sub("", fields.source("howpublished")))
    return "" if is_web_address(text) else text.strip(" ,.;")
