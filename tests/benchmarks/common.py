"""Two ways to do the same thing, measured in turns within one run, and the ratio of what they cost."""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Way:
    """One way to do it. `costs` holds a pair for each round: processor and wall milliseconds for one call."""

    name: str
    call: Callable[[], object]
    costs: list[tuple[float, float]] = field(default_factory=list)

    @property
    def processor(self) -> float:
        return statistics.median(cost[0] for cost in self.costs)

    @property
    def wall(self) -> float:
        return statistics.median(cost[1] for cost in self.costs)


def compare(bare: Way, ours: Way, *, rounds: int = 30, calls: int = 20) -> tuple[Way, Way]:
    """Let both work in turns, who begins changing each round, after one round that does not count."""
    for number in range(rounds + 1):
        for way in (bare, ours) if number % 2 else (ours, bare):
            cost = measure(way.call, calls)
            if number:
                way.costs.append(cost)
    return bare, ours


def measure(call: Callable[[], object], calls: int) -> tuple[float, float]:
    """Processor and wall milliseconds for one call, over several, without the garbage collector in between."""
    gc.collect()
    gc.disable()
    try:
        processor, wall = time.process_time(), time.perf_counter()
        for _ in range(calls):
            call()
        spent = time.process_time() - processor, time.perf_counter() - wall
    finally:
        gc.enable()
    return spent[0] * 1000 / calls, spent[1] * 1000 / calls


def show(ways: tuple[Way, Way], *, asked: float) -> None:
    """Print both medians and their ratio beside what is asked; exit code 1 when it is more than that."""
    bare, ours = ways
    ratio = ours.processor / bare.processor
    for way in ways:
        print(f"{way.name:<24}{way.processor:9.3f} ms processor {way.wall:9.3f} ms wall")
    print(f"{'ratio':<24}{ratio:9.2f} (asked: at most {asked})   wall {ours.wall / bare.wall:.2f}")
    if ratio > asked:
        sys.exit(1)
