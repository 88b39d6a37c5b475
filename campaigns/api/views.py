"""REST API of campaigns, links, spend, channels and sites: the same verbs as the pages."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from campaigns import end as ending
from campaigns import launch as launching
from campaigns import pause as pausing
from campaigns.api.serializers import (
    CampaignSerializer,
    ChannelSerializer,
    LinkSerializer,
    SiteSerializer,
    SpendSerializer,
)
from campaigns.create import create_campaign
from campaigns.delete_draft import delete_draft
from campaigns.duplicate import duplicate
from campaigns.edit import edit_campaign
from campaigns.filters import CampaignFilter, LinkFilter, SpendFilter
from campaigns.links import CodeTakenError, create_link, edit_link, set_enabled
from campaigns.models import Channel, Link, Spend
from campaigns.models.link import new_code
from campaigns.scope import campaigns_for, links_for, sites_for, spend_for
from campaigns.spend import SpendConflictError, delete_spend, edit_spend, record_spend
from campaigns.status import NotReadyError
from clmsite.kernel.access import can
from clmsite.kernel.api_errors import ConflictError
from clmsite.kernel.periods import day_of
from clmsite.kernel.text import clean_line
from clmsite.kernel.versions import StaleError

METHODS = ["get", "post", "patch", "delete", "head", "options"]
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Any text of yours, up to 60 characters. The same key again gives the same row.",
)


def _stale(error: StaleError, serializer: BaseSerializer) -> ConflictError:
    error.obj.refresh_from_db()
    current = serializer.__class__(error.obj, context=serializer.context).data
    return ConflictError("stale_version", str(error), current=current)


class CampaignViewSet(viewsets.ModelViewSet):
    """Campaigns. `status` is read-only: it changes through the actions, never by PATCH."""

    rights = {"read": "campaigns.view", "write": "campaigns.edit"}
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilter
    ordering_fields = ["id", "name", "created_at"]
    http_method_names = METHODS

    def get_queryset(self) -> Any:
        rows = campaigns_for(self.request.user).select_related("channel", "owner")
        if can(self.request.user, "spend.view"):
            rows = rows.with_spend(today=day_of(timezone.now()))
        return rows

    @extend_schema(parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new draft (201). With an Idempotency-Key that was used before: that one (200)."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = {**serializer.validated_data}
        fields.pop("version", None)
        campaign, is_new = create_campaign(
            actor=request.user, now=timezone.now(), key=self._key("api"), **fields
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(campaign).data, code)

    def _key(self, kind: str) -> str | None:
        given = clean_line(self.request.headers.get("Idempotency-Key"), 60)
        return f"{kind}:{self.request.user.pk}:{given}" if given else None

    def perform_update(self, serializer: BaseSerializer) -> None:
        fields = {**serializer.validated_data}
        campaign = serializer.instance
        version = fields.pop("version", campaign.version)
        try:
            edit_campaign(campaign=campaign, version=version, actor=self.request.user, **fields)
        except StaleError as error:
            raise _stale(error, serializer) from error
        serializer.instance = self.get_queryset().get(pk=campaign.pk)

    def perform_destroy(self, campaign: Any) -> None:
        """Drafts only; anything else is a 409."""
        try:
            delete_draft(campaign=campaign, actor=self.request.user)
        except NotReadyError as error:
            raise ConflictError("not_ready", str(error)) from error

    def _change(self, change: Any) -> Response:
        campaign = self.get_object()
        try:
            change(campaign)
        except NotReadyError as error:
            raise ConflictError("not_ready", str(error), status=campaign.status) from error
        return Response(self.get_serializer(campaign).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def launch(self, request: Request, pk: str | None = None) -> Response:
        """Start a draft. 409 says what is missing."""
        now = timezone.now()
        times = {"now": now, "today": day_of(now)}
        return self._change(lambda c: launching.launch(campaign=c, actor=request.user, **times))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str | None = None) -> Response:
        """Pause what runs. Its links still lead where they lead."""
        return self._change(lambda c: pausing.pause(campaign=c, actor=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str | None = None) -> Response:
        """Let what was paused run again."""
        return self._change(lambda c: pausing.resume(campaign=c, actor=request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str | None = None) -> Response:
        """End what runs or is paused."""
        now = timezone.now()
        return self._change(lambda c: ending.end(campaign=c, actor=request.user, now=now))

    @extend_schema(request=None, parameters=[IDEMPOTENCY_KEY], responses={201: CampaignSerializer})
    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, pk: str | None = None) -> Response:
        """A new draft with the same plan, without dates and results."""
        copy, is_new = duplicate(
            campaign=self.get_object(),
            actor=request.user,
            now=timezone.now(),
            key=self._key("api-copy"),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(copy).data, code)


class LinkViewSet(viewsets.ModelViewSet):
    """Tracking links. Without UTM values a new link gets those suggested for its campaign."""

    rights = {"read": "campaigns.view", "write": "links.edit"}
    queryset = Link.objects.none()
    serializer_class = LinkSerializer
    filterset_class = LinkFilter
    ordering_fields = ["id", "code", "created_at"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return links_for(self.request.user).select_related("campaign__channel")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new link (201). The same code, destination and campaign again: that link (200)."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = {"code": new_code(), **serializer.validated_data}
        fields.pop("version", None)
        try:
            link, is_new = create_link(actor=request.user, now=timezone.now(), **fields)
        except CodeTakenError as error:
            raise ConflictError("code_taken", "Another link has this code.") from error
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(link).data, code)

    def perform_update(self, serializer: BaseSerializer) -> None:
        fields = {**serializer.validated_data}
        link = serializer.instance
        version = fields.pop("version", link.version)
        is_enabled = fields.pop("is_enabled", link.is_enabled)
        try:
            edit_link(link=link, version=version, actor=self.request.user, **fields)
        except StaleError as error:
            raise _stale(error, serializer) from error
        except CodeTakenError as error:
            raise ConflictError("code_taken", "Another link has this code.") from error
        set_enabled(link=link, is_enabled=is_enabled, actor=self.request.user)


class SpendViewSet(viewsets.ModelViewSet):
    """Money out. Send your own `external_id`, and sending a row twice counts it once."""

    rights = {"read": "spend.view", "write": "spend.edit"}
    queryset = Spend.objects.none()
    serializer_class = SpendSerializer
    filterset_class = SpendFilter
    ordering_fields = ["id", "spent_on"]
    http_method_names = METHODS

    def get_queryset(self) -> Any:
        return spend_for(self.request.user).select_related("campaign", "link")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 for a new row, 200 for one we have, 409 when ours says something else."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            spend, is_new = record_spend(
                actor=request.user,
                now=timezone.now(),
                source=Spend.Source.API,
                **serializer.validated_data,
            )
        except SpendConflictError as error:
            existing = self.get_serializer(error.existing).data
            text = "This external_id was sent for this day before, with other figures."
            raise ConflictError("spend_conflict", text, existing=existing) from error
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(spend).data, code)

    def perform_update(self, serializer: BaseSerializer) -> None:
        edit_spend(spend=serializer.instance, actor=self.request.user, **serializer.validated_data)

    def perform_destroy(self, spend: Spend) -> None:
        delete_spend(spend=spend, actor=self.request.user)


class ChannelViewSet(viewsets.ReadOnlyModelViewSet):
    """The channels that visits and campaigns are counted in; `key` is what you send."""

    rights = {"read": "campaigns.view", "write": "settings.edit"}
    queryset = Channel.objects.order_by("position", "id")
    serializer_class = ChannelSerializer
    pagination_class = None
    lookup_field = "key"


class SiteViewSet(viewsets.ReadOnlyModelViewSet):
    """The tracked domains and their public keys."""

    rights = {"read": "campaigns.view", "write": "settings.edit"}
    serializer_class = SiteSerializer

    def get_queryset(self) -> Any:
        return sites_for(self.request.user)
