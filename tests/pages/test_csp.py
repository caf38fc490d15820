"""The policy of a page: which scripts it allows, by hashes computed here in another way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.pages.frame.csp import add_policy, policy, script_hashes, theme_policy

THEME = ROOT / "hooks" / "patternbook" / "theme"

# Made outside this project: printf %s 'alert(1)' | openssl dgst -sha256 -binary | openssl base64 -A
ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
A = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
B = "'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0='"
LINE_B = "'sha256-Xnnsn4hC6mnrIBEELTIdgicgZJ7JECYXQJF+uIBRxyY='"


@pytest.mark.parametrize(
    ("body", "hashed"),
    [
        pytest.param("alert(1)", "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='", id="plain"),
        pytest.param("", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", id="empty"),
        pytest.param("\n  let grüße = '日本';\n\n", "'sha256-sXPmbwSzlFtoYxWhfhcVdq3bj6bqh1dwPut91bF4/K0='", id="unicode, blanks kept"),
        pytest.param("a < b && c > d", "'sha256-IbT1VEE34b91kMt+z6Va0gD3TvJT2JGbdu1onffaBG0='", id="signs"),
        pytest.param("'\"`${x}`", "'sha256-AmDi3vI/8azwWssV26ZTMOn+kuwWNNEjOezGuAPwfiA='", id="quotes"),
    ],
)
def test_hash_is_that_of_the_bytes_between_the_tags(body: str, hashed: str) -> None:
    assert script_hashes(f"<p>x</p><script>{body}</script>") == (hashed,)


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param("", id="none"),
        pytest.param(' type="module"', id="module"),
        pytest.param(" type=text/javascript", id="without quotes"),
        pytest.param(" TYPE='Application/JavaScript'", id="in other letters"),
        pytest.param(' type=""', id="empty type"),
        pytest.param(" defer async\n nonce='x'", id="others"),
        # These only look like `src` and `type`: a browser runs the script, so it must be allowed.
        pytest.param(' data-src="x.js"', id="data-src"),
        pytest.param(' data-type="json"', id="data-type"),
        pytest.param(' id="x"data-src="y"', id="without a blank between"),
    ],
)
def test_what_runs_is_hashed(attributes: str) -> None:
    assert script_hashes(f"<script{attributes}>alert(1)</script>") == (ALERT,)


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param(' src="x.js"', id="file"),
        pytest.param(" async SRC = x.js", id="file in other letters"),
        pytest.param(' id="x"src="x.js"', id="file without a blank before"),
        pytest.param(' type="application/json"', id="JSON"),
        pytest.param(" id=__config type='application/json'", id="Material's settings"),
        pytest.param(" type=application/ld+json", id="linked data"),
        pytest.param(' type="text/template"', id="template"),
    ],
)
def test_what_does_not_run_is_not_hashed(attributes: str) -> None:
    assert script_hashes(f"<script{attributes}>alert(1)</script>") == ()


def test_each_script_once_in_order() -> None:
    html = "<SCRIPT>b</SCRIPT>\n<script>a</script><script>a</script>\n<script src=x></script><script>\nb</script><script>b</script>"
    assert script_hashes(html) == (B, A, LINE_B)


PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>x</title></head><body><script>alert(1)</script></body></html>'


def test_policy_names_every_directive() -> None:
    directives = dict(part.strip().split(" ", 1) for part in policy([ALERT, EMPTY]).split(";"))
    assert directives == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "script-src": f"'self' {ALERT} {EMPTY}",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    assert "unsafe" not in policy([])


def test_policy_stands_in_the_page_once_right_after_its_character_set() -> None:
    html = add_policy(PAGE, policy([EMPTY]))
    assert html.count("Content-Security-Policy") == 1
    assert f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy([EMPTY])}"><title>' in html
    # Before anything that loads or runs, and nothing else is changed.
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert html.replace(f'<meta http-equiv="Content-Security-Policy" content="{policy([EMPTY])}">', "") == PAGE


def test_only_the_first_character_set_counts() -> None:
    shown = PAGE.replace("<body>", '<body><code><meta charset="x"></code>')
    assert add_policy(shown, policy([])).count("Content-Security-Policy") == 1


def test_policy_of_the_theme_names_its_own_scripts_and_they_stay_as_they_are_written() -> None:
    scripts = [
        script for path in sorted(THEME.rglob("*.html")) for script in re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
    ]
    assert scripts
    assert not any("{{" in script or "{%" in script for script in scripts), "its hash would be that of the template"
    assert theme_policy(THEME) == policy(script_hashes("".join(f"<script>{script}</script>" for script in scripts)))


def test_every_page_has_the_policy_of_the_theme(site: Path) -> None:
    pages = [path.read_text("utf-8") for path in site.rglob("*.html")]
    assert all(f'content="{theme_policy(THEME)}"' in page for page in pages)
    hashes = {each for page in pages for each in script_hashes(page)}
    assert all(each in theme_policy(THEME) for each in hashes)
