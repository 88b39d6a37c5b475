"""My day: where a sales rep begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clmsite.kernel.access import allowed, can
from leads.day import FEW, MANY, read_day
from leads.wording import STAGE_WORDS


@allowed("leads.view")
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """What to do now. `?all=1` shows everybody's, as far as one may see it;
    `?more=1` up to a hundred of each kind."""
    everybody = request.GET.get("all") == "1"
    most = MANY if request.GET.get("more") == "1" else FEW
    now = timezone.now()
    found = read_day(request.user, now=now, mine=not everybody, most=most)
    for lead in found.returned.rows:
        lead.stage_word = STAGE_WORDS[lead.stage]
    context = {
        "day": found,
        "everybody": everybody,
        "now": now,
        "may_edit": can(request.user, "leads.edit"),
    }
    return render(request, "leads/day.html", context)
