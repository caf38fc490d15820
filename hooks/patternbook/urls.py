"""Where pages live, and links between them: the one room that knows about directory URLs.

A page is named by its address without suffix: `findings/F-004`, `findings` (an index), or `` (the home page).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """How pages of one build are addressed."""

    directories: bool
    """True for `findings/F-004/`, false for `findings/F-004.html`."""
    indexes: Collection[str]
    """Pages that are the index of a folder: written to `findings/index.html` either way."""
    site_url: str = ""
    """Where the site lives, with a slash at the end; empty where nobody has said."""

    def source(self, page: str) -> str:
        """The page's name as a Markdown file, as MkDocs wants it: findings/F-004.md."""
        return f"{page}/index.md".lstrip("/") if page in self.indexes or not page else f"{page}.md"

    def url(self, page: str) -> str:
        """Address from the site's root: `findings/F-004/`, or with the file's name without directory URLs."""
        if page in self.indexes or not page:
            return f"{page}/".lstrip("/") if self.directories else f"{page}/index.html".lstrip("/")
        return f"{page}/" if self.directories else f"{page}.html"

    def quoted(self, page: str) -> str:
        """The same with everything escaped that an address escapes."""
        return quote(self.url(page))

    def absolute(self, page: str) -> str:
        """The page's full address, for what is read elsewhere; nothing where nobody knows where the site lives."""
        return self.site_url + self.quoted(page) if self.site_url else ""

    def file(self, page: str) -> str:
        """The file the page is written to, from the site's root: findings/F-004/index.html."""
        url = self.url(page)
        return f"{url}index.html" if not url or url.endswith("/") else url

    def href(self, here: str, there: str, anchor: str = "") -> str:
        """A relative link from one page to another."""
        return self.asset(here, self.url(there)) + (f"#{anchor}" if anchor else "")

    def asset(self, here: str, file: str) -> str:
        """A relative link from a page to a file of the site."""
        return _relative(_folder(self.url(here)), file) or "./"


@functools.lru_cache(maxsize=1 << 8)
def _folder(url: str) -> str:
    return url.rpartition("/")[0]


def _relative(folder: str, url: str) -> str:
    """`url` as seen from `folder`, escaped; both from the site's root. A trailing slash stays; the folder itself is nothing."""
    up = ""
    while folder and not url.startswith(f"{folder}/"):
        folder, up = folder.rpartition("/")[0], f"../{up}"
    return up + _quoted(url[len(folder) + 1 :] if folder else url)


_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
"""What `quote` leaves as it is; nearly all addresses are, and this is found several times as fast."""


def _quoted(url: str) -> str:
    return url if _PLAIN.fullmatch(url) else quote(url)


@dataclass(frozen=True, slots=True)
class RepositoryLinks:
    """Where the sources are published: links to edit, to look, to report."""

    url: str
    """https://github.com/owner/name, without a slash at the end; empty where there is none."""
    branch: str

    def edit(self, file: str) -> str:
        return f"{self.url}/edit/{self.branch}/{_quoted(file)}" if self.url else ""

    def source(self, file: str, line: int | str) -> str:
        """The file at a line; `line` may be a mark that stands for it."""
        return f"{self.url}/blob/{self.branch}/{_quoted(file)}#L{line}" if self.url else ""

    def report(self, id_: str, title: str) -> str:
        """A new issue, its title prefilled with the id."""
        return f"{self.url}/issues/new?title={quote(f'{id_}: ', safe='')}&body={quote(f'About {id_}, {title}:', safe='')}" if self.url else ""
