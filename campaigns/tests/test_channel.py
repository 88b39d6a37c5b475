"""Channels: a golden table of GA4's rules in their order, and where a visit came from."""

import pytest

from campaigns.tracking.channel import CHANNELS, channel_of
from campaigns.tracking.sources import (
    AI_ASSISTANTS,
    SEARCH,
    SHOPPING,
    SOCIAL,
    VIDEO,
    Origin,
    host_of,
    is_under,
    origin_of,
    referrer_origin,
)
from campaigns.tracking.utm import parse_tags


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "channel"),
    [
        # 1 Direct
        ("", "", "", "direct"),
        ("(direct)", "(none)", "", "direct"),
        ("(direct)", "(not set)", "", "direct"),
        ("(direct)", "cpc", "", "paid_other"),
        # 2 Cross-network
        ("google", "cpc", "pmax cross-network eu", "cross_network"),
        ("google", "cross-network", "", "organic_search"),
        # 3 Paid Shopping
        ("amazon", "cpc", "", "paid_shopping"),
        ("google", "cpc", "eshop-autumn", "paid_shopping"),
        ("google", "cpc", "my-shop", "paid_shopping"),
        ("google", "cpc", "summer_shopping", "paid_shopping"),
        ("google", "cpc", "workshop", "paid_search"),
        ("google", "cpc", "barbershop", "paid_search"),
        ("amazon.com", "cpm", "", "paid_shopping"),
        # 4 Paid Search
        ("google", "cpc", "", "paid_search"),
        ("bing", "ppc", "", "paid_search"),
        ("google", "CPC", "", "paid_search"),
        ("Google", "cpc", "", "paid_search"),
        ("google", "cpm", "", "paid_search"),
        ("google", "retargeting", "", "paid_search"),
        ("google", "paid_anything", "", "paid_search"),
        # 5 Paid Social
        ("facebook", "cpc", "", "paid_social"),
        ("linkedin.com", "paid-social", "", "paid_social"),
        ("instagram", "cpm", "", "paid_social"),
        # 6 Paid Video
        ("youtube", "cpv", "", "paid_video"),
        ("youtube", "cpc", "", "paid_video"),
        ("vimeo.com", "paidvideo", "", "paid_video"),
        # 7 Display
        ("partner.example", "display", "", "display"),
        ("partner.example", "banner", "", "display"),
        ("partner.example", "expandable", "", "display"),
        ("partner.example", "interstitial", "", "display"),
        ("partner.example", "cpm", "", "display"),
        # 8 Paid Other
        ("partner.example", "cpc", "", "paid_other"),
        ("newsletter", "paid", "", "paid_other"),
        ("partner.example", "tcp", "", "paid_other"),
        # 9 Organic Shopping
        ("etsy.com", "referral", "", "organic_shopping"),
        ("partner.example", "referral", "web shop", "organic_shopping"),
        # 10 Organic Social
        ("facebook", "", "", "organic_social"),
        ("t.co", "referral", "", "organic_social"),
        ("old.reddit.com", "referral", "", "organic_social"),
        ("partner.example", "social-media", "", "organic_social"),
        ("partner.example", "sm", "", "organic_social"),
        ("facebook", "remarketing", "", "organic_social"),
        ("facebook", "social-paid", "", "organic_social"),
        # 11 Organic Video
        ("youtube.com", "referral", "", "organic_video"),
        ("partner.example", "in-video", "", "organic_video"),
        # ours: AI Assistants
        ("chatgpt.com", "referral", "", "ai_assistants"),
        ("chatgpt.com", "", "", "ai_assistants"),
        ("www.perplexity.ai", "", "", "ai_assistants"),
        ("chatgpt.com", "cpc", "", "paid_other"),
        # 12 Organic Search
        ("google", "organic", "", "organic_search"),
        ("google", "", "", "organic_search"),
        ("partner.example", "organic", "", "organic_search"),
        # 13 Referral
        ("partner.example", "referral", "", "referral"),
        ("partner.example", "app", "", "referral"),
        ("partner.example", "link", "", "referral"),
        # the classic mistakes: what only looks like a listed site is not one
        ("netflix.example", "referral", "", "referral"),
        ("notfacebook.com", "referral", "", "referral"),
        ("phoenix.com", "referral", "", "referral"),
        # 14 Email
        ("newsletter", "email", "", "email"),
        ("hubspot_email", "crm", "", "email"),
        ("list", "e-mail", "", "email"),
        ("list", "e_mail", "", "email"),
        ("list", "e mail", "", "email"),
        ("list", "newsletter", "", "unassigned"),
        ("fbclid", "partner", "", "unassigned"),
        # 15 - 18
        ("partner.example", "affiliate", "", "affiliates"),
        ("partner.example", "affiliates", "", "unassigned"),
        ("spotify", "audio", "", "audio"),
        ("sms", "", "", "sms"),
        ("twilio", "sms", "", "sms"),
        ("firebase", "", "", "mobile_push"),
        ("app", "web-push", "", "mobile_push"),
        ("app", "mobile", "", "mobile_push"),
        ("app", "notification", "", "mobile_push"),
        # 19 Unassigned: Postgres's "begins with p" mistake of another product, too
        ("partner.example", "podcast", "", "unassigned"),
        ("partner.example", "print", "", "unassigned"),
        ("partner.example", "(not set)", "", "unassigned"),
    ],
)
def test_the_first_rule_that_holds_decides(source, medium, campaign, channel):
    assert channel_of(Origin(source, medium, campaign)) == channel


