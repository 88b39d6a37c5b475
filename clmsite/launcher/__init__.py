"""`make demo`, `make serve`, `make test`: from a fresh clone to a running product.

Standard library only: it runs before anything is installed, with any Python from 3.12 on.
Started by file path (`python clmsite/launcher demo`), so that `clmsite/__init__.py`, which
needs Celery, is not imported.
"""
