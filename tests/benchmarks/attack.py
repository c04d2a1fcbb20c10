"""The attack on successive releases, in its long form: 1,000 random tables with margins, and 200 releases of each.

    nice -n 10 python -m tests.benchmarks.attack [tables] [releases] [--careless]

Prints how many small numbers were hidden and how many an attacker recovered, who keeps everything that was ever shown,
and the minutes that it took. `--careless` shows what the same attacker recovers where each table is made safe only by
itself and figures move with every person. It uses every processor; the tests run a short form."""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from functools import partial
from time import perf_counter

from tests.lib.attack import Outcome, scenario

A_TURN = 5
"""Tables that one process attacks before it tells of them."""


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    tables, releases = (*numbers, *(1000, 200)[len(numbers) :])
    total, careful, began = Outcome(), "--careless" not in sys.argv, perf_counter()
    attack = partial(scenario, releases=releases, careful=careful)
    with ProcessPoolExecutor() as processes:
        for number, outcome in enumerate(processes.map(attack, range(tables), chunksize=A_TURN), start=1):
            add(total, outcome)
            if number % 50 == 0 or number == tables:
                print(f"{number} tables, {(perf_counter() - began) / 60:.1f} minutes: {total}", flush=True)
    if careful and (total.recovered or total.between or not total.consistent):
        sys.exit(1)


def add(total: Outcome, outcome: Outcome) -> None:
    for name in (field.name for field in fields(Outcome) if field.name != "consistent"):
        setattr(total, name, getattr(total, name) + getattr(outcome, name))
    total.consistent &= outcome.consistent


if __name__ == "__main__":
    main()
