"""Where pages live, and that a link followed from any page arrives."""

from __future__ import annotations

from pathlib import PureWindowsPath
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patternbook.catalogue.catalogue import Catalogue
from patternbook.citing.formats import CITATION_FILES
from patternbook.documents.model import ChecklistDocument
from patternbook.documents.resolve import build_context, resolve
from patternbook.model.registry import RESERVED_ADDRESSES
from patternbook.pages.outputs import OUTPUTS
from patternbook.pages.site import make_urls
from patternbook.pages.svg.drawings import DRAWING_NAMES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks, SiteUrls, as_compared, reference_page, unusable_name

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
        # Only links escape them. The check refuses a colon, which Windows does not allow in names.
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


PAGE_NAMES = st.lists(
    st.one_of(
        st.lists(
            st.sampled_from(
                ["a", "B", "é", "e\u0301", "ß", "ss", "-", ".", " ", "..", "/", ":", "\\", "index", "html", "json", "con", "NUL", "page-2"]
            ),
            min_size=1,
            max_size=5,
        ).map("".join),
        st.sampled_from(
            ["aux", "lpt\u00b9", "com9.txt", "x" * 201, "\u6c34" * 67, "index.html", "Index", "404", "search", "sitemap.xml", "README", "\x02"]
        ),
        st.text(min_size=1, max_size=6),
    ),
    max_size=12,
)


def kept(names: list[str], *, below_index: bool) -> list[str]:
    """The names that the check lets pass, none twice."""
    passed = [
        name for name in names if not unusable_name(name, below_index=below_index) and (below_index or as_compared(name) not in RESERVED_ADDRESSES)
    ]
    return list({as_compared(name): name for name in passed}.values())


CITATIONS = frozenset(suffix for suffix, *_ in CITATION_FILES)
FILES_OF_A_SORT = {
    "word": frozenset({"html", "json", "look"}),
    "work": frozenset({"html", "look"}) | CITATIONS,
    "frozen page": frozenset({"html", "frozen"}),
    "page that is gone": frozenset({"html"}),
}
"""Names of the outputs that a page has, by what it is of."""
FILES_BY_CONTENT = frozenset({"markdown", *DRAWING_NAMES})
"""What a page has besides where it holds a sheet or drawings."""


@given(PAGE_NAMES, PAGE_NAMES, st.booleans(), st.sampled_from(sorted(FILES_OF_A_SORT)))
@settings(max_examples=500)
@example(["index.html"], ["..", "README", "Index"], True, "work")
@example(["x", "x.json", "X.HTML"], ["sitemap.xml", "404.html"], True, "word")
@example(["x", "x.look", "x.LOOK"], [], True, "word")
@example([], ["a:con"], False, "work")
@example(["x", "x.csl", "x.csl.json", "x.BIB"], [], True, "work")
@example(["x", "x.csl", "x.csl.json", "x.BIB"], [], False, "work")
def test_names_that_pass_are_files_of_their_own_on_every_system(keys: list[str], pages: list[str], directories: bool, sort: str) -> None:
    urls = make_urls(directories=directories)
    below = [f"references/{key}" for key in kept(keys, below_index=True)]
    single = ["", "references", "references/page-2", *kept(pages, below_index=False)]
    files = [*map(urls.file, single), *(output.file(urls, page) for page in below for output in OUTPUTS if output.name in FILES_OF_A_SORT[sort])]
    files += ["404.html", "sitemap.xml", "sitemap.xml.gz", "search/manifest.js", "assets/patternbook.css", "schema/document.schema.json"]
    compared = [as_compared(file) for file in files]
    folders = {as_compared("/".join(file.split("/")[:depth])) for file in files for depth in range(1, file.count("/") + 1)}
    assert len(set(compared)) == len(compared)
    assert folders.isdisjoint(compared)
    for part in (part for file in files for part in file.split("/")):
        assert 0 < len(part.encode("utf-8", "surrogatepass")) <= 255
        assert part[-1] not in ". "
        assert part not in (".", "..")
        colonless = part.replace(":", "-")  # keys such as DBLP:key are allowed though Windows refuses them
        assert PureWindowsPath(colonless).name == colonless
        assert not PureWindowsPath(f"site/{part}").is_reserved()  # in a folder, as `a:con` alone would be `con` of a drive
        assert not set(part) & set('<>"|?*\x00\x1f')


def test_every_page_has_the_files_of_its_sort(toy: Catalogue) -> None:
    """What the test above rests on; no two files of a page have one name."""
    context = build_context(toy, FOLDERS, SYNTHESIS)
    for page in context.neighbours:
        document = resolve(page, context)
        applying = [output for output in OUTPUTS if output.applies(document)]
        names = frozenset(output.name for output in applying)
        if "." in page:  # the key of a reference
            assert names in FILES_OF_A_SORT.values(), page
        elif isinstance(document, ChecklistDocument):
            assert names == {"html", "markdown"}, page
        else:  # an entry has those of words and works
            entry = FILES_OF_A_SORT["word"] | FILES_OF_A_SORT["work"]
            assert names - FILES_BY_CONTENT in {*FILES_OF_A_SORT.values(), entry}, page
        assert len({output.file(FOLDERS, page) for output in applying}) == len(applying), page


@pytest.mark.parametrize("key", ["kim2018", "a:b.c+d_e-f", "2020x", "DBLP:k"])
def test_page_of_a_reference_is_named_after_its_key(key: str) -> None:
    assert reference_page(key) == f"references/{key}"


UNSAFE_KEYS = [
    "DBLP:conf/icx/Roe21",
    "gürkan1999",
    "o'neil2020",
    "_loi",
    "index",
    "page-2",
    "aux",
    "a.json",
    "a.look",
    "ends.",
    "日本",
    "a/b",
    "a/B",
    "a?b",
    "k" * 201,
]


def test_page_of_any_other_reference_has_a_safe_name_of_its_own() -> None:
    pages = [reference_page(key) for key in UNSAFE_KEYS]
    assert len(set(map(as_compared, pages))) == len(pages)
    assert pages[0].startswith("references/DBLP-conf-icx-Roe21~")
    for page in pages:
        name = page.removeprefix("references/")
        assert unusable_name(name, below_index=True) == ""
        assert quote(name, safe="~") == name


@given(st.text(min_size=1, max_size=40))
def test_page_of_a_reference_is_always_possible(key: str) -> None:
    name = reference_page(key).removeprefix("references/")
    assert name == key or "~" in name
    assert unusable_name(name, below_index=True) == ""
