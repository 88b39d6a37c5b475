"""A CSV import: the file, how its columns are read, how far it got, what became of each row."""

import uuid

from django.conf import settings
from django.db import models


class ImportJob(models.Model):
    class State(models.TextChoices):
        UPLOADED = "uploaded"  # waits for its column mapping
        CHECKING = "checking"
        CHECKED = "checked"  # dry run done, nothing written
        QUEUED = "queued"
        RUNNING = "running"
        PAUSED = "paused"  # cancelled half-way; can be resumed
        DONE = "done"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)  # a key of clmsite.kernel.imports.kinds
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=255)  # as the user called it; for showing only
    file_sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    encoding = models.CharField(max_length=40)
    delimiter = models.CharField(max_length=1)
    has_header = models.BooleanField(default=True)
    columns = models.JSONField(default=list)  # header names as found, made unique
    mapping = models.JSONField(default=dict)  # field -> {"column": n} or {"constant": "…"}
    options = models.JSONField(default=dict)  # date or date range, currency, …
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)  # the resume position, in data rows
    rows_good = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)  # of the good: known already, unchanged
    rows_updated = models.PositiveIntegerField(default=0)  # of the good: known, now changed
    # When the worker last gave a sign of life; long ago while running means that it died.
    progress_at = models.DateTimeField(null=True, blank=True)
    checked = models.JSONField(default=dict)  # what the dry run found
    made = models.JSONField(default=dict)  # what was created, by noun: {"campaigns": 3}
    undo_report = models.JSONField(default=dict)  # what undoing removed, restored, could not undo
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} import {self.file_name}"


class ImportRow(models.Model):
    """What one row of the file became: the object it made or changed, or why it was refused."""

    class Outcome(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        SAME = "same"
        BAD = "bad"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # 1 is the first row after the header
    line = models.PositiveIntegerField()  # line of the file where the row begins
    outcome = models.CharField(max_length=7, choices=Outcome)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True, blank=True)  # changed fields' old values, for undo
    errors = models.JSONField(default=dict)  # field -> sentence
    cells = models.JSONField(default=list)  # the row as read; kept for bad rows only

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            # A killed worker that starts again can't count a row twice (IE-08).
            models.UniqueConstraint(fields=["job", "number", "object_id"], name="import_row_once")
        ]
        indexes = [
            # read by the error file and the counters
            models.Index(fields=["job", "outcome"], name="import_row_outcome"),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.outcome}"


class ImportMapping(models.Model):
    """The mapping last used for a set of columns, offered again next time."""

    kind = models.CharField(max_length=20)
    columns_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "columns_hash"], name="import_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} mapping"
