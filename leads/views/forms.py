"""Forms made in the browser: the list, the builder, and what was sent."""

from typing import Any

import django_filters
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Site
from clmsite.kernel.access import allowed
from clmsite.kernel.csv_out import csv_response
from clmsite.kernel.htmx import render_page
from clmsite.kernel.listing import SearchFilter, listing
from clmsite.kernel.toasts import toast
from leads.capture.definition import read_fields
from leads.capture.save_form import NotPublishableError, publish_form
from leads.capture.spam_tray import accept_submission
from leads.capture.wording import SPAM_REASONS
from leads.models import Form, Submission
from leads.scope import forms_for, leads_for, submissions_for

FORM_SORTS: dict[str, str | tuple[str, ...]] = {
    "name": "name",
    "sent": "sent",
    "latest": "latest_at",
    "created": "id",
}


class FormFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "title"))
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.all(),
        label=gettext_lazy("Site"),
        empty_label=gettext_lazy("All sites"),
    )

    class Meta:
        model = Form
        fields = ("site",)


class SubmissionFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("lead__name", "lead__email", "page_url"))
    state = django_filters.ChoiceFilter(choices=Submission.State.choices)

    class Meta:
        model = Submission
        fields = ("state",)


@allowed("capture.edit")
@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """All forms with how often each was sent."""
    accepted = Q(submissions__state=Submission.State.ACCEPTED)
    spam = Q(submissions__state=Submission.State.SPAM)
    rows = forms_for(request.user).select_related("site", "campaign")
    rows = rows.annotate(
        sent=Count("submissions", filter=accepted),
        doubtful=Count("submissions", filter=spam),
        latest_at=Max("submissions__at"),
    )
    found = listing(
        *(request, rows), filterset_class=FormFilter, sorts=FORM_SORTS, default_sort="-created"
    )
    if found.wants_csv:
        header = ("id", "name", "site", "is_published", "submissions", "spam", "latest_at")
        return csv_response("forms.csv", header, (_form_cells(row) for row in found.all_rows()))
    context = {"list": found, "has_sites": Site.objects.exists()}
    return render_page(request, "leads/forms.html", context, partial="list", status=found.status)


def _form_cells(form: Any) -> list[Any]:
    return [
        *(form.pk, form.name, form.site.name, form.is_published),
        *(form.sent, form.doubtful, form.latest_at),
    ]


@allowed("capture.edit")
@require_POST
def form_publish(request: HttpRequest, form_id: int) -> HttpResponse:
    """Publish or withdraw; undo is the other of the two."""
    form = get_object_or_404(forms_for(request.user), pk=form_id)
    wants = request.POST.get("published") == "1"
    try:
        publish_form(form=form, is_published=wants)
    except NotPublishableError:
        toast(request, _("Add an e-mail or phone field first."), level="error")
        return redirect("leads:form", form.pk)
    words = _("The form is online.") if wants else _("The form is offline.")
    toast(request, words, request.path, {"published": "0" if wants else "1"})
    return redirect("leads:form", form.pk)


@allowed("capture.edit")
@require_safe
def submissions(request: HttpRequest, form_id: int) -> HttpResponse:
    """What was sent with one form; `?state=spam` is the spam tray."""
    form = get_object_or_404(forms_for(request.user), pk=form_id)
    rows = submissions_for(request.user).filter(form=form).select_related("lead", "touch__channel")
    counts = rows.aggregate(
        accepted=Count("pk", filter=Q(state=Submission.State.ACCEPTED)),
        spam=Count("pk", filter=Q(state=Submission.State.SPAM)),
    )
    found = listing(
        *(request, rows),
        filterset_class=SubmissionFilter,
        sorts={"at": "at"},
        default_sort="-at",
    )
    if found.wants_csv:
        return _submissions_csv(form, found)
    context = {
        "form": form,
        "list": found,
        "counts": counts,
        "state": request.GET.get("state", ""),
        "rows": _shown(request, form, found.rows),
    }
    return render_page(
        request, "leads/form_submissions.html", context, partial="list", status=found.status
    )


def _shown(request: HttpRequest, form: Form, rows: Any) -> list[dict[str, Any]]:
    """Each submission with its answers by label and a lead the reader may open."""
    labels = {spec.key: spec.label for spec in read_fields(form.fields)}
    ids = [row.lead_id for row in rows if row.lead_id]
    seen = set(leads_for(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        {
            "row": row,
            "who": row.answers.get("name") or row.answers.get("email") or _("Somebody"),
            "answers": [(labels.get(key, key), value) for key, value in row.answers.items()],
            "may_open": row.lead_id in seen,
            "doubts": [SPAM_REASONS.get(reason, reason) for reason in row.spam_reasons],
        }
        for row in rows
    ]


def _submissions_csv(form: Form, found: Any) -> HttpResponse:
    keys = [spec.key for spec in read_fields(form.fields)]
    header = ("id", "at", "state", *keys, "said_source", "page", "lead")
    rows = (
        [
            *(row.pk, row.at, row.state),
            *(row.answers.get(key, "") for key in keys),
            *(row.said_source, row.page_url, row.lead_id),
        ]
        for row in found.all_rows()
    )
    return csv_response("submissions.csv", header, rows)


@allowed("capture.edit")
@require_POST
def accept(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Out of the spam tray: it becomes a lead."""
    submission = get_object_or_404(submissions_for(request.user), pk=submission_id)
    lead = accept_submission(submission_id=submission.pk, now=timezone.now())
    toast(request, _("%(lead)s is a lead now.") % {"lead": lead})
    return redirect(reverse("leads:form_submissions", args=[submission.form_id]) + "?state=spam")
