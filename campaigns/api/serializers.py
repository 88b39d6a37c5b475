"""JSON of campaigns, links, spend, channels and sites."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError as FormError
from django.utils.translation import gettext as _
from rest_framework import serializers

from campaigns.forms import MAX_TAG, MAX_TAGS
from campaigns.link_form import checked_code, checked_destination
from campaigns.links import UTM
from campaigns.models import Campaign, Channel, Link, Site, Spend
from campaigns.scope import campaigns_for, links_for
from campaigns.short_url import short_url
from campaigns.suggest import suggested_utm
from clmsite.kernel.access import can
from clmsite.kernel.currencies import CURRENCIES
from clmsite.kernel.serializers import ScopedRelation, StrictSerializer

# Left out for roles that may not see spend (AP-02).
MONEY = ("budget", "spent")


def _known_currency(value: str) -> str:
    if value.upper() not in CURRENCIES:
        raise serializers.ValidationError(_("This is not the code of a currency, such as EUR."))
    return value.upper()


class ChannelSerializer(StrictSerializer):
    class Meta:
        model = Channel
        fields = ("key", "name", "is_paid", "position")


class SiteSerializer(StrictSerializer):
    class Meta:
        model = Site
        fields = ("id", "name", "domain", "key", "is_enabled", "first_hit_at", "last_hit_at")


class CampaignSerializer(StrictSerializer):
    channel = serializers.SlugRelatedField(slug_field="key", queryset=Channel.objects.all())
    owner = serializers.SlugRelatedField(
        slug_field="email",
        queryset=get_user_model().objects.filter(is_active=True),
        allow_null=True,
        required=False,
    )
    follows = ScopedRelation(scope=campaigns_for, allow_null=True, required=False)
    slug = serializers.SlugField(max_length=120, required=False, allow_unicode=True)
    budget = serializers.DecimalField(14, 2, min_value=0, allow_null=True, required=False)
    goal_revenue = serializers.DecimalField(14, 2, min_value=0, allow_null=True, required=False)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=MAX_TAG), max_length=MAX_TAGS, required=False
    )
    spent = serializers.DecimalField(
        14, 2, read_only=True, allow_null=True, help_text="Spend to date in its own currency."
    )
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Send the one you read: if it is not the stored one any more, you get a 409.",
    )

    class Meta:
        model = Campaign
        fields = (
            *("id", "name", "slug", "channel", "status", "starts_on", "ends_on"),
            *("budget", "currency", "spent", "owner", "goal_leads", "goal_qualified"),
            *("goal_customers", "goal_revenue", "hypothesis", "tags", "follows", "learned"),
            *("created_at", "launched_at", "ended_at", "version"),
        )
        read_only_fields = ("status", "created_at", "launched_at", "ended_at")

    def validate_currency(self, value: str) -> str:
        return _known_currency(value)

    def validate_slug(self, value: str) -> str:
        others = Campaign.objects.exclude(pk=getattr(self.instance, "pk", None))
        if others.filter(slug=value).exists():
            raise serializers.ValidationError(_("Another campaign has this short name."))
        return value

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        starts = data.get("starts_on", getattr(self.instance, "starts_on", None))
        ends = data.get("ends_on", getattr(self.instance, "ends_on", None))
        if starts and ends and ends < starts:
            raise serializers.ValidationError({"ends_on": [_("The last day is before the first.")]})
        return data

    def to_representation(self, campaign: Campaign) -> dict[str, Any]:
        shown = super().to_representation(campaign)
        if not can(self.context["request"].user, "spend.view"):
            for name in MONEY:
                shown.pop(name, None)
        return shown


class LinkSerializer(StrictSerializer):
    campaign = ScopedRelation(scope=campaigns_for)
    code = serializers.CharField(max_length=40, required=False)
    destination = serializers.CharField(max_length=3000)
    short_url = serializers.SerializerMethodField()
    utm_source = serializers.CharField(max_length=100, required=False)
    utm_medium = serializers.CharField(max_length=100, required=False)
    utm_campaign = serializers.CharField(max_length=120, required=False)
    version = serializers.IntegerField(required=False, min_value=1)

    class Meta:
        model = Link
        fields = (
            *("id", "code", "short_url", "name", "destination", "campaign", *UTM),
            *("is_enabled", "expires_at", "created_at", "version"),
        )
        read_only_fields = ("created_at",)

    def get_short_url(self, link: Link) -> str:
        return short_url(link)

    def validate_destination(self, value: str) -> str:
        return _checked(checked_destination, value)

    def validate_code(self, value: str) -> str:
        return _checked(checked_code, value)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A new link without UTM values gets those suggested for its campaign."""
        if self.instance is None:
            utm = suggested_utm(data["campaign"])
            data.setdefault("utm_source", utm.source)
            data.setdefault("utm_medium", utm.medium)
            data.setdefault("utm_campaign", utm.campaign)
        return data


def _checked(check: Any, value: str) -> str:
    try:
        return check(value)
    except FormError as error:
        raise serializers.ValidationError(error.messages) from error


class SpendSerializer(StrictSerializer):
    campaign = ScopedRelation(scope=campaigns_for)
    link = ScopedRelation(scope=links_for, allow_null=True, required=False)
    amount = serializers.DecimalField(14, 2, min_value=0)
    external_id = serializers.CharField(
        max_length=120,
        required=False,
        allow_null=True,
        help_text="Your own id of the row. With it, sending the row again changes nothing.",
    )

    class Meta:
        model = Spend
        fields = (
            *("id", "campaign", "link", "spent_on", "amount", "currency", "impressions"),
            *("clicks", "claimed_conversions", "label", "source", "external_id", "created_at"),
        )
        read_only_fields = ("source", "created_at")
        validators: list[Any] = []  # `record_spend` tells a repeated row from a contradiction

    def validate_currency(self, value: str) -> str:
        return _known_currency(value)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        link = data.get("link", getattr(self.instance, "link", None))
        campaign = data.get("campaign", getattr(self.instance, "campaign", None))
        if link and campaign and link.campaign_id != campaign.pk:
            raise serializers.ValidationError({"link": [_("It belongs to another campaign.")]})
        return data
