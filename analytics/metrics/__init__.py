"""What each number means: one file per metric, each with its formula and why it may be unknown.

PURE: values in, values out. `catalogue.py` lists them; docs/metrics.md explains them to people.
"""
