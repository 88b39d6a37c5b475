"""What it means: attribution, metrics, reports, proposals. Owns no facts: all can be recomputed.

Imports `clmsite.kernel`, `campaigns` and `leads`.
"""
