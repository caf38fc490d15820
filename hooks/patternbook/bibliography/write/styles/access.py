"""Where a work is read, at the end of a citation: the DOI, else an address, else nothing."""

from __future__ import annotations

from collections.abc import Callable

from patternbook.bibliography.write.styles.facts import Facts
from patternbook.bibliography.write.styles.runs import Runs, link


def access(facts: Facts, doi: Runs, at: Callable[[Runs], Runs], *, with_doi: bool = True) -> Runs:
    """The end of a citation.

    Args:
        facts: The work.
        doi: Its DOI as the style prints it.
        at: Prints an address, which it is given as a link, with what the style says before it.
        with_doi: Whether works of this type are found by their DOI in the style.

    """
    if facts.work.doi and with_doi:
        return doi
    url = facts.address
    return at(link(url, url)) if url else ()
