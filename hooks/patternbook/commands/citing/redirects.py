"""`patternbook redirects`: the file that lets the permanent address of a catalogue lead to its site."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from patternbook.citing.redirects import REDIRECT_FORMS, Redirection, usual_form
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, path_argument, read_sound
from patternbook.settings import Settings
from patternbook.urls import comparable_address, is_private_address


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--to", metavar="ADDRESS", default="", help="address of the site (default: `site_url`)")
    parser.add_argument(
        "--form", choices=tuple(REDIRECT_FORMS), help="default: htaccess, for w3id and any Apache; purl where the host is a PURL server"
    )
    parser.add_argument("--output", type=path_argument, metavar="FILE", help="write to a file")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the file, or write it."""
    masthead = read_sound(settings).catalogue().masthead
    base, site = str(masthead.permanent_base or ""), options.to or settings.site_url
    if not base:
        raise CommandError(["the catalogue has no `permanent_base` that could lead anywhere; set it in catalogue.yaml"], FOUND_ERRORS)
    for name, address in (("`permanent_base`", base), ("the site's address", site)):
        parts = urlsplit(address)
        if parts.query or parts.fragment or is_private_address(address) or parts.scheme not in ("http", "https"):
            fix = "set `permanent_base`" if address == base else "set `site_url`, or give it: --to https://..."
            raise CommandError([f"{name} is {address!r}; expected a public web address without ? and #; {fix}"], WRONG_USAGE)
    if comparable_address(base) == comparable_address(site):
        raise CommandError([f"`permanent_base` is the site's own address, {site}, and would lead to itself; give another: --to ADDRESS"], WRONG_USAGE)
    text = REDIRECT_FORMS[options.form or usual_form(base)](Redirection(f"{base.rstrip('/')}/", f"{site.rstrip('/')}/"))
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8", newline="")
        print(f"Wrote {options.output}")
    else:
        print(text, end="")
    return OK
