"""Why the board says no. Pages and the API answer each with 409 and the deal as it is now."""

from django.utils.translation import gettext_lazy as _

from leads.models import Deal

REASONS = {
    "stale_version": _("Somebody changed this deal in the meantime."),
    "stage_changed": _("This stage is no longer there, or belongs to another pipeline."),
    "other_pipeline": _("This stage belongs to another pipeline."),
    "deal_closed": _("This deal is closed. Reopen it first."),
    "deal_open": _("This deal is open."),
    "cannot_undo": _("This can no longer be undone: something else has happened since."),
    "key_reused": _("This request was already used for something else."),
    "in_the_future": _("A deal cannot be closed in the future."),
    "currency_fixed": _("The currency of a closed deal cannot be changed. Reopen the deal first."),
    "amount_needed": _("A won deal needs an amount."),
    "reason_needed": _("A lost deal needs a reason."),
}


class RefusedError(Exception):
    """The rules do not allow it. `code` is for programs, the text for people."""

    def __init__(self, code: str, deal: Deal) -> None:
        super().__init__(code)
        self.code = code
        self.deal = deal

    @property
    def text(self) -> str:
        return str(REASONS[self.code])


class StaleDealError(RefusedError):
    """The caller saw an older version; `deal` is as it is now (AP-06)."""

    def __init__(self, deal: Deal) -> None:
        super().__init__("stale_version", deal)
