"""Imports: upload a file, say what its columns mean, look at the dry run, import, undo."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clmsite.import_forms import (
    OptionsForm,
    ReadingForm,
    UploadForm,
    filled,
    options_initial,
    read_mapping,
)
from clmsite.import_mapping import mapping_page
from clmsite.import_progress import progress_of
from clmsite.kernel.access import allowed, can
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page
from clmsite.kernel.imports import jobs
from clmsite.kernel.imports.cells import FILE_PROBLEMS
from clmsite.kernel.imports.error_file import error_header, error_rows
from clmsite.kernel.imports.kinds import kind_of, kinds
from clmsite.kernel.imports.mapping import mapping_problems, sample_rows
from clmsite.kernel.imports.reader import NotCsvError, Shape
from clmsite.kernel.models import ImportJob
from clmsite.kernel.periods import day_of
from clmsite.kernel.toasts import toast

SHOWN_JOBS = 100


def jobs_for(user: Any) -> QuerySet[ImportJob]:
    """Imports of kinds this person may do by hand, too."""
    mine = [kind.key for kind in kinds().values() if can(user, kind.right)]
    return ImportJob.objects.filter(kind__in=mine).select_related("created_by")


@allowed("imports.run")
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """The latest imports, and the kinds there are."""
    now = timezone.now()
    found = [progress_of(job, now=now) for job in jobs_for(request.user)[:SHOWN_JOBS]]
    mine = [kind for kind in kinds().values() if can(request.user, kind.right)]
    return render(request, "imports/list.html", {"jobs": found, "kinds": mine})


@allowed("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a file; a file that is no table is an error of its field."""
    if request.method != "POST":
        form = UploadForm(user=request.user, initial={"kind": request.GET.get("kind", "spend")})
        return render(request, "imports/new.html", {"form": form, "kinds": kinds()})
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = jobs.take_file(
                kind=form.cleaned_data["kind"],
                upload=upload,
                name=upload.name,
                actor=request.user,
                now=timezone.now(),
            )
        except NotCsvError as error:
            form.add_error("file", FILE_PROBLEMS[str(error)])
        else:
            return redirect("imports:columns", pk=job.pk)
    status = 413 if form.is_too_large else 422
    return render(request, "imports/new.html", {"form": form, "kinds": kinds()}, status=status)


@allowed("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Which column fills which field. `action=show` only draws the page anew."""
    job = get_object_or_404(jobs_for(request.user), pk=pk)
    if job.state not in jobs.BEFORE_WORK:
        return redirect("imports:job", pk=job.pk)
    kind = kind_of(job.kind)
    fields = kind.fields_for(request.user)
    mapping, options, problems = dict(job.mapping), dict(job.options), {}
    form = OptionsForm(kind=kind, today=day_of(timezone.now()), initial=options_initial(options))
    status = 200
    if request.method == "POST":
        form = OptionsForm(request.POST, kind=kind, today=day_of(timezone.now()))
        is_valid = form.is_valid()
        options = form.options()
        mapping = read_mapping(fields, request.POST, len(job.columns))
        if request.POST.get("action") != "show":
            problems = mapping_problems(kind, filled(mapping), options, sample_rows(job))
            _say(form, problems)
            if is_valid and not problems:
                return _save_and_check(request, job, filled(mapping), options)
            status = 422
    page = mapping_page(job, kind, fields, mapping, options, problems)
    context = {
        "page": page,
        "job": job,
        "options": form,
        "problems": problems,
        "reading": ReadingForm(initial=_reading_of(job)),
    }
    return render_page(request, "imports/columns.html", context, partial="mapping", status=status)


def _say(form: OptionsForm, problems: dict[str, str]) -> None:
    """Problems of options stand at the option; those of fields in the mapping."""
    for name in set(problems) & set(form.fields):
        form.add_error(name, problems[name])
    if not form.cleaned_data.get("decimal_mark"):
        form.cleaned_data["decimal_mark"] = ""


def _save_and_check(
    request: HttpRequest, job: ImportJob, mapping: dict[str, Any], options: dict[str, Any]
) -> HttpResponse:
    jobs.save_mapping(job=job, mapping=mapping, options=options)
    jobs.request_check(job=job, now=timezone.now())
    return redirect("imports:job", pk=job.pk)


def _reading_of(job: ImportJob) -> dict[str, Any]:
    return {"encoding": job.encoding, "delimiter": job.delimiter, "has_header": job.has_header}


@allowed("imports.run")
@require_POST
def reading(request: HttpRequest, pk: str) -> HttpResponse:
    """Read the file with other characters, another delimiter, with or without names."""
    job = get_object_or_404(jobs_for(request.user), pk=pk)
    form = ReadingForm(request.POST)
    if form.is_valid():
        try:
            jobs.read_again(job=job, shape=Shape(**form.cleaned_data))
        except NotCsvError as error:
            toast(request, str(FILE_PROBLEMS[str(error)]), level="error")
    return redirect("imports:columns", pk=job.pk)


@allowed("imports.run")
@require_safe
def import_job(request: HttpRequest, pk: str) -> HttpResponse:
    """Where an import stands; htmx asks again every second while it works."""
    job = get_object_or_404(jobs_for(request.user), pk=pk)
    if job.state == ImportJob.State.UPLOADED:
        return redirect("imports:columns", pk=job.pk)
    context = {"progress": progress_of(job, now=timezone.now()), "job": job}
    return render_page(request, "imports/job.html", context, partial="progress")


@allowed("imports.run")
@require_POST
def act(request: HttpRequest, pk: str, verb: str) -> HttpResponse:
    """start, cancel, undo, wake, discard."""
    job = get_object_or_404(jobs_for(request.user), pk=pk)
    now, actor = timezone.now(), request.user
    verbs = {
        "start": lambda: jobs.start(job=job, actor=actor, now=now),
        "cancel": lambda: jobs.cancel(job=job, actor=actor),
        "undo": lambda: jobs.request_undo(job=job, actor=actor, now=now),
        "wake": lambda: jobs.wake(job=job, now=now),
        "discard": lambda: jobs.discard_job(job=job, actor=actor),
    }
    if verb not in verbs:
        raise Http404
    did = verbs[verb]()
    if not did:
        toast(request, _("That is no longer possible: the import has moved on."), level="error")
    if verb == "discard" and did:
        toast(request, _("The file was thrown away. Nothing had been imported from it."))
        return redirect("imports:list")
    return redirect("imports:job", pk=job.pk)


@allowed("imports.run")
@require_safe
def errors(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The refused rows with the reasons, as CSV."""
    job = get_object_or_404(jobs_for(request.user), pk=pk)
    name = f"import-{str(job.pk)[:8]}-refused-rows.csv"
    return csv_response(name, error_header(job), error_rows(job))
