"""Commands that write what lasts: releases, and the state of what was published."""
