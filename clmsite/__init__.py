"""The roof: settings, accounts, pages that span apps. May import everything; imported by nothing.

(`clmsite.kernel` is the cellar: everybody may import it, it imports nothing of ours.)
"""

from clmsite.celery import app as celery_app

__all__ = ["celery_app"]
