"""Addresses of a work: DOI, URL, arXiv number. What is not safe or not well-formed is reported and left empty."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields
from patternbook.bibliography.problems import shortened

_DOI = re.compile(r"10(?:\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s{}\\]+|/[A-Za-z0-9]{3,12})")
"""A DOI, its registrant divided or not (10.1000.10/123), or a short one (10/aabbe)."""
_BEFORE_DOI = re.compile(
    r"^(?:(?:(?:https?:/{0,2})?(?:[\w-]+\.)*(?:doi|handle|acm|ieeecomputersociety)\.(?:org|net|info)/+|https?://[^/\s]+/doi/)"
    r"(?:(?:abs|book|doi|epdf|full|pdf|pdfdirect)/)*)?(?:(?:info|urn):)?(?:doi|hdl)?[\s:/.]*(?=10[./])",
    re.IGNORECASE,
)
"""What people write in front of a DOI: an address that ends in it, `doi:`, `DOI 10...`, `info:doi/`."""
_SHORT_DOI = re.compile(r"(?:https?://)?(?:(?:www|dx)\.)?(?:short)?doi\.org/(?:10/)?([A-Za-z0-9]{3,12})", re.IGNORECASE)
"""The address of a short DOI, which may leave out its beginning."""
_LAST_DOI = re.compile(r"(?:[:/]|^)\s?(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s{}\\]+)$")
_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x1f\x7f]+")
_HOST = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_BEFORE_ADDRESS = re.compile(
    rf"(?:\b(?:(?:is\s+)?available(?:\s+online)?(?:\s+at|\s+from)?|retrieved\s+from|online|url|see|at|from)\b:?\s*)?{_URL_COMMAND.pattern}",
    re.IGNORECASE,
)
"""An address with the words that lead to it."""
_ARXIV = re.compile(r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?")
_ARXIV_AROUND = re.compile(r"^(?:https?://)?(?:(?:www\.)?arxiv\.org/(?:abs|pdf)/)?(?:arxiv:)?\s*|(?:\.pdf)?(?:\s*\[[\w.-]+\])?$", re.IGNORECASE)
_ARXIV_INSIDE = re.compile(rf"arxiv:\s*({_ARXIV.pattern})(?![\w.]*\w)|^abs/({_ARXIV.pattern})$", re.IGNORECASE)


def read_doi(fields: EntryFields) -> str:
    """The DOI without what is written in front of it; escapes of LaTeX and of addresses are undone."""
    given = codec.unescape_verbatim(fields.source("doi"))
    name = bare_doi(given)
    if name or not given:
        return name
    inside = _LAST_DOI.search(given)
    valid = inside[1] if inside else ""
    fix = f"write {valid}" if valid else "copy the DOI from the publisher's page"
    fields.report("doi", "bad-doi", f"the DOI {shortened(given)!r} is malformed", "10.NNNN/...", fix)
    return valid


def bare_doi(text: str) -> str:
    """The name of a DOI in any form that is found: with a resolver or a label in front, or percent-encoded; empty for anything else."""
    text = text.strip()
    if short := _SHORT_DOI.fullmatch(text):
        return f"10/{short[1]}"
    name = _BEFORE_DOI.sub("", unquote(text, errors="strict") if _ENCODED.search(text) and _is_utf8(text) else text).rstrip(".,; ")
    return name if _DOI.fullmatch(name) else ""


_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def read_url(fields: EntryFields) -> str:
    r"""The address of the work, http or https only: `url`, else a `\url{...}` in `howpublished`, a common place for it."""
    published = fields.source("howpublished")
    command = _URL_COMMAND.search(published)
    inside = command[1] if command else published if is_web_address(codec.unescape_verbatim(published)) else ""
    if fields.source("url"):
        return read_address(fields, "url")
    given = codec.unescape_verbatim(inside)
    if not given or is_web_address(given):
        return given
    fields.report("howpublished", "bad-url", f"{shortened(given)!r} is not a web address", "http:// or https://", _url_fix(given))
    return ""


def read_address(fields: EntryFields, name: str) -> str:
    """The web address in a field; empty, and reported, where it is none."""
    given = codec.unescape_verbatim(fields.source(name))
    if not given or is_web_address(given):
        return given
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
    if re.search(r"[\\{}$]", given):
        return "write the address without commands of LaTeX"
    encoded = quote(given, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")
    candidates = (encoded, f"https://{encoded}" if _HOST.match(given) else "")
    fixes = (f"write {address}" for address in candidates if len(address) <= 200 and is_web_address(address))
    return next(fixes, "take it out, or write the page's address")


def read_eprint(fields: EntryFields) -> tuple[str, str]:
    """The preprint's number and its archive; also from `journal={arXiv preprint arXiv:...}` and `volume={abs/...}`."""
    given = codec.unescape_verbatim(fields.source("eprint"))
    if not given:
        sources = map(fields.source, ("journal", "journaltitle", "volume", "howpublished", "note"))
        inside = next(filter(None, map(_ARXIV_INSIDE.search, sources)), None)
        return (inside[1] or inside[2], "arXiv") if inside else ("", "")
    archive = fields.text("archiveprefix", "eprinttype")
    number = _ARXIV_AROUND.sub("", given)
    if archive.lower() in {"", "arxiv"} and _ARXIV.fullmatch(number):
        return number, "arXiv"
    if archive.lower() != "arxiv":
        return given, archive
    fields.report("eprint", "bad-eprint", f"{shortened(given)!r} is not an arXiv number", "a number such as 2110.10234")
    return "", ""


def read_howpublished(fields: EntryFields) -> str:
    """`howpublished` without the address it holds, which is kept as the address."""
    source = fields.source("howpublished")
    if is_web_address(codec.unescape_verbatim(source)):
        return ""
    text = codec.latex_to_text(_BEFORE_ADDRESS.sub("", source))
    return re.sub(r"^[\s,.;]+|\s+(?=[,.;])|[\s,.;]+$", "", text)
