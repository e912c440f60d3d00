"""Who was offered together; and those suggested before there was an order have all been asked at once."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def asked_at_once(apps, schema_editor):
    """Say of the suggestions made so far when both were asked, and give those that wait a deadline from today on."""
    rows = apps.get_model("tandems", "Tandem").objects.using(schema_editor.connection.alias)
    rows.filter(mentor_asked_at=None, mentee_asked_at=None).update(
        mentor_asked_at=F("created_at"), mentee_asked_at=F("created_at")
    )
    for tandem in rows.filter(state="proposed", answer_by=None).select_related("cohort__programme"):
        tandem.answer_by = timezone.localdate() + timedelta(days=tandem.cohort.programme.answer_days)
        tandem.save(update_fields=["answer_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("tandems", "0003_introductions"),
    ]

    operations = [
        migrations.AddField(
            model_name="tandem",
            name="offered_with",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="candidates", to="tandems.tandem"
            ),
        ),
        migrations.RunPython(asked_at_once, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "active"])),
                fields=("offered_with",),
                name="tandems_one_is_chosen_of_a_choice",
            ),
        ),
    ]
