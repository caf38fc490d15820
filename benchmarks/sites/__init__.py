"""One corpus, written as the sources of a site for each builder: every module yields files as (path, text)."""
