"""The log of an incident, of a contact and of a procedure: written once, never changed."""

from django.db import migrations

from dispatch.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [
        append_only("incidents_logline", "The incident log is append-only"),
        append_only("incidents_contactline", "The history of a contact is append-only"),
        append_only("incidents_procedureevent", "The history of a procedure is append-only"),
        append_only("incidents_deskline", "What happened at a desk is append-only"),
        append_only("incidents_handoverevent", "What was said in a handover is append-only"),
    ]
