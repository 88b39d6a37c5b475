"""REST API of deals, and of the stages and reasons they refer to."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from clmsite.kernel.api_errors import ConflictError
from leads.api.serializers import (
    DealSerializer,
    GestureBody,
    LoseBody,
    MoveBody,
    ReasonSerializer,
    StageSerializer,
    WinBody,
)
from leads.filters import DealListFilter
from leads.models import Deal, Reason, Stage
from leads.pipeline.create import create_deal
from leads.pipeline.edit import edit_deal
from leads.pipeline.lose import lose_deal
from leads.pipeline.move import move_deal
from leads.pipeline.refusals import RefusedError
from leads.pipeline.reopen import reopen_deal
from leads.pipeline.win import win_deal
from leads.scope import deals_for

NAMES = {"stage": "stage_id", "before": "before_id", "after": "after_id"}


class VersionRequiredError(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version_required"


class DealViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Deals one may see. Every change needs the `version` you read, in the body or as If-Match.

    Without it the answer is 428, with an old one 409 and the deal as it is now in `current`.
    Stage and outcome are read-only; they change through the actions.
    """

    rights = {"read": "deals.view", "write": "deals.edit"}
    queryset = Deal.objects.none()
    serializer_class = DealSerializer
    filterset_class = DealListFilter
    ordering_fields = ["id", "name", "amount", "created_at", "closed_at"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return deals_for(self.request.user).select_related("stage", "owner", "reason")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new deal (201). A known `external_id`: that deal (200), or 409 when out of sight."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = {k: v for k, v in serializer.validated_data.items() if k != "version"}
        deal, is_new = self._known(sent.get("external_id")), False
        if deal is None:
            deal, is_new = create_deal(now=timezone.now(), by=request.user, **sent), True
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(self.get_serializer(deal).data, code)

    def _known(self, external_id: str | None) -> Deal | None:
        if not external_id or not Deal.objects.filter(external_id=external_id).exists():
            return None
        deal = self.get_queryset().filter(external_id=external_id).first()
        if deal is None:
            raise ConflictError("id_taken", _("Another deal has this external_id."))
        return deal

    def perform_update(self, serializer: BaseSerializer) -> None:
        sent = {**serializer.validated_data}
        version = self._version(sent)
        serializer.instance = self._run(
            edit_deal, deal_id=serializer.instance.pk, version=version, **sent
        )

    def _run(self, verb: Callable[..., Any], **arguments: Any) -> Any:
        try:
            return verb(now=timezone.now(), by=self.request.user, **arguments)
        except RefusedError as error:
            current = DealSerializer(error.deal, context=self.get_serializer_context()).data
            raise ConflictError(error.code, error.text, current=current) from error

    def _version(self, sent: dict[str, Any]) -> int:
        """The version the caller saw, taken out of `sent` or from If-Match."""
        header = self.request.headers.get("If-Match", "").strip('W/" ')
        version = sent.pop("version", None) or (int(header) if header.isdecimal() else None)
        if version is None:
            raise VersionRequiredError(_("Send the version you read, in the body or as If-Match."))
        return version

    def _act(self, verb: Callable[..., Any], body: type[GestureBody]) -> Response:
        deal = self.get_object()
        form = body(data=self.request.data, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        sent = {NAMES.get(name, name): value for name, value in form.validated_data.items()}
        version = self._version(sent)
        done = self._run(verb, deal_id=deal.pk, version=version, **sent)
        return Response(self.get_serializer(done.deal).data)

    @extend_schema(request=MoveBody)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str | None = None) -> Response:
        """To a stage, above or below another deal; without one, on top."""
        return self._act(move_deal, MoveBody)

    @extend_schema(request=WinBody)
    @action(detail=True, methods=["post"])
    def win(self, request: Request, pk: str | None = None) -> Response:
        """Close as won. Without `amount` the deal's own counts."""
        return self._act(win_deal, WinBody)

    @extend_schema(request=LoseBody)
    @action(detail=True, methods=["post"])
    def lose(self, request: Request, pk: str | None = None) -> Response:
        """Close as lost, with the reason (GET /reasons/?kind=lost)."""
        return self._act(lose_deal, LoseBody)

    @extend_schema(request=GestureBody)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Open a closed deal again; a booked sale is taken back."""
        return self._act(reopen_deal, GestureBody)


class StageViewSet(viewsets.ReadOnlyModelViewSet):
    """Stages of the board, in order."""

    rights = {"read": "deals.view", "write": "settings.edit"}
    queryset = Stage.objects.all()
    serializer_class = StageSerializer
    filterset_class = None


class ReasonFilter(django_filters.FilterSet):
    class Meta:
        model = Reason
        fields = ["kind", "is_active"]


class ReasonViewSet(viewsets.ReadOnlyModelViewSet):
    """Reasons for rejecting, losing and winning."""

    rights = {"read": "leads.view", "write": "settings.edit"}
    queryset = Reason.objects.all()
    serializer_class = ReasonSerializer
    filterset_class = ReasonFilter
