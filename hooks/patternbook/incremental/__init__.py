"""The fast path: it uses what earlier builds left, so that only what changed is made again. Without it a build writes the same site, only slower."""
