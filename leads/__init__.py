"""Who they are, and what came of it: forms, leads, identities, deals, revenue, feedback.

Imports `clmsite.kernel` and `campaigns`.
"""
