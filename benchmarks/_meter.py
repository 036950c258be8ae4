"""What the benchmarks measure with: seconds of the processor beside those of the clock, and memory.

Other programs share the machine, so ratios are taken of processor time.
"""

import resource
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_KIB_IN_MIB = 1024


class Seconds(NamedTuple):
    """What one piece of work took, by the processor and by the clock."""

    processor: float
    clock: float


def timed(work: Callable[[], T]) -> tuple[Seconds, T]:
    """Do the work once and give what it took and made."""
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    return Seconds(time.process_time() - processor, time.perf_counter() - clock), made


def peak_mib() -> int:
    """Give the most memory that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB_IN_MIB
