from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0002_review'),
    ]

    operations = [
        migrations.AddField(
            model_name='eligibilityrule',
            name='is_archived',
            field=models.BooleanField(default=False),
        ),
    ]
