"""A pipeline with four stages and the usual reasons: what a new install starts with."""

from decimal import Decimal

from django.db import migrations

STAGES = [
    ("New", "0.10", 7, 7),
    ("Contacted", "0.25", 10, 0),
    ("Qualified", "0.50", 14, 3),
    ("Proposal", "0.75", 21, 1),
]
REASONS = {
    "reject": ["Not a fit", "No budget", "Wrong contact data", "Student or private person", "Spam"],
    "lost": ["Price", "Chose a competitor", "No decision", "Missing feature", "Bad timing"],
    "won": ["Product fit", "Price", "Trust and references", "Speed of response"],
}


def add_defaults(apps, schema_editor):
    pipeline, _ = apps.get_model("leads", "Pipeline").objects.get_or_create(name="Sales")
    stage = apps.get_model("leads", "Stage")
    for position, (name, probability, days, hue) in enumerate(STAGES):
        stage.objects.get_or_create(
            pipeline=pipeline,
            name=name,
            defaults={
                "position": position,
                "probability": Decimal(probability),
                "expected_days": days,
                "hue": hue,
            },
        )
    reason = apps.get_model("leads", "Reason")
    for kind, names in REASONS.items():
        for position, name in enumerate(names):
            reason.objects.get_or_create(kind=kind, name=name, defaults={"position": position})


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [migrations.RunPython(add_defaults, migrations.RunPython.noop)]
