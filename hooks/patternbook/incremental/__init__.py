"""The fast path: what earlier builds left, and what need not be done again. Without it a site is the same, only later."""
