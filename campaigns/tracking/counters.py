"""What became of hits, for /-/metrics. Every drop has a reason somebody can read."""

from prometheus_client import Counter

HITS = Counter("closed_loop_hits_total", "Tracker events by fate", ["fate", "reason"])
REFUSED = Counter("closed_loop_hits_refused_total", "Whole requests refused", ["reason"])
LOST_BY_TRACKER = Counter(
    "closed_loop_tracker_dropped_total", "Events that trackers say they had to give up"
)
