"""Identity: which visitor turned out to be which lead, since when and by what evidence."""

from django.db import models


class Identity(models.Model):
    class By(models.TextChoices):
        FORM = "form"
        IMPORT = "import"
        HAND = "hand"

    visitor = models.OneToOneField(
        "campaigns.Visitor", on_delete=models.CASCADE, related_name="identity"
    )
    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="identities")
    at = models.DateTimeField()
    by = models.CharField(max_length=6, choices=By)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"visitor {self.visitor_id} is lead {self.lead_id}"
