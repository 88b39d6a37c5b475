"""Launch, pause, resume, end, undo, duplicate, delete, draft: each once, each with its history."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from campaigns.delete_draft import delete_draft
from campaigns.drafting import draft_campaign
from campaigns.duplicate import duplicate
from campaigns.edit import edit_campaign
from campaigns.end import end, end_finished
from campaigns.launch import launch, reasons_against
from campaigns.models import Campaign, Link
from campaigns.pause import pause, resume
from campaigns.status import NotReadyError
from campaigns.tasks import end_finished_campaigns
from campaigns.tests.make import (
    NOW,
    TODAY,
    channel,
    make_campaign,
    make_click,
    make_link,
    make_spend,
)
from campaigns.undo import undo
from clmsite.kernel.audit import history
from clmsite.kernel.trash import CannotRestoreError, restore
from clmsite.kernel.versions import StaleError

pytestmark = pytest.mark.django_db


def actions(obj):
    return [entry.action for entry in history(obj)]


def start(campaign, marketer):
    return launch(campaign=campaign, actor=marketer, now=NOW, today=TODAY)


def test_launching_starts_a_draft_once(marketer):
    campaign = make_campaign(status="draft", starts_on=None)

    assert start(campaign, marketer) is True
    assert (campaign.status, campaign.launched_at) == ("running", NOW)
    assert (campaign.starts_on, campaign.version) == (TODAY, 2)

    assert start(campaign, marketer) is False
    assert actions(campaign) == ["campaign.launched"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": " "}, "It has no name."),
        ({"channel": "unassigned"}, "It has no channel."),
        ({"ends_on": date(2026, 11, 19)}, "Its last day is over."),
    ],
)
def test_what_is_not_ready_is_not_launched(marketer, fields, reason):
    campaign = make_campaign(status="draft", **fields)

    assert reasons_against(campaign, today=TODAY) == [reason]
    with pytest.raises(NotReadyError, match=reason):
        start(campaign, marketer)
    campaign.refresh_from_db()
    assert campaign.status == "draft"


def test_a_campaign_that_ends_before_it_starts_is_not_ready():
    campaign = Campaign(
        name="x", channel=channel(), starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1)
    )

    assert reasons_against(campaign, today=TODAY) == ["It ends before it starts."]


@pytest.mark.parametrize(
    ("verb", "status"),
    [("launch", "ended"), ("pause", "draft"), ("resume", "ended"), ("end", "draft")],
)
def test_a_verb_that_does_not_fit_says_what_the_campaign_is(marketer, verb, status):
    campaign = make_campaign(status=status)
    run = {
        "launch": lambda: start(campaign, marketer),
        "pause": lambda: pause(campaign=campaign, actor=marketer),
        "resume": lambda: resume(campaign=campaign, actor=marketer),
        "end": lambda: end(campaign=campaign, actor=marketer, now=NOW),
    }

    with pytest.raises(NotReadyError, match=f"Its status: {status.title()}"):
        run[verb]()
    assert not history(campaign).exists()


def test_pause_resume_end_and_back_again(marketer):
    campaign = make_campaign(status="running")

    assert pause(campaign=campaign, actor=marketer)
    assert resume(campaign=campaign, actor=marketer)
    assert end(campaign=campaign, actor=marketer, now=NOW)
    assert campaign.ended_at == NOW
    undo(campaign=campaign, before="running", version=campaign.version, actor=marketer)

    assert (campaign.status, campaign.ended_at, campaign.version) == ("running", None, 5)
    assert actions(campaign) == [
        *("campaign.undone", "campaign.ended", "campaign.resumed", "campaign.paused"),
    ]


def test_undoing_a_launch_leaves_the_first_day_open_again(marketer):
    campaign = make_campaign(status="draft", starts_on=None, ends_on=None)
    start(campaign, marketer)

    undo(campaign=campaign, before="draft", version=campaign.version, actor=marketer)

    assert (campaign.status, campaign.launched_at, campaign.starts_on) == ("draft", None, None)


def test_undo_is_refused_after_another_change(marketer):
    campaign = make_campaign(status="draft")
    start(campaign, marketer)
    version = campaign.version
    edit_campaign(campaign=campaign, version=version, actor=marketer, name="Other")

    with pytest.raises(StaleError):
        undo(campaign=campaign, before="draft", version=version, actor=marketer)
    campaign.refresh_from_db()
    assert campaign.status == "running"


def test_undo_makes_no_jump_nobody_made(marketer):
    campaign = make_campaign(status="ended")

    with pytest.raises(StaleError):
        undo(campaign=campaign, before="draft", version=1, actor=marketer)


def test_campaigns_past_their_last_day_are_ended(django_assert_max_num_queries):
    over = make_campaign(status="running", ends_on=date(2026, 11, 19))
    paused = make_campaign(status="paused", ends_on=date(2026, 11, 1))
    today = make_campaign(status="running", ends_on=TODAY)
    draft = make_campaign(status="draft", ends_on=date(2026, 11, 1))
    endless = make_campaign(status="running", ends_on=None)

    assert end_finished(now=NOW, today=TODAY) == 2
    assert end_finished(now=NOW, today=TODAY) == 0

    status = dict(Campaign.objects.values_list("pk", "status"))
    assert status[over.pk] == status[paused.pk] == "ended"
    assert (status[today.pk], status[draft.pk], status[endless.pk]) == (
        *("running", "draft"),
        "running",
    )
    assert history(over).get().actor is None


def test_the_days_of_the_task_are_cut_in_the_reporting_zone(settings, monkeypatch):
    campaign = make_campaign(status="running", ends_on=date(2026, 11, 20))
    # 23:00 of the 20th in UTC is the 21st in Tehran
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 20, 23, tzinfo=UTC))

    end_finished_campaigns()
    campaign.refresh_from_db()
    assert campaign.status == "running"

    settings.REPORTING_TIME_ZONE = "Asia/Tehran"
    end_finished_campaigns()
    campaign.refresh_from_db()
    assert campaign.status == "ended"


def test_a_duplicate_has_the_plan_but_no_results(marketer):
    campaign = make_campaign("Spring", tags=["a"], goal_leads=9, hypothesis="h", owner=None)
    make_spend(campaign=campaign)
    make_link(campaign=campaign)

    copy, is_new = duplicate(campaign=campaign, actor=marketer, now=NOW, key="k")
    again, is_new_again = duplicate(campaign=campaign, actor=marketer, now=NOW, key="k")

    assert (is_new, is_new_again, copy) == (True, False, again)
    assert (copy.name, copy.status, copy.owner) == ("Copy of Spring", "draft", marketer)
    assert (copy.tags, copy.goal_leads, copy.hypothesis) == (["a"], 9, "h")
    assert (copy.starts_on, copy.follows, copy.slug) == (None, None, "copy-of-spring")
    assert not copy.spend.exists()
    assert not copy.links.exists()


def test_a_deleted_draft_comes_back_with_its_links(marketer):
    campaign = make_campaign("Spring", status="draft", tags=["a"], budget="12.34")
    link = make_link(campaign=campaign, code="keep-me")

    entry = delete_draft(campaign=Campaign.objects.get(), actor=marketer)
    assert (Campaign.objects.count(), Link.objects.count()) == (0, 0)
    restore(marketer, "campaign.restored", entry)

    back = Campaign.objects.get()
    assert (back.pk, back.name, back.tags) == (campaign.pk, "Spring", ["a"])
    assert back.budget == Decimal("12.34")
    assert Link.objects.get().code == link.code
    with pytest.raises(CannotRestoreError):
        restore(marketer, "campaign.restored", entry)


def test_what_has_a_history_is_not_deleted(marketer):
    running = make_campaign(status="running")
    paid = make_spend(campaign=make_campaign(status="draft")).campaign
    met = make_click(link=make_link(campaign=make_campaign(status="draft"))).link.campaign

    for campaign in (running, paid, met):
        with pytest.raises(NotReadyError):
            delete_draft(campaign=campaign, actor=marketer)
    assert Campaign.objects.count() == 3


def test_a_finding_becomes_one_draft_that_remembers(marketer):
    lesson = make_campaign("Winter")
    plan = {
        "follows": lesson,
        "name": "Winter again",
        "channel": channel("email"),
        "hypothesis": "Mails bring cheaper customers.",
        "learned": "CAC of e-mail was a third.",
        "budget": Decimal("900.00"),
        "currency": "EUR",
        "owner": marketer,
        "key": "finding:17",
    }

    draft = draft_campaign(**plan, now=NOW)
    again = draft_campaign(**{**plan, "name": "Other words"}, now=NOW)

    assert draft == again
    assert Campaign.objects.get(pk=draft.pk).name == "Winter again"
    assert (draft.follows, draft.learned, draft.status) == (
        *(lesson, "CAC of e-mail was a third."),
        "draft",
    )
    assert list(lesson.followers.all()) == [draft]
    assert actions(draft) == ["campaign.drafted"]


def test_names_in_other_letters_keep_them_in_the_short_name(marketer):
    plan = {"channel": channel(), "currency": "EUR"}
    keys = ("follows", "hypothesis", "learned", "budget", "owner")
    rest = dict.fromkeys(keys) | {"hypothesis": "", "learned": ""}

    slugs = [
        draft_campaign(name="کمپین بهار", key=f"k{n}", now=NOW, **plan, **rest).slug
        for n in range(3)
    ]

    assert slugs == ["کمپین-بهار", "کمپین-بهار-2", "کمپین-بهار-3"]


def test_an_edit_names_what_changed_and_refuses_other_fields(marketer):
    campaign = make_campaign("Spring", budget="10.00")

    changed = edit_campaign(
        campaign=campaign, version=1, actor=marketer, name="Summer", budget=Decimal("10.00")
    )

    assert changed == ["name"]
    assert history(campaign).get().detail == {"fields": ["name"], "version": 2}
    with pytest.raises(ValueError, match="status"):
        edit_campaign(campaign=campaign, version=2, actor=marketer, status="ended")
