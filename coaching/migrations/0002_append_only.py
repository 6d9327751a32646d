"""A review, its findings and the history of a support need: written once, never changed."""

from django.db import migrations

from dispatch.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial")]

    operations = [
        append_only("coaching_review", "A review stays as it was written"),
        append_only("coaching_finding", "A finding stays as it was written"),
        append_only("coaching_supportevent", "The history of a support need is append-only"),
    ]
