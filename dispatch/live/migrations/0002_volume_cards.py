from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]

    operations = [
        migrations.AddField("boardvolume", "cards", models.PositiveIntegerField(default=0), preserve_default=False),
    ]
