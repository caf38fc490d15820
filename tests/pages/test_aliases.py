"""Pages at addresses that entries and words had elsewhere."""

from __future__ import annotations

import html5lib
import pytest

from conftest import SITE_URL, TOY
from patternbook.check.read import read_data
from patternbook.documents.resolve import build_context
from patternbook.pages.exports.aliases import alias_files
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS


def files(*, directories: bool) -> dict[str, str]:
    catalogue = read_data(TOY, TOY.parent, SITE_URL).catalogue()
    context = build_context(catalogue, make_urls(directories=directories, site_url=SITE_URL), SYNTHESIS)
    return {asset.file: str(asset.content) for asset in alias_files(context)}


@pytest.mark.parametrize(
    ("directories", "links"),
    [
        (
            True,
            {
                "wiki/Late_Beds.html": "../findings/F-001/",
                "beds/12/index.html": "../../findings/F-001/",
                "Späte Beete/index.html": "../findings/F-001/",
                "wiki/Sheet.htm": "../artefacts/barrel-list/",
                "wiki/Water.htm": "../areas/watering/",
            },
        ),
        (
            False,
            {
                "wiki/Late_Beds.html": "../findings/F-001.html",
                "beds/12.html": "../findings/F-001.html",
                "Späte Beete.html": "findings/F-001.html",
                "wiki/Sheet.htm": "../artefacts/barrel-list.html",
                "wiki/Water.htm": "../areas/watering.html",
            },
        ),
    ],
)
def test_each_address_has_a_page_that_leads_on(directories: bool, links: dict[str, str]) -> None:
    found = files(directories=directories)
    assert found.keys() == links.keys()
    for file, html in found.items():
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        page = parser.parse(html)
        link = page.find(".//a[@data-moved]")
        assert link is not None
        assert link.get("href") == links[file]
        canonical = next(each.get("href") for each in page.iter("link") if each.get("rel") == "canonical")
        assert canonical.startswith(SITE_URL)
        assert f'content="0; url={links[file]}"' in html
        assert [each.get("content") for each in page.iter("meta") if each.get("name") == "robots"] == ["noindex"]


def test_title_is_escaped() -> None:
    assert (
        "Late beds often stay dry, even where 2 barrels &gt; 1 barrel &amp; &#34;everybody&#34; waters"
        in files(directories=True)["wiki/Late_Beds.html"]
    )
