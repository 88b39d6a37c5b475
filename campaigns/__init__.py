"""What we do, and who met it: campaigns, spend, links, visitors, touches.

Owns the facts up to the moment a stranger becomes known. Imports `clmsite.kernel` only.
"""
