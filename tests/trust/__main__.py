"""Attack builds and sites, print what was tried and found, and fail unless nothing was found.

    make trust                            # everything, about a quarter of an hour on two cores
    make trust ARGUMENTS="--only kills"   # one part; can be given several times
    make trust ARGUMENTS=--quick          # every part in a small version, in less than a minute
    make trust ARGUMENTS="--minutes 60"   # fuzz for longer

Parts run two at a time, each in a process of its own. Exit code 0: zero mixed, lost, hung, traceback, script, request, wrong;
1: something was found; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from trust.parts import PARTS, run_part
from trust.tally import HARMS, Scale, Tally

DEFAULT_MINUTES, QUICK_MINUTES = 10.0, 0.1


def show(name: str, tally: Tally) -> None:
    """The row of a part, and below it what it found and what it could not try."""
    figures = "".join(f"{tally.found[harm]:>10}" for harm in HARMS)
    tried = ", ".join(f"{number:,} {what}" for what, number in tally.tried.items())
    print(f"{name:<9}{tally.seconds:>6.0f}{figures}  {tried}", flush=True)
    for line in (*(f"  FOUND {each}" for each in tally.examples), *(f"  skipped: {each}" for each in tally.skipped)):
        print(line, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run the parts and return the exit code."""
    parser = argparse.ArgumentParser(prog="trust", description="attack builds and sites")
    parser.add_argument("--only", metavar="PART", choices=PARTS, action="append", help=f"one part, or several: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="a small version of every part")
    parser.add_argument("--minutes", type=float, help=f"of fuzzing, in total ({DEFAULT_MINUTES:g})")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="for the same random inputs again")
    options = parser.parse_args(arguments)
    minutes = options.minutes if options.minutes is not None else QUICK_MINUTES if options.quick else DEFAULT_MINUTES
    scale = Scale(quick=options.quick, fuzz_seconds=minutes * 60, seed=options.seed)
    print(f"seed {scale.seed}\n{'part':<9}{'sec':>6}{''.join(f'{harm:>10}' for harm in HARMS)}  tried", flush=True)
    total = Tally()
    begin = time.monotonic()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(run_part, name, scale): name for name in PARTS if not options.only or name in options.only}
        for done in as_completed(running):
            tally = done.result()
            show(running[done], tally)
            total.found += tally.found
    total.seconds = time.monotonic() - begin
    show("all", total)
    return 1 if total.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
