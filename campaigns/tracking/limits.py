"""Token buckets: how much one caller or one site may send (EV-12).

In this process only: with N web processes the effective limit is up to N times as high. That
needs no store that could fail, and what it must stop is floods, not the 21st request.
"""

import threading
import time
from collections import OrderedDict

MOST_KEYS = 20_000


class TokenBuckets:
    """One bucket per key; the key used longest ago is forgotten when there are too many."""

    def __init__(self, *, per_second: float, burst: float) -> None:
        self.per_second = per_second
        self.burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, amount: float = 1, *, at: float | None = None) -> float:
        """0.0 when allowed; else the seconds after which it would be. `at` is monotonic time."""
        now = time.monotonic() if at is None else at
        with self._lock:
            level, since = self._buckets.pop(key, (self.burst, now))
            level = min(self.burst, level + max(0.0, now - since) * self.per_second)
            wait = max(0.0, (amount - level) / self.per_second)
            self._buckets[key] = (level if wait else level - amount, now)
            while len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
        return wait

    def clear(self) -> None:
        with self._lock:
            self._buckets.clear()
