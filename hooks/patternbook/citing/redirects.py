"""Files that let a permanent address lead to wherever the site is: for w3id and any Apache, for PURL servers, for hosts of static sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Redirection(NamedTuple):
    """A permanent address, and where it leads; everything below the one leads to the same below the other."""

    base: str
    """With a slash at the end: https://w3id.org/name/."""
    site: str
    """The same of the site: https://name.example.org/."""

    @property
    def path(self) -> str:
        """The path of the permanent address: /name/."""
        return urlsplit(self.base).path


def htaccess(redirection: Redirection) -> str:
    """A file for Apache's mod_rewrite, which lies in the folder of the permanent address.

    The server undoes percent-encoding in what it matches, and encodes the result; so the target is written without. `302` says that
    the permanent address is the one to keep.
    """
    target = f"{_substitution(redirection.site)}$1"
    return (
        f"# {redirection.base} leads to {redirection.site}\n"
        f"# Derived by `patternbook redirects`; it is the .htaccess of the folder {redirection.path}\n"
        "Options +FollowSymLinks\n"
        "RewriteEngine on\n"
        f"RewriteRule ^(.*)$ {target} [R=302,L]\n"
    )


def _substitution(site: str) -> str:
    """An address as mod_rewrite takes it: `$` and `%` stand for what was matched, a backslash for the character itself."""
    escaped = re.sub(r"([\\$%])", r"\\\1", unquote(site, errors="surrogateescape"))
    return escaped.replace(" ", r"\ ")


def purl(redirection: Redirection) -> str:
    """What the form of a PURL server asks for: a partial redirect, which keeps what follows the name."""
    return f"PURL: {redirection.path}\nType: partial\nTarget: {redirection.site}\n"


def static_host(redirection: Redirection) -> str:
    """A `_redirects` file, which Netlify and Cloudflare Pages read, for a domain of one's own."""
    return f"{redirection.path}* {redirection.site}:splat 302\n"


REDIRECT_FORMS: Mapping[str, Callable[[Redirection], str]] = MappingProxyType({"htaccess": htaccess, "purl": purl, "_redirects": static_host})
"""Name on the command line -> how it is written."""


def usual_form(base: str) -> str:
    """The form that the host of a permanent address takes."""
    return "purl" if (urlsplit(base).hostname or "").startswith("purl.") else "htaccess"
