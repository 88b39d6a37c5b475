"""The list of runs, and the button that computes everything again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analytics.attribution.catalogue import MODELS
from analytics.books import books
from analytics.credits import cancel_run, request_full_run
from analytics.models import Run
from analytics.reports.freshness import freshness
from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import render_page
from clmsite.kernel.toasts import toast

SHOWN = 50
_UNFINISHED = {Run.State.QUEUED, Run.State.RUNNING}


@allowed("analytics.view")
@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """What was computed when, with which parameters, and whether the books balance."""
    now = timezone.now()
    runs = list(Run.objects.select_related("created_by")[:SHOWN])
    for run in runs:
        run.seconds = _seconds(run)
        run.written = run.totals.get("written")
    fresh = freshness(now)
    lines = books()
    context = {
        "runs": runs,
        "fresh": fresh,
        "books": lines,
        "is_balanced": all(line.is_balanced for line in lines),
        "is_busy": fresh.waiting > 0 or any(run.state in _UNFINISHED for run in runs),
        "models": list(MODELS.values()),
    }
    return render_page(request, "analytics/runs.html", context, partial="runs")


def _seconds(run: Run) -> float | None:
    """How long a run took; None while it has not ended."""
    if not (run.started_at and run.finished_at):
        return None
    return (run.finished_at - run.started_at).total_seconds()


@allowed("analytics.run")
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Ask for a full run; one that is under way already is enough."""
    run = request_full_run(by=request.user, now=timezone.now())
    toast(request, _("Run #%(n)d computes everything again.") % {"n": run.pk}, level="info")
    return redirect("analytics:runs")


@allowed("analytics.run")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a run after its current batch."""
    run = get_object_or_404(Run, pk=pk)
    if cancel_run(run_id=run.pk, now=timezone.now()):
        toast(request, _("Run #%(n)d stops after its current batch.") % {"n": pk}, level="info")
    else:
        toast(request, _("Run #%(n)d had finished already.") % {"n": pk}, level="info")
    return redirect("analytics:runs")
