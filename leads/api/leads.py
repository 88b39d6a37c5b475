"""REST API of leads and of what was done with them."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clmsite.kernel.access import can
from clmsite.kernel.api_errors import ConflictError
from leads.activities import finish_task, log_activity
from leads.api.serializers import (
    ActivitySerializer,
    AssignBody,
    LeadSerializer,
    RejectBody,
    VersionBody,
)
from leads.create import create_lead
from leads.filters import LeadFilter
from leads.first_touch import with_first_touch
from leads.lifecycle.accept import accept_lead
from leads.lifecycle.assign import assign_lead
from leads.lifecycle.change import NotAllowedError, StaleLeadError
from leads.lifecycle.edit import edit_lead
from leads.lifecycle.qualify import qualify_lead
from leads.lifecycle.reject import reject_lead
from leads.models import Activity, Lead
from leads.scope import activities_for, leads_for
from leads.wording import REFUSALS


class LeadViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Leads one may see. The stage is read-only: it changes through the actions."""

    rights = {"read": "leads.view", "write": "leads.edit"}
    queryset = Lead.objects.none()
    serializer_class = LeadSerializer
    filterset_class = LeadFilter
    ordering_fields = ["id", "name", "created_at"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        rows = with_first_touch(leads_for(self.request.user))
        return rows.select_related("owner", "reject_reason")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new lead (201). A known e-mail address or external_id: that lead (200), unchanged.

        When that lead is out of your sight: 409 `email_taken`.
        """
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = {k: v for k, v in serializer.validated_data.items() if k != "version"}
        lead, is_new = create_lead(
            now=timezone.now(), actor=request.user, origin=Lead.Origin.API, **sent
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        found = self.get_queryset().filter(pk=lead.pk).first()
        if found is None and not is_new:
            raise ConflictError("email_taken", str(REFUSALS["email_taken"]))
        # Given to somebody else on creation: shown this once to whoever made it.
        shown = found or with_first_touch(Lead.objects.filter(pk=lead.pk)).get()
        return Response(self.get_serializer(shown).data, code)

    def perform_update(self, serializer: BaseSerializer) -> None:
        sent = {**serializer.validated_data}
        version = sent.pop("version", None)
        owner = {"owner": sent.pop("owner")} if "owner" in sent else None
        lead = serializer.instance
        self._run(edit_lead, lead, version=version, **sent)
        if owner:
            # The version was checked by the edit above; without an edit, here.
            self._run(assign_lead, lead, version=None if sent else version, **owner)
        serializer.instance = self._again(lead)

    def _run(self, verb: Callable[..., Any], lead: Lead, **more: Any) -> None:
        try:
            verb(lead_id=lead.pk, now=timezone.now(), by=self.request.user, **more)
        except (StaleLeadError, NotAllowedError) as error:
            shown = self._again(lead)
            data = LeadSerializer(shown, context=self.get_serializer_context()).data
            text = str(REFUSALS[error.code])
            raise ConflictError(error.code, text, current=data) from error

    def _again(self, lead: Lead) -> Lead:
        return with_first_touch(Lead.objects.filter(pk=lead.pk)).get()

    def _act(self, verb: Callable[..., Any], body: type[VersionBody]) -> Response:
        lead = self.get_object()
        sent = body(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        self._run(verb, lead, **{"version": None, **sent.validated_data})
        return Response(self.get_serializer(self._again(lead)).data)

    @extend_schema(request=VersionBody)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str | None = None) -> Response:
        """Sales will work on it. A rejected lead may come back."""
        return self._act(accept_lead, VersionBody)

    @extend_schema(request=RejectBody)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str | None = None) -> Response:
        """Reject with a reason (GET /reasons/?kind=reject)."""
        return self._act(reject_lead, RejectBody)

    @extend_schema(request=VersionBody)
    @action(detail=True, methods=["post"])
    def qualify(self, request: Request, pk: str | None = None) -> Response:
        """There is a need that we can serve."""
        return self._act(qualify_lead, VersionBody)

    @extend_schema(request=AssignBody)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str | None = None) -> Response:
        """Give it to somebody (by e-mail address), or to nobody (null)."""
        if not can(request.user, "leads.assign"):
            self.permission_denied(request)
        return self._act(assign_lead, AssignBody)


class ActivityFilter(django_filters.FilterSet):
    class Meta:
        model = Activity
        fields = ["lead", "deal", "kind"]


class ActivityViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    viewsets.GenericViewSet,
):
    """Calls, mails, meetings, notes and tasks. With a `key` sent before: that entry (200)."""

    rights = {"read": "leads.view", "write": "leads.edit"}
    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    ordering_fields = ["id", "at"]

    def get_queryset(self) -> Any:
        return activities_for(self.request.user).select_related("author")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        known = Activity.objects.filter(key=sent["key"]).first() if sent.get("key") else None
        if known is not None and known.lead_id != sent["lead"].pk:
            raise ConflictError("key_reused", _("This key was used for another entry."))
        entry = known or log_activity(now=timezone.now(), by=request.user, **sent)
        code = status.HTTP_200_OK if known else status.HTTP_201_CREATED
        return Response(self.get_serializer(entry).data, code)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str | None = None) -> Response:
        """Tick a task off. Done twice is done."""
        task = self.get_object()
        finish_task(activity_id=task.pk, now=timezone.now())
        task.refresh_from_db()
        return Response(self.get_serializer(task).data)
