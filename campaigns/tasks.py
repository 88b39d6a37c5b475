"""Celery's way into this app: thin wrappers around verbs."""
