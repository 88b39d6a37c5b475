"""The lead a row of deals or touches belongs to, by id or e-mail; without one it is refused."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clmsite.kernel.imports.kinds import Row
from leads.identity.keys import normalise_email
from leads.models import Lead


class Owners:
    """Leads named by the rows of one chunk in `lead_id` and `lead_email`."""

    def __init__(self, rows: Iterable[Row]) -> None:
        ids = {row.values["lead_id"] for row in rows} - {None}
        mails = {normalise_email(row.values["lead_email"] or "") for row in rows} - {""}
        self._by_id = {lead.external_id: lead for lead in Lead.objects.filter(external_id__in=ids)}
        self._by_mail = {lead.email_key: lead for lead in Lead.objects.filter(email_key__in=mails)}

    def find(self, row: Row) -> Lead | None:
        by_id = self._by_id.get(row.values["lead_id"])
        by_mail = self._by_mail.get(normalise_email(row.values["lead_email"] or ""))
        if by_id and by_mail and by_id.pk != by_mail.pk:
            row.refuse("lead_id", _("The id is one lead's and the e-mail address another's."))
            return None
        lead = by_id or by_mail
        if lead is None:
            row.refuse("lead_email", _("We know no lead with this id or e-mail address."))
        return lead
