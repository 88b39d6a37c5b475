"""What people read: states, history lines, why an address is refused."""

from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

STATUS_NAMES = {
    "draft": _("Draft"),
    "running": _("Running"),
    "paused": _("Paused"),
    "ended": _("Ended"),
}

SOURCE_NAMES = {"hand": _("By hand"), "csv": _("From a file"), "api": _("By the API")}

# what campaigns.pacing.missing_for_pacing found missing
PACING_NEEDS = {
    "budget": _("a budget"),
    "starts_on": _("a first day"),
    "ends_on": _("a last day"),
    "begun": _("that its first day has come"),
    "spent": _("spend up to today in its own currency"),
}

BAD_DESTINATION = {
    "characters": _("An address cannot contain spaces, backslashes or invisible characters."),
    "long": _("This address is longer than 2,048 characters."),
    "scheme": _("Write a web address that begins with https://."),
    "address": _("This is not an address a browser can open."),
    "userinfo": _("An address with a user name or password in it (…@…) is not allowed."),
    "host": _("The address needs the name of a web site, such as www.example.com."),
    "http": _("Use https://. Plain http:// is switched off in this installation."),
    "own": _("This is one of our own short links. Use the address it leads to."),
}

# action -> what the history says, and its icon
HISTORY: dict[str, tuple[Any, str]] = {
    "campaign.created": (_("created it"), "plus"),
    "campaign.drafted": (_("drafted it from a finding"), "lightbulb"),
    "campaign.duplicated": (_("made it as a copy"), "copy"),
    "campaign.edited": (_("changed"), "pencil"),
    "campaign.launched": (_("launched it"), "rocket"),
    "campaign.paused": (_("paused it"), "pause"),
    "campaign.resumed": (_("let it run again"), "play"),
    "campaign.ended": (_("ended it"), "flag"),
    "campaign.undone": (_("took the last step back"), "undo-2"),
    "campaign.restored": (_("brought it back"), "undo-2"),
    "campaign.imported": (_("made it by an import"), "upload"),
    "link.created": (_("created it"), "plus"),
    "link.edited": (_("changed"), "pencil"),
    "link.enabled": (_("switched it on"), "power"),
    "link.disabled": (_("switched it off"), "power-off"),
}

# field -> its name inside a sentence
FIELDS: dict[str, Any] = {
    "name": _("name"),
    "slug": _("short name"),
    "channel": _("channel"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "budget": _("budget"),
    "currency": _("currency"),
    "owner": _("owner"),
    "goal_leads": _("goal for leads"),
    "goal_qualified": _("goal for qualified leads"),
    "goal_customers": _("goal for customers"),
    "goal_revenue": _("goal for revenue"),
    "hypothesis": _("hypothesis"),
    "learned": _("what was learned"),
    "tags": _("tags"),
    "follows": _("the campaign it follows"),
    "code": _("short code"),
    "destination": _("destination"),
    "campaign": _("campaign"),
    "utm_source": "utm_source",
    "utm_medium": "utm_medium",
    "utm_campaign": "utm_campaign",
    "utm_term": "utm_term",
    "utm_content": "utm_content",
    "expires_at": _("expiry"),
}


def field_names(names: list[str]) -> str:
    """ "budget, name": the fields of a history entry as one reads them."""
    return ", ".join(str(FIELDS.get(name, name)) for name in names)


def pacing_why(missing: list[str]) -> str:
    """ "Pacing still needs: a budget, a last day": why there is no pacing."""
    comma = pgettext("between the parts of a list", ", ")
    needs = comma.join(str(PACING_NEEDS[name]) for name in missing)
    return gettext("Pacing still needs: %(needs)s") % {"needs": needs}
