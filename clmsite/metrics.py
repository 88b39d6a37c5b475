"""Counters and timings for /-/metrics. Names are documented in docs/operations.md."""

from prometheus_client import Histogram

REQUESTS = Histogram(
    "closed_loop_request_seconds", "Time to answer a request", ["method", "status"]
)
