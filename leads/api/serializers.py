"""JSON of leads, deals, activities, stages and reasons."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from rest_framework import serializers

from clmsite.kernel.currencies import CURRENCIES
from clmsite.kernel.serializers import ScopedRelation, StrictSerializer
from leads.forms.deals import BIGGEST
from leads.forms.leads import ActivityForm
from leads.models import Activity, Deal, Lead, Reason, Stage
from leads.scope import deals_for, leads_for

SENT_VERSION = "Send the one you read: if it is not the stored one any more, you get a 409."


class StrictBody(serializers.Serializer):
    """The body of an action. Fields nobody knows are refused here, too (AP-03)."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            StrictSerializer._refuse_unknown(self, data)
        return super().to_internal_value(data)


def owner_field(**options: Any) -> serializers.SlugRelatedField:
    return serializers.SlugRelatedField(
        slug_field="email",
        queryset=get_user_model().objects.filter(is_active=True),
        allow_null=True,
        **options,
    )


def version_field() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, min_value=1, max_value=BIGGEST, help_text=SENT_VERSION
    )


class LeadSerializer(StrictSerializer):
    owner = owner_field(required=False)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    reject_reason = serializers.SlugRelatedField(slug_field="name", read_only=True)
    first_channel = serializers.CharField(read_only=True, allow_null=True)
    first_campaign = serializers.CharField(read_only=True, allow_null=True)
    version = version_field()

    class Meta:
        model = Lead
        fields = (
            *("id", "name", "email", "phone", "company", "job_title", "country", "owner"),
            *("stage", "origin", "said_source", "first_channel", "first_campaign"),
            *("created_at", "accepted_at", "rejected_at", "reject_reason", "reject_note"),
            *("qualified_at", "opportunity_at", "customer_at", "consent_email_at"),
            *("external_id", "version"),
        )
        read_only_fields = (
            *("stage", "origin", "created_at", "accepted_at", "rejected_at", "reject_note"),
            *("qualified_at", "opportunity_at", "customer_at", "consent_email_at"),
        )
        # A known e-mail or id is an answer (200 with that lead), not an error.
        extra_kwargs = {"external_id": {"validators": []}}

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        named = ("name", "email", "phone", "company", "external_id")
        if self.instance is None and not any(str(sent.get(n) or "").strip() for n in named):
            raise serializers.ValidationError(
                {"name": [_("Send a name, an e-mail address, a phone, a company or an id.")]}
            )
        if self.instance is not None and "external_id" in sent:
            raise serializers.ValidationError({"external_id": [_("This cannot be changed.")]})
        return sent


class RejectBody(StrictBody):
    reason = serializers.PrimaryKeyRelatedField(
        queryset=Reason.objects.filter(kind=Reason.Kind.REJECT)
    )
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    version = version_field()


class VersionBody(StrictBody):
    version = version_field()


class AssignBody(VersionBody):
    owner = owner_field()


class DealSerializer(StrictSerializer):
    lead = ScopedRelation(scope=leads_for)
    stage = serializers.PrimaryKeyRelatedField(queryset=Stage.objects.all(), required=False)
    stage_name = serializers.CharField(source="stage.name", read_only=True)
    owner = owner_field(required=False)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    amount = serializers.DecimalField(14, 2, min_value=0, allow_null=True, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    reason = serializers.SlugRelatedField(slug_field="name", read_only=True)
    version = version_field()

    class Meta:
        model = Deal
        fields = (
            *("id", "name", "lead", "amount", "currency", "stage", "stage_name", "owner"),
            *("expected_close_on", "next_step", "next_step_on", "outcome", "closed_at"),
            *("reason", "close_note", "created_at", "stage_entered_at", "external_id", "version"),
        )
        # A known id is an answer (200 with that deal), not an error.
        extra_kwargs = {"external_id": {"validators": []}}
        read_only_fields = ("outcome", "closed_at", "close_note", "created_at", "stage_entered_at")

    def get_fields(self) -> dict[str, Any]:
        """Of a deal that is there, lead, stage and id are not edited: it is moved."""
        fields = super().get_fields()
        if isinstance(self.instance, Deal):
            for name in ("lead", "stage", "external_id"):
                fields[name].read_only = True
        return fields

    def validate_currency(self, value: str) -> str:
        if value.upper() not in CURRENCIES:
            raise serializers.ValidationError(_("This is not the code of a currency, such as EUR."))
        return value.upper()

    def validate_name(self, value: str) -> str:
        if self.instance is not None and not value.strip():
            raise serializers.ValidationError(_("A deal needs a name."))
        return value


class GestureBody(StrictBody):
    """`version` is asked for by the view (428 without); `key` makes a repeated call harmless."""

    version = version_field()
    key = serializers.UUIDField(required=False)


class MoveBody(GestureBody):
    stage = serializers.IntegerField(max_value=BIGGEST)
    before = serializers.IntegerField(
        required=False, max_value=BIGGEST, help_text="Deal it shall stand above."
    )
    after = serializers.IntegerField(
        required=False, max_value=BIGGEST, help_text="Deal it shall stand below."
    )


class CloseBody(GestureBody):
    on = serializers.DateField(required=False, help_text="Day in the reporting zone; today.")
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class WinBody(CloseBody):
    amount = serializers.DecimalField(14, 2, min_value=0, required=False)
    reason = serializers.PrimaryKeyRelatedField(
        queryset=Reason.objects.filter(kind=Reason.Kind.WON), required=False
    )


class LoseBody(CloseBody):
    reason = serializers.PrimaryKeyRelatedField(
        queryset=Reason.objects.filter(kind=Reason.Kind.LOST)
    )


class ActivitySerializer(StrictSerializer):
    lead = ScopedRelation(scope=leads_for)
    deal = ScopedRelation(scope=deals_for, allow_null=True, required=False)
    kind = serializers.ChoiceField(choices=Activity.Kind.choices)
    author = serializers.SlugRelatedField(slug_field="email", read_only=True)

    class Meta:
        model = Activity
        fields = ("id", "lead", "deal", "kind", "text", "at", "due_at", "done_at", "author", "key")
        read_only_fields = ("at", "done_at")
        extra_kwargs = {"key": {"validators": []}}

    def validate_kind(self, value: str) -> str:
        if value not in dict(ActivityForm.KINDS):
            raise serializers.ValidationError(_("Entries of this kind are written by the product."))
        return value

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        deal = sent.get("deal")
        if deal is not None and deal.lead_id != sent["lead"].pk:
            raise serializers.ValidationError({"deal": [_("This is a deal of another lead.")]})
        return sent


class StageSerializer(StrictSerializer):
    class Meta:
        model = Stage
        fields = ("id", "pipeline", "name", "position", "probability", "expected_days")


class ReasonSerializer(StrictSerializer):
    class Meta:
        model = Reason
        fields = ("id", "kind", "name", "position", "is_active")
