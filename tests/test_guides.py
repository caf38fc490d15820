"""Pages of docs/: whatever stands in them becomes text, also where the check is told to let it pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown
from markupsafe import Markup

from conftest import ROOT
from patternbook.check.guides import check_guides, is_local_target, is_safe_target
from patternbook.mkdocs.prose import PlainProse, plain_metadata, plain_title

TAGS = {
    *("p", "h1", "h2", "a", "ul", "li", "ol", "code", "pre", "em", "strong", "br", "blockquote", "img", "hr", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"alt", "src", "title"}, "h1": {"id"}, "div": {"class"}, "p": {"class"}, "code": {"class"}}
SCHEME = re.compile(r"(?i)[\x00-\x20]*[a-z\t\r\n]+[\x00-\x20]*:")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "<div markdown=1>\n\n<script>alert(1)</script>\n\n</div>",
    "<!--\n\n--><script>alert(1)</script>",
    "<script>alert(1)",
    "text <svg/onload=alert(1)>",
    "- <b onclick=alert(1)>\n\n    <i>",
    "a | b\n--|--\n<u>|<s>",
    '!!! note "<script>alert(1)</script>"\n    <b>',
    "[x](javascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x][y]\n\n[y]: vbscript:alert(1)",
    "![x](javascript:alert(1))",
    '!["onerror=alert(1) x="](y)',
    "![x](https://elsewhere.invalid/i.png)",
    "![x](//elsewhere.invalid/i.png)",
    "![x](\\\\\\\\elsewhere.invalid/i.png)",
    "![x](/\\elsewhere.invalid/i.png)",
    "![x](&#47;/elsewhere.invalid/i.png)",
    "![x]\n\n[x]: http://elsewhere.invalid/i.png",
    '[x](y "\\" onclick=alert(1) z=\\"")',
    '[x](y"onclick="alert(1))',
    '<https://example.org/"onclick="alert(1)>',
    "<javascript:alert(1)>",
    "`<script>`",
    "    <script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "\x02wzxhzdk:0\x03 <b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<?php echo 1 ?><b>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!DOCTYPE html><base href=//example.org>",
]


class Tags(HTMLParser):
    """The tags and attributes that a browser would see, and the addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.found.append(("a comment", {}))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("a declaration", {}))

    def handle_pi(self, data: str) -> None:
        self.found.append(("an instruction", {}))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("a section", {}))


def html_of(text: str) -> str:
    """A text as MkDocs would make a page of it."""
    return str(Markdown(extensions=["toc", "tables", "fenced_code", "admonition", "md_in_html", PlainProse()]).convert(text))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_markdown_gives_only_tags_of_its_own_and_safe_addresses(text: str) -> None:
    for tag, attributes in Tags(html_of(text)).found:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        for address in (attributes.get("href") or "", attributes.get("src") or ""):
            assert SCHEME.match(address) is None or is_safe_target(address)
        assert not re.match(r"[\s\x00]*(?:[/\\]{2}|[\w+.-]+:)", attributes.get("src") or "")


def test_what_a_page_may_hold_stays() -> None:
    html = html_of("# Title\n\n[a](other.md#b) ![c](d.png) <https://example.org/> `e <f>` &amp; *g*")
    assert html == (
        '<h1 id="title">Title</h1>\n<p><a href="other.md#b">a</a> <img alt="c" src="d.png" /> '
        '<a href="https://example.org/">https://example.org/</a> <code>e &lt;f&gt;</code> &amp; <em>g</em></p>'
    )


@pytest.mark.parametrize("target", ["", "x", "x.md", "#a", "?a:b", "/a", "../a:b", "http://a", "HTTPS://a", "mailto:a@b.org"])
def test_safe_targets(target: str) -> None:
    assert is_safe_target(target)


@pytest.mark.parametrize(
    "target", ["javascript:x", " javascript:x", "java\nscript:x", "java&Tab;script:x", "x&colon;y", "data:x", "file:///x", "ftp://x"]
)
def test_unsafe_targets(target: str) -> None:
    assert not is_safe_target(target)


