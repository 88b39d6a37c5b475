from clmsite.kernel.models.audit import AuditEntry
from clmsite.kernel.models.imports import ImportJob, ImportMapping, ImportRow
from clmsite.kernel.models.outbox import OutboxJob

__all__ = ["AuditEntry", "ImportJob", "ImportMapping", "ImportRow", "OutboxJob"]
