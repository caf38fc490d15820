"""A Content-Security-Policy for every page: own files only, and the theme's own inline scripts by hash.

The hashes are those of the templates that we ship, never of a finished page: nothing that somebody writes gets a hash.

See https://www.w3.org/TR/CSP3/#grammardef-hash-source. A policy in a `meta` element cannot hold `frame-ancestors`; a web
server can add it in the header.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_TYPE = re.compile(r"""(?:^|[\s"'])type\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_SRC = re.compile(r"""(?:^|[\s"'])src\s*=""", re.IGNORECASE)


def script_hashes(html: str) -> tuple[str, ...]:
    """CSP hash sources of the inline scripts of a template that a browser would run, each once, in order."""
    digests = (hashlib.sha256(match["body"].encode()).digest() for match in _SCRIPT.finditer(html) if _runs(match["attributes"]))
    return tuple(dict.fromkeys(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))


def _runs(attributes: str) -> bool:
    type_ = _TYPE.search(attributes)
    return not _SRC.search(attributes) and (type_ is None or type_[1].lower() in ("module", "text/javascript", "application/javascript"))


def policy(hashes: Iterable[str]) -> str:
    """The policy's directives, for the meta element or the header."""
    scripts = " ".join(["'self'", *hashes])
    return f"default-src 'self'; img-src 'self' data:; script-src {scripts}; object-src 'none'; base-uri 'self'; form-action 'self'"


def theme_policy(theme: Path) -> str:
    """The policy of all pages of a theme, given the folder of its templates, whose inline scripts hold no template expressions."""
    return policy(script_hashes("".join(path.read_text("utf-8") for path in sorted(theme.rglob("*.html")))))


def add_policy(html: str, policy: str) -> str:
    """The page with the policy as the first thing after its character set."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda match: f"{match[0]}{meta}", html, count=1)
