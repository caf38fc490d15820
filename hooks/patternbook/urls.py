"""Addresses of pages and links between them; directory URLs matter in no other module.

A page is named by its address without suffix: `findings/F-004`, `findings` (an index), or `` (the home page).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from patternbook.runtime.digests import digest

MAX_NAME_BYTES = 200
"""Bytes of a name in an address. File systems allow 255 for the name of a file, which has a suffix."""
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:[.:].*)?")
"""Names that Windows keeps for devices, whatever follows a full stop or a colon."""
_FORBIDDEN = re.compile(r'[<>"/\\|?*\x00-\x1f\x7f]')
"""Characters that the name of a file cannot hold on one of the systems. The colon is not among them: many bibliographies have keys
such as `DBLP:key`, and only Windows refuses it."""
_FILE_SUFFIX = re.compile(r"(?i)\.(?:html|json|xml|gz|js|css|csv|md|bib|ris|txt|look)")
"""Suffixes of files of the site: a page is a folder, which cannot have the name of a file beside it. `x.look` would have the JSON of
a quick look at `x`."""
_OF_INDEXES = re.compile(r"(?i)index|page-[0-9]+")
"""Names of the pages of an index, within its folder."""


def unusable_name(name: str, *, below_index: bool) -> str:
    """Why a name cannot be part of an address, which is the name of a file or a folder on every system; empty where it can.

    Args:
        name: An id, a slug, the key of a reference, or the name of a page.
        below_index: Whether its page is in the folder of an index.

    """
    size = len(name.encode("utf-8", "surrogatepass"))
    if size > MAX_NAME_BYTES:
        return f"it has {size:,} bytes, and {MAX_NAME_BYTES} are possible"
    if forbidden := _FORBIDDEN.search(name):
        return f"it holds {forbidden[0]!r}"
    if name.startswith(".") or name.endswith((".", " ")):
        return "it starts with a full stop, or ends with one or with a blank"
    if _DEVICES.fullmatch(name):
        return "Windows has a device of this name"
    if suffix := _FILE_SUFFIX.fullmatch(name, max(name.rfind("."), 0)):
        return f"it ends like a file, in {suffix[0]}"
    return "a page of the index has this name" if below_index and _OF_INDEXES.fullmatch(name) else ""


_PAGE_SUFFIX = re.compile(r"(?i)\.html?$")
_OWN_FOLDERS = frozenset(("api", "assets", "data", "images", "releases", "schema", "search"))
"""Folders of the site that hold no pages of a catalogue's items."""
MAX_ALIAS_PARTS = 20


