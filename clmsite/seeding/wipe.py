"""Wipe: an empty product again, only what migrations put there is kept. Cannot be undone."""

from django.apps import apps
from django.db import models, router, transaction

OURS = ("clmsite", "kernel", "campaigns", "leads", "analytics")
THEIRS = ("account", "mfa", "knox", "sessions")
KEPT = {"campaigns.Channel", "leads.Pipeline", "leads.Stage", "leads.Reason"}


@transaction.atomic
def wipe_everything() -> int:
    """Delete all rows of all people, facts and results; return how many."""
    gone = 0
    for model in _models():
        rows = model._base_manager.all()
        gone += rows._raw_delete(router.db_for_write(model))
    return gone


def _models() -> list[type[models.Model]]:
    """Order does not matter: foreign keys are checked when the transaction ends."""
    found = []
    for label in (*OURS, *THEIRS):
        if apps.is_installed(label) or label in {config.label for config in apps.get_app_configs()}:
            config = apps.get_app_config(label)
            found += [
                model
                for model in config.get_models(include_auto_created=True)
                if model._meta.label not in KEPT and model._meta.managed
            ]
    return found
