"""One build, from data to a site that replaces the old one in one step."""
