"""Who is a person: callers that say what they are."""

import pytest

from campaigns.tracking.bots import Kind, kind_of

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    "agent",
    [
        CHROME,
        IPHONE,
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        f"{IPHONE} [FBAN/FBIOS;FBAV/500.0.0]",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile "
        "Safari/537.36 Telegram-Android/12.0 (Google Pixel 9)",
        "Mozilla/5.0 (Linux; Android 11; CUBOT X50) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
        f"{IPHONE} [Pinterest/iOS]",
        "Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12 Version/12.16",
        f"{IPHONE} LinkedInApp",
    ],
)
def test_browsers_are_people(agent):
    assert kind_of(agent) == Kind.HUMAN


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
        "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "TelegramBot (like TwitterBot)",
        "WhatsApp/2.24",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 HeadlessChrome/142.0.0.0 Safari/537.36",
        "curl/8.5.0",
        "python-requests/2.32.3",
        "Go-http-client/2.0",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Pingdom.com_bot_version_1.4",
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Some Feed Reader 1.0",
    ],
)
def test_machines_that_say_so_are_bots(agent):
    assert kind_of(agent) == Kind.BOT


@pytest.mark.parametrize(
    "agent",
    [
        "BarracudaCentral/1.0",
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
        "Mozilla/5.0 (compatible; Nmap Scripting Engine)",
        "Microsoft Office Existence Discovery",
        "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    ],
)
def test_scanners_are_told_apart(agent):
    assert kind_of(agent) == Kind.SCANNER


@pytest.mark.parametrize(
    "purpose", ["prefetch", "prefetch;prerender", "preview", "prefetch;anonymous-client-ip"]
)
def test_a_page_fetched_ahead_was_not_seen(purpose):
    assert kind_of(CHROME, purpose=purpose) == Kind.PREFETCH


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PROPFIND"])
def test_asking_without_reading_is_a_probe(method):
    assert kind_of(CHROME, method=method) == Kind.PROBE


def test_a_beacon_is_a_post():
    assert kind_of(CHROME, method="POST") == Kind.HUMAN


def test_an_endless_name_is_cut():
    assert kind_of(CHROME + "x" * 100_000) == Kind.HUMAN
