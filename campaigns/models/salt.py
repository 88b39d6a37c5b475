"""The secret of one day, from which cookieless visitors' keys are made. Deleted when it is over."""

from django.db import models


class DailySalt(models.Model):
    day = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"salt of {self.day}"