@pytest.mark.parametrize("target", ["", "x.png", "a/b.png", "/a.png", "../a.png", "#a", "?a=b", "./a:b.png"])
def test_local_targets(target: str) -> None:
    assert is_local_target(target)


@pytest.mark.parametrize("target", ["//a/b", "https://a/b", "\\\\a\\b", "/\\a", "&#47;/a", " //a", "HTTP:a", "data:x", "/\t/a"])
def test_targets_on_other_hosts(target: str) -> None:
    assert not is_local_target(target)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# T\n\n![x](https://a.org/i.png)\n", 3),
        ("![x](//a.org/i.png)\n", 1),
        ("![x][y]\n\n[y]: https://a.org/i.png\n", 3),
        ("![y][]\n\n[Y]: https://a.org/i.png\n", 3),
        ("![y]\n\n[y]: https://a.org/i.png\n", 3),
        ("[![x](https://a.org/i.png)](https://a.org/)\n", 1),
    ],
)
def test_picture_from_another_host_is_refused(text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(text, "utf-8")
    [found] = check_guides(tmp_path, tmp_path)
    assert (found.rule.code, found.place.line, "another host" in found.message) == ("PB311", line, True)


def test_pictures_of_the_site_and_links_to_elsewhere_are_fine(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("![x](a/i.png) [y](https://a.org/) `![x](https://a.org/i.png)` ![z]\n\n[w]: https://a.org/\n", "utf-8")
    assert list(check_guides(tmp_path, tmp_path)) == []


@pytest.mark.parametrize("title", ['"x" onfocus=y', "a &lt;b&gt; <b>c</b> &amp;", "'"])
def test_title_of_a_page_is_escaped_for_attributes(title: str) -> None:
    plain = plain_title(title)
    assert not re.search("[<>\"']", plain)
    assert Markup(plain).unescape() == Markup(title).striptags()


def test_metadata_is_escaped_and_what_decides_about_templates_is_dropped() -> None:
    given = {"title": "<b>", "template": "404.html", "alternates": [1], "description": '">'}
    assert plain_metadata(given) == {"title": "&lt;b&gt;", "description": "&#34;&gt;"}


PAGES = {
    "one": "# One <xx-1>\n\n## Two <xx-2>\n\n## `<xx-3>` &lt;xx-4&gt;\n\n<xx-5>\n\n<script>x</script>\n",
    "two": "---\ntitle: <xx-6>\ndescription: '\"><xx-7>'\ntemplate: 404.html\n---\n\nText.\n",
    "three": "# `<xx-8>`\n\n## &lt;xx-9&gt;\n",
    "four": '# Four " xx-onfocus=1 x="\n',
}


def test_a_built_page_holds_nothing_that_a_page_of_docs_wrote_as_html(tmp_path: Path) -> None:
    engine = ROOT / "hooks" / "patternbook"
    shutil.copytree(engine / "commands" / "starter", tmp_path / "data")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    catalogue = tmp_path / "data" / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text("utf-8").replace("catalogue:\n", "catalogue:\n  rules: {PB310: off}\n"), "utf-8")
    (tmp_path / "docs").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "docs" / f"{name}.md").write_text(text, "utf-8")
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    own |= {"PATTERNBOOK_CACHE": "off", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = {path.parent.name: path.read_text("utf-8") for path in (tmp_path / "site").rglob("index.html")}
    assert "&lt;xx-5&gt;" in pages["one"]
    assert "There is no page" not in pages["two"]
    for page in pages.values():
        assert not re.search(r"<xx-", page)
        assert "<script>x" not in page
        assert not [tag for tag in re.findall(r"<[a-z][^<>]*>", page) if " xx-onfocus=" in re.sub(r'"[^"]*"', "", tag)]
        assert page.count("sha256-") == 1
