"""Liveness, readiness and metrics: for supervisors, load balancers and Prometheus (OP-05)."""

import os
import secrets
import shutil
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge, generate_latest

from clmsite.kernel.access import public
from clmsite.kernel.models import OutboxJob

OUTBOX_AGE = Gauge("closed_loop_outbox_age_seconds", "Age of the oldest job that waits")
OUTBOX_JOBS = Gauge("closed_loop_outbox_jobs", "Jobs in the outbox", ["state"])


@public("load balancers ask without an account")
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing about what it depends on."""
    return JsonResponse({"status": "ok"})


@public("load balancers ask without an account")
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when a request could be served: database answers, disk writable and not full."""
    checks = {"database": _database(), "storage": _storage(), "disk": _disk()}
    is_ready = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", "checks": checks},
        status=200 if is_ready else 503,
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # any driver's error means the same here
        return type(error).__name__
    return "ok"


def _storage() -> str:
    return "ok" if os.access(settings.VAR_DIR, os.W_OK) else "not writable"


def _disk() -> str:
    usage = shutil.disk_usage(settings.VAR_DIR)
    return "ok" if usage.free > usage.total * 0.02 else "nearly full"


@public("guarded by METRICS_TOKEN, or by asking from this machine")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read_metrics(request):
        return JsonResponse({"error": "forbidden"}, status=403)
    jobs = OutboxJob.objects
    for state in OutboxJob.State.values:
        OUTBOX_JOBS.labels(state).set(jobs.filter(state=state).count())
    oldest = jobs.filter(state=OutboxJob.State.PENDING).aggregate(at=Min("not_before"))["at"]
    age = timezone.now() - oldest if oldest else timedelta(0)
    OUTBOX_AGE.set(max(0.0, age.total_seconds()))
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if not token:
        return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not settings.PRODUCTION
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return secrets.compare_digest(given.encode(), token.encode())
