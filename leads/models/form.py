"""Forms made in the browser, and what people sent with them."""

import secrets
import uuid

from django.conf import settings
from django.db import models


def new_form_key() -> str:
    return secrets.token_urlsafe(9)


class Form(models.Model):
    key = models.CharField(max_length=20, unique=True, default=new_form_key)  # public: /f/<key>
    name = models.CharField(max_length=80)  # for us
    title = models.CharField(max_length=120)  # for the visitor
    intro = models.TextField(blank=True)
    site = models.ForeignKey("campaigns.Site", on_delete=models.PROTECT, related_name="forms")
    campaign = models.ForeignKey(
        "campaigns.Campaign", null=True, blank=True, on_delete=models.SET_NULL, related_name="forms"
    )
    # [{"key": "email", "label": "Work e-mail", "kind": "email", "required": true, "choices": []}]
    fields = models.JSONField(default=list)
    button = models.CharField(max_length=40, default="Send")
    thank_you = models.TextField(default="Thank you. We will get back to you shortly.")
    consent_text = models.TextField(blank=True)  # shown with a box that starts unticked
    asks_source = models.BooleanField(default=True)  # "How did you hear of us?"
    source_choices = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_published = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    class State(models.TextChoices):
        ACCEPTED = "accepted"
        SPAM = "spam"  # kept in the tray; a person can still turn it into a lead

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions")
    # Made when the form was rendered: a double click is one submission (FM-02).
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    body_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ACCEPTED)
    spam_reasons = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict)
    said_source = models.CharField(max_length=120, blank=True)
    has_consented = models.BooleanField(default=False)
    consent_text = models.TextField(blank=True)  # the words beside the box, as they were then
    lead = models.ForeignKey(
        "leads.Lead", null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    visitor = models.ForeignKey(
        "campaigns.Visitor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    touch = models.ForeignKey(
        "campaigns.Touch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_url = models.CharField(max_length=2048, blank=True)
    ip_prefix = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"submission {self.pk} of form {self.form_id}"
