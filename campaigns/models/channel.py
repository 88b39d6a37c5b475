"""Channels: where touches are counted. The rules are in campaigns/tracking/channel.py."""

from django.db import models


class Channel(models.Model):
    """One line of the channel table; `key` is what the rules answer with ("paid_search")."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_paid = models.BooleanField(default=False)
    hue = models.PositiveSmallIntegerField(default=0)  # 0..7, index into the chart colours

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
