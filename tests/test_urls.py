"""Where pages live, and that a link followed from any page arrives."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.urls import RepositoryLinks, SiteUrls

INDEXES = frozenset({"findings", "references"})
FOLDERS = SiteUrls(directories=True, indexes=INDEXES)
PLAIN = SiteUrls(directories=False, indexes=INDEXES)
BOTH = pytest.mark.parametrize("where", [pytest.param(FOLDERS, id="folders"), pytest.param(PLAIN, id="files")])


@pytest.mark.parametrize(
    ("page", "source", "folders", "plain"),
    [
        pytest.param("", "index.md", "", "index.html", id="home"),
        pytest.param("findings", "findings/index.md", "findings/", "findings/index.html", id="index"),
        pytest.param("findings/F-004", "findings/F-004.md", "findings/F-004/", "findings/F-004.html", id="entry"),
        pytest.param("matrix", "matrix.md", "matrix/", "matrix.html", id="page"),
        # Keys may hold these; only links escape them.
        pytest.param("references/a:b+c", "references/a:b+c.md", "references/a:b+c/", "references/a:b+c.html", id="key"),
    ],
)
def test_pages(page: str, source: str, folders: str, plain: str) -> None:
    assert (FOLDERS.source(page), FOLDERS.url(page)) == (source, folders)
    assert (PLAIN.source(page), PLAIN.url(page)) == (source, plain)


@pytest.mark.parametrize(
    ("here", "there", "folders", "plain"),
    [
        pytest.param("", "", "./", "index.html", id="home to itself"),
        pytest.param("", "findings", "findings/", "findings/index.html", id="home to an index"),
        pytest.param("", "findings/F-004", "findings/F-004/", "findings/F-004.html", id="home to an entry"),
        pytest.param("findings", "", "../", "../index.html", id="index to home"),
        pytest.param("findings", "findings/F-004", "F-004/", "F-004.html", id="index to its entry"),
        pytest.param("findings/F-004", "", "../../", "../index.html", id="entry to home"),
        pytest.param("findings/F-004", "findings", "../", "index.html", id="entry to its index"),
        pytest.param("findings/F-004", "findings/F-005", "../F-005/", "F-005.html", id="entry to entry"),
        pytest.param("findings/F-004", "findings/F-004", "./", "F-004.html", id="entry to itself"),
        pytest.param("findings/F-004", "matrix", "../../matrix/", "../matrix.html", id="entry to a page"),
        pytest.param("matrix", "references/a:b+c", "../references/a%3Ab%2Bc/", "references/a%3Ab%2Bc.html", id="to a key"),
        # Never `a:b.html`, which would be the scheme `a`.
        pytest.param("references", "references/a:b", "a%3Ab/", "a%3Ab.html", id="to a key that looks like a scheme"),
    ],
)
def test_links(here: str, there: str, folders: str, plain: str) -> None:
    assert FOLDERS.href(here, there) == folders
    assert PLAIN.href(here, there) == plain


NAMES = st.text("abAB019:+._- é%#?&", min_size=1, max_size=6).filter(lambda name: set(name) - {"."} != set())
PAGES = st.one_of(
    st.just(""), st.sampled_from(sorted(INDEXES)), NAMES, st.builds("{}/{}".format, NAMES, NAMES), st.builds("findings/{}".format, NAMES)
)
BASES = st.sampled_from(["https://example.org/", "https://example.org/sub/path/", "file:///srv/site/"])


@BOTH
@given(here=PAGES, there=PAGES, base=BASES)
def test_following_a_link_arrives(where: SiteUrls, here: str, there: str, base: str) -> None:
    start = base + quote(where.url(here))
    href = where.href(here, there)
    assert urljoin(start, href) == base + quote(where.url(there))
    # No scheme, host or root: the site works below any address, and from a folder on disk.
    parts = urlsplit(href)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert not href.startswith("/")


@BOTH
@given(here=PAGES, folder=st.sampled_from(["", "assets/", "findings/"]), name=NAMES, base=BASES)
def test_following_a_link_to_a_file_arrives(where: SiteUrls, here: str, folder: str, name: str, base: str) -> None:
    file = f"{folder}{name}.json"
    found = urljoin(base + quote(where.url(here)), where.asset(here, file))
    assert unquote(found.removeprefix(base)) == file


@BOTH
def test_anchor(where: SiteUrls) -> None:
    assert where.href("findings/F-004", "glossary", "review") == where.href("findings/F-004", "glossary") + "#review"
    assert where.href("glossary", "glossary", "review").endswith("#review")


@BOTH
@pytest.mark.parametrize("here", ["", "findings", "findings/F-004", "matrix"])
def test_assets(where: SiteUrls, here: str) -> None:
    up = {"": 0, "findings": 1, "findings/F-004": 2 if where.directories else 1, "matrix": 1 if where.directories else 0}[here]
    assert where.asset(here, "assets/a b.css") == "../" * up + "assets/a%20b.css"


def test_repository() -> None:
    repository = RepositoryLinks("https://github.com/owner/name", "main")
    assert repository.edit("data/a b.yaml") == "https://github.com/owner/name/edit/main/data/a%20b.yaml"
    assert repository.source("data/x.yaml", 7) == "https://github.com/owner/name/blob/main/data/x.yaml#L7"
    reported = urlsplit(repository.report("F-004", 'A & B: "c" #1?'))
    assert reported.path == "/owner/name/issues/new"
    # Nothing of the title may end or add a parameter.
    assert reported.fragment == ""
    assert [part.partition("=")[0] for part in reported.query.split("&")] == ["title", "body"]
    assert unquote(reported.query) == 'title=F-004: &body=About F-004, A & B: "c" #1?:'


def test_no_repository_no_links() -> None:
    nowhere = RepositoryLinks("", "main")
    assert (nowhere.edit("x"), nowhere.source("x", 1), nowhere.report("F-001", "x")) == ("", "", "")
