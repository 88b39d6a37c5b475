"""UTM suggestions: a visit with them lands in the channel of its campaign."""

import pytest

from campaigns.models import Channel
from campaigns.suggest import BY_CHANNEL, suggested_utm
from campaigns.tests.make import make_campaign
from campaigns.tracking.channel import CHANNELS, channel_of
from campaigns.tracking.sources import Origin

# GA4 reads "cross-network" from the campaign's name; what was handed out on paper has no rule.
WITHOUT_RULE = {"cross_network", "offline"}


@pytest.mark.parametrize("key", sorted(set(BY_CHANNEL) - WITHOUT_RULE))
def test_a_suggestion_is_classified_as_its_channel(key):
    source, medium = BY_CHANNEL[key]

    assert channel_of(Origin(source, medium, "spring-sale")) == key


def test_every_channel_of_the_rules_has_a_suggestion():
    ruled = {rule.key for rule in CHANNELS} - {"direct", "unassigned"}

    assert ruled <= set(BY_CHANNEL)


@pytest.mark.django_db
def test_every_channel_of_a_new_install_gets_values():
    for channel in Channel.objects.all():
        utm = suggested_utm(make_campaign(channel=channel, slug=f"c-{channel.pk}"))
        assert utm.source
        assert utm.medium
        assert utm.campaign == f"c-{channel.pk}"
