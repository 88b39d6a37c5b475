"""Sites: the tracked domains of the company, each with its public key."""

import secrets

from django.db import models


def new_site_key() -> str:
    return secrets.token_urlsafe(12)


class Site(models.Model):
    name = models.CharField(max_length=80)
    domain = models.CharField(max_length=253)  # "www.example.com", for showing and linking
    key = models.CharField(max_length=24, unique=True, default=new_site_key)  # public
    # "https://www.example.com"; an empty list is set-up mode: everything is taken, with a banner
    origins = models.JSONField(default=list, blank=True)
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    first_hit_at = models.DateTimeField(null=True, blank=True)
    last_hit_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
