"""Times, and how they are printed."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def line(what: str, figures: str) -> None:
    """Print one measurement, with how busy the machine was."""
    load = os.getloadavg()[0]
    sys.stdout.write(f"{what:<58} {figures:<44} load {load:.1f}\n")
    sys.stdout.flush()


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time, in milliseconds, within which this share of the calls ended."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def p50_p95(times: Sequence[float]) -> str:
    return f"p50 / p95 ms {percentile(times, 0.5):.0f} / {percentile(times, 0.95):.0f}"


def timed(call: Callable[[], Any]) -> float:
    """Return how long the call took, in seconds."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def memory() -> float:
    """Return the memory this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
