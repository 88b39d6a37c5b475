"""GA4's default channel grouping, AI assistants added: the table a new install starts with."""

from django.db import migrations

# key, name, is_paid, hue; the order is the order of pages, not of the rules
CHANNELS = [
    ("paid_search", "Paid Search", True, 0),
    ("paid_social", "Paid Social", True, 3),
    ("paid_video", "Paid Video", True, 5),
    ("paid_shopping", "Paid Shopping", True, 1),
    ("paid_other", "Paid Other", True, 6),
    ("display", "Display", True, 2),
    ("cross_network", "Cross-network", True, 7),
    ("organic_search", "Organic Search", False, 4),
    ("organic_social", "Organic Social", False, 3),
    ("organic_video", "Organic Video", False, 5),
    ("organic_shopping", "Organic Shopping", False, 1),
    ("ai_assistants", "AI Assistants", False, 7),
    ("email", "Email", False, 6),
    ("referral", "Referral", False, 2),
    ("affiliates", "Affiliates", True, 0),
    ("audio", "Audio", True, 4),
    ("sms", "SMS", False, 1),
    ("mobile_push", "Mobile Push", False, 5),
    ("offline", "Offline", False, 6),
    ("direct", "Direct", False, 7),
    ("unassigned", "Unassigned", False, 7),
]


def add_channels(apps, schema_editor):
    channel = apps.get_model("campaigns", "Channel")
    for position, (key, name, is_paid, hue) in enumerate(CHANNELS):
        channel.objects.get_or_create(
            key=key,
            defaults={"name": name, "is_paid": is_paid, "hue": hue, "position": position},
        )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_people")]

    operations = [migrations.RunPython(add_channels, migrations.RunPython.noop)]
