"""Is it a person? What kind of caller made a request, from what it says about itself.

PURE: no Django. The patterns are our own short list, made in November 2026 from what the
callers' makers publish and servers' logs show. It finds callers that say what they are; one
that pretends to be a browser passes here and is for the pipeline's other checks.
"""

import re
from enum import StrEnum

LISTED_ON = "2026-11-21"
# Headers by which browsers say that nobody looks at the page yet.
PURPOSE_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


class Kind(StrEnum):
    """Only a human counts. The others are kept with their kind, so that drops have a reason."""

    HUMAN = "human"
    BOT = "bot"
    SCANNER = "scanner"
    PREFETCH = "prefetch"
    PROBE = "probe"


_SCANNERS = re.compile(
    r"""
    barracuda | mimecast | proofpoint | trendmicro | fireeye | forcepoint | symantec | messagelabs
    | ironport | zscaler | sophos | bitdefender | safelinks | safebrowsing | virustotal | urlscan
    | checkpoint | netcraft | phishtank | cloudmark | cortex[ -]xpanse
    | nmap | nikto | sqlmap | zgrab | masscan | nuclei | wpscan | acunetix | nessus | openvas
    | censysinspect | internet-?measurement | expanse | shodan | burpcollaborator
    | existence\ discovery | ms-office | microsoft\ office
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BOTS = re.compile(
    r"""
    # "bot" as a word or the end of one; Cubot is a maker of telephones
    (?<!cu)bot(?![a-z])
    | crawl | spider | slurp | scrap(?:er|y) | archiver | indexer | feedfetcher | feedburner
    | \brss | fetcher | monitor | uptime | pingdom | statuscake | site24x7 | gtmetrix | datadog
    | facebookexternalhit | facebookcatalog | meta-externalagent | meta-externalfetcher
    | whatsapp | slack-imgproxy | preview | embedly | iframely | vkshare | linkexpanding
    | mediapartners-google | adsbot | apis-google | google-(?:read-aloud|inspectiontool|extended)
    | googleother | google-safety | googleimageproxy | yahoomailproxy | bingpreview | duckassist
    | chatgpt-user | claude-(?:user|web) | anthropic-ai | perplexity-user
    | cohere-ai | dataprovider | ahrefs | semrush | screaming\ frog
    | headless | phantomjs | puppeteer | playwright | selenium | webdriver | lighthouse | pagespeed
    | curl/ | wget/ | python- | aiohttp | httpx | urllib | go-http-client | okhttp | java/
    | apache-httpclient | axios | node-fetch | undici | node\.js | guzzle | libwww | lwp | perl
    | ruby | php/ | postman | insomnia | restsharp | winhttp | powershell | dart: | reqwest
    | validator | checker | link\ ?check
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SOMEBODY = re.compile(r"^(?:mozilla|opera)/|safari|ucweb|ucbrowser", re.IGNORECASE)


def kind_of(user_agent: str, *, method: str = "GET", purpose: str = "") -> Kind:
    """The kind of caller.

    `purpose` is the values of PURPOSE_HEADERS joined by spaces. Order: a HEAD or OPTIONS
    request is a probe, whoever sends it; then prefetches; then scanners of mails and ports,
    which some also call bots; then bots; what does not even claim to be a browser is a bot.
    """
    if method.upper() not in {"GET", "POST"}:
        return Kind.PROBE
    if re.search(r"prefetch|prerender|preview", purpose, re.IGNORECASE):
        return Kind.PREFETCH
    agent = user_agent[:500]
    if _SCANNERS.search(agent):
        return Kind.SCANNER
    if _BOTS.search(agent) or not _SOMEBODY.search(agent):
        return Kind.BOT
    return Kind.HUMAN