def unusable_alias(address: str) -> str:
    """Why an address from elsewhere cannot be one here; empty where it can."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]*://", address):
        return "it is a whole address, with its host"
    if address.startswith("/") or address.endswith("/"):
        return "it starts or ends with a slash"
    if "?" in address or "#" in address:
        return "what stands behind a question mark or a number sign reaches no page"
    if "%" in address and unquote(address) != address:
        return "it is percent-encoded"
    parts = address.split("/")
    if len(parts) > MAX_ALIAS_PARTS or len(address.encode("utf-8", "surrogatepass")) > 2 * MAX_NAME_BYTES:
        return f"it is longer than {2 * MAX_NAME_BYTES} bytes or {MAX_ALIAS_PARTS} folders"
    if as_compared(parts[0]) in _OWN_FOLDERS:
        return f"the site has a folder {parts[0]!r} of its own"
    if not all(parts):
        return "a folder in it has no name"
    names = (*parts[:-1], _PAGE_SUFFIX.sub("", parts[-1]) or ".")
    return next(filter(None, (unusable_name(name, below_index=False) for name in names)), "")


def mended_alias(address: str) -> str:
    """How an address from elsewhere is rather meant; empty where it cannot be told."""
    bare = re.sub(r"(?i)^[a-z][a-z0-9+.-]*://[^/]*", "", address).partition("#")[0]
    mended = unquote(bare).strip("/ ")
    return mended if mended and mended != address and not unusable_alias(mended) else ""


def is_html(name: str) -> bool:
    """Whether a page has the name of its file, as only addresses from elsewhere do."""
    return name.lower().endswith((".html", ".htm"))


def alias_path(address: str) -> str:
    """An address as it is compared with others: neither case nor suffix tell two apart, nor `index` at its end."""
    return re.sub(r"(?:^|/)index$", "", as_compared(_PAGE_SUFFIX.sub("", address)))


_HOST = re.compile(r"(?i)https?:(?://)?([^/?#\\]*)")


def has_host(address: str) -> bool:
    """Whether a web address names a host; of another sort of address true."""
    match = _HOST.match(address.strip())
    if match is None:
        return True
    host = match[1].rpartition("@")[2]
    name = host if host.startswith("[") else host.partition(":")[0]
    return bool(name) and all(name.removesuffix(".").split("."))


def comparable_address(address: str) -> str:
    """A web address as it is compared: without scheme, `www.`, `.git`, a fragment or a slash at the end."""
    bare = re.sub(r"(?i)^https?://(?:www\.)?", "", address.strip()).partition("#")[0]
    return bare.rstrip("/").removesuffix(".git").casefold()


_PRIVATE_HOST = re.compile(r"(?:.*\.)?(?:example\.(?:com|net|org)|localhost|local|internal)|127\..*|10\..*|192\.168\..*|0\.0\.0\.0|::1?")
"""Hosts that stand for an address still to be chosen (RFC 2606), for this machine or for a local network."""


@functools.lru_cache(maxsize=64)
def is_private_address(url: str) -> bool:
    """Whether an address, or none, leads nowhere for others: the default, this machine, a local network."""
    return _PRIVATE_HOST.fullmatch(urlsplit(url).hostname or "localhost") is not None


_ADDRESS_AS_IT_IS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")


def reference_page(key: str) -> str:
    """The page of a work: `references/KEY`, or a name made of the key where that can be no part of an address.

    Such a name is the letters and digits of the key, and a digest of it after `~`, which is in no name made otherwise; so
    it depends on no other key, and no two keys share one.
    """
    if _ADDRESS_AS_IT_IS.fullmatch(key) and not unusable_name(key, below_index=True):
        return f"references/{key}"
    letters = normalize("NFKD", key).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9_]+", "-", letters).strip("-_")[:60].strip("-_")
    return f"references/{made}~{digest(key)[:4].hex()}"


def as_compared(name: str) -> str:
    """A name as file systems compare it that tell neither case nor composed from decomposed letters apart."""
    return normalize("NFC", normalize("NFC", name).casefold())


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """How pages of one build are addressed."""

    directories: bool
    """True for `findings/F-004/`, false for `findings/F-004.html`."""
    indexes: Collection[str]
    """Pages that are the index of a folder: written to `findings/index.html` either way."""
    site_url: str = ""
    """The address of the site, with a slash at the end; empty where it is not known."""

    def source(self, page: str) -> str:
        """The page's name as a Markdown file, which MkDocs requires: findings/F-004.md."""
        return f"{page}/index.md".lstrip("/") if page in self.indexes or not page else f"{page}.md"

    def url(self, page: str) -> str:
        """Address from the site's root: `findings/F-004/`, or with the file's name without directory URLs."""
        if is_html(page):
            return page
        if page in self.indexes or not page:
            return f"{page}/".lstrip("/") if self.directories else f"{page}/index.html".lstrip("/")
        return f"{page}/" if self.directories else f"{page}.html"

    def quoted(self, page: str) -> str:
        """The same, percent-encoded."""
        return quote(self.url(page))

    def absolute(self, page: str) -> str:
        """The page's full address, for use outside the site; empty where the address of the site is not known."""
        return self.site_url + self.quoted(page) if self.site_url else ""

    def public(self, page: str) -> str:
        """The same, for what is to last, such as citations; empty also where the address is one that leads nowhere for others."""
        return "" if is_private_address(self.site_url) else self.site_url + (self.quoted(page) if page else "")

    def file(self, page: str) -> str:
        """The file the page is written to, from the site's root: findings/F-004/index.html."""
        url = self.url(page)
        return f"{url}index.html" if not url or url.endswith("/") else url

    def href(self, here: str, there: str, anchor: str = "") -> str:
        """A relative link from one page to another."""
        return self.asset(here, self.url(there)) + (f"#{anchor}" if anchor else "")

    def asset(self, here: str, file: str) -> str:
        """A relative, escaped link from a page to a file of the site."""
        folder, up = self.url(here).rpartition("/")[0], ""
        while folder and not file.startswith(f"{folder}/"):
            folder, up = folder.rpartition("/")[0], f"../{up}"
        return up + _quoted(file[len(folder) + 1 :] if folder else file) or "./"


_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
"""Addresses that `quote` would not change, which are nearly all; this check is several times as fast as `quote`."""


def _quoted(url: str) -> str:
    return url if _PLAIN.fullmatch(url) else quote(url)


@dataclass(frozen=True, slots=True)
class RepositoryLinks:
    """Links to the repository with the sources: to edit a file, to view it, to report a problem."""

    url: str
    """https://github.com/owner/name, without a slash at the end; empty where there is none."""
    branch: str

    def edit(self, file: str) -> str:
        return f"{self.url}/edit/{self.branch}/{_quoted(file)}" if self.url else ""

    def source(self, file: str, line: int | str) -> str:
        """The file at a line; `line` may be a placeholder that is replaced later."""
        return f"{self.url}/blob/{self.branch}/{_quoted(file)}#L{line}" if self.url else ""

    def section(self, file: str, anchor: str) -> str:
        """A heading of a Markdown file."""
        return f"{self.url}/blob/{self.branch}/{_quoted(file)}#{anchor}" if self.url else ""

    def issue(self, title: str, form: str = "") -> str:
        """A new issue with the beginning of its title, by one of the repository's forms where its file is given."""
        return f"{self.url}/issues/new?{f'template={_quoted(form)}&' if form else ''}title={quote(title, safe='')}" if self.url else ""

    def report(self, id_: str, title: str) -> str:
        """A new issue, its title prefilled with the id."""
        return f"{self.url}/issues/new?title={quote(f'{id_}: ', safe='')}&body={quote(f'About {id_}, {title}:', safe='')}" if self.url else ""
