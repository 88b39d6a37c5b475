"""The Celery app. Jobs that must happen go through `clmsite.kernel.outbox`, not `.delay()`."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clmsite.settings")

app = Celery("closed_loop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def prepare_embedded_broker(sender: Celery, **kwargs: object) -> None:
    """The file transport expects its folders to be there."""
    options = sender.conf.broker_transport_options or {}
    for key in ("data_folder_in", "data_folder_out", "control_folder"):
        if key in options:
            Path(options[key]).mkdir(parents=True, exist_ok=True)


@app.on_after_finalize.connect
def load_schedule(sender: Celery, **kwargs: object) -> None:
    from clmsite.schedule import PERIODIC

    sender.conf.beat_schedule = {
        job.name: {"task": job.task, "schedule": job.every} for job in PERIODIC
    }