def test_every_channel_has_a_key_and_a_name_of_its_own():
    assert len({channel.key for channel in CHANNELS}) == len(CHANNELS) == 20
    assert len({channel.name for channel in CHANNELS}) == len(CHANNELS)
    assert CHANNELS[-1].key == "unassigned"


def test_the_lists_are_whole():
    sizes = [len(names) for names in (SEARCH, SOCIAL, SHOPPING, VIDEO)]

    assert sizes == [129, 592, 52, 46]
    assert all(name == name.lower().strip() for name in SEARCH | SOCIAL | SHOPPING | VIDEO)
    assert {"chatgpt.com", "claude.ai"} <= AI_ASSISTANTS


@pytest.mark.parametrize(
    ("referrer", "source", "medium"),
    [
        ("https://www.google.de/search?q=x", "google", "organic"),
        ("https://google.co.uk/", "google", "organic"),
        ("https://www.bing.com/", "bing", "organic"),
        ("https://de.search.yahoo.com/", "yahoo", "organic"),
        ("https://duckduckgo.com/", "duckduckgo", "organic"),
        ("https://www.ecosia.org/search", "ecosia.org", "organic"),
        ("https://yandex.com.tr/", "yandex", "organic"),
        ("https://mail.google.com/mail/u/0", "mail.google.com", "referral"),
        ("https://google.evil.example/", "google.evil.example", "referral"),
        ("https://chatgpt.com/c/1", "chatgpt.com", "referral"),
        ("https://l.facebook.com/l.php", "l.facebook.com", "referral"),
        ("https://blog.partner.example:8443/a", "blog.partner.example", "referral"),
        ("https://shop.ours.example/cart", "", ""),
        ("https://www.ours.example/", "", ""),
        ("https://notours.example/", "notours.example", "referral"),
        ("", "", ""),
        ("about:blank", "", ""),
        ("not a url", "", ""),
        ("https://[broken", "", ""),
    ],
)
def test_a_referrer_tells_source_and_medium(referrer, source, medium):
    assert referrer_origin(referrer, ["www.ours.example"]) == Origin(source, medium)


@pytest.mark.parametrize(
    ("url", "referrer", "channel"),
    [
        pytest.param("/?utm_source=news&utm_medium=email", "", "email", id="tags decide"),
        pytest.param("/?utm_source=x&utm_medium=email", "https://t.co/", "email", id="over it"),
        pytest.param("/?utm_medium=cpc", "https://www.google.com/", "paid_search", id="half"),
        pytest.param("/?gclid=1", "https://www.google.com/", "paid_search", id="gclid is paid"),
        pytest.param("/?gclid=1", "", "paid_search", id="also where the referrer is withheld"),
        pytest.param("/?msclkid=1", "https://www.bing.com/", "paid_search", id="msclkid is paid"),
        pytest.param("/?fbclid=1", "https://l.facebook.com/", "organic_social", id="fbclid is not"),
        pytest.param("/?fbclid=1", "", "direct", id="and proves nothing alone"),
        pytest.param("/", "https://www.google.com/", "organic_search", id="search"),
        pytest.param("/", "https://chatgpt.com/", "ai_assistants", id="assistant"),
        pytest.param("/", "https://gemini.google.com/app", "ai_assistants", id="below an engine"),
        pytest.param("/", "https://www.netflix.com/", "organic_video", id="video"),
        pytest.param("/", "https://partner.example/", "referral", id="referral"),
        pytest.param("/", "https://www.ours.example/a", "direct", id="our own pages"),
        pytest.param("/?utm_source=pinterest", "", "organic_social", id="source alone"),
        pytest.param(
            "/?utm_source=reddit&utm_medium=paid_social", "", "paid_social", id="observed 1"
        ),
        pytest.param(
            "/?utm_source=feedburner&utm_medium=feed&utm_campaign=Feed%3A+x%2Fmain",
            "",
            "unassigned",
            id="observed 2",
        ),
        pytest.param("/?utm_source=metadata&utm_medium=cpc", "", "paid_other", id="observed 3"),
    ],
)
def test_a_visit_finds_its_channel(url, referrer, channel):
    origin = origin_of(parse_tags("https://www.ours.example" + url), referrer, ["ours.example"])

    assert channel_of(origin) == channel


def test_hosts_are_compared_by_whole_labels():
    assert is_under("mail.x.com", "x.com")
    assert is_under("x.com", "www.x.com")
    assert not is_under("netflix.com", "x.com")
    assert host_of("HTTPS://WWW.Example.COM:443/a") == "example.com"
