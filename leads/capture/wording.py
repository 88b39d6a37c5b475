"""Words for people for what hits and submissions are called by keys."""

from django.utils.translation import gettext_lazy as _

HIT_FATES = {
    "accepted": _("Counted"),
    "bot": _("Robot: kept, not counted"),
    "refused": _("Refused"),
}
HIT_REASONS = {
    "origin_not_allowed": _("Sent by a site that is not on the list"),
    "bad_id": _("No valid event id"),
    "bad_type": _("Unknown kind of event"),
    "bad_url": _("No valid page address"),
    "bad_time": _("No valid reading time"),
    "bad_consent": _("No valid consent"),
    "not_an_object": _("Not an event"),
    "event_too_large": _("Event too large"),
    "unknown_version": _("Unknown version of the tracker"),
    "not_storable": _("Could not be stored"),
}
SPAM_REASONS = {
    "honeypot": _("Filled in the field people do not see"),
    "too_fast": _("Sent within two seconds"),
    "too_old": _("Opened more than a day before it was sent"),
    "no_token": _("Not sent from our form"),
    "links": _("Many links"),
    "link_in_name": _("A link as name"),
    "robot": _("Sent by a program"),
    "too_many": _("More than five a minute from one address"),
}
