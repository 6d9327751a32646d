import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Board',
            fields=[
                ('centre', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='live_board', serialize=False, to='accounts.centre')),
                ('sequence', models.BigIntegerField(default=0)),
                ('epoch', models.CharField(max_length=12)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sequence__gte', 0)), name='a_board_counts_up_from_nought')],
            },
        ),
        migrations.CreateModel(
            name='BoardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('payload', models.TextField()),
                ('board', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='live.board')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('board', 'sequence'), name='a_number_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='BoardVolume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField()),
                ('picture', models.BinaryField()),
                ('events', models.BinaryField()),
                ('board', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='volumes', to='live.board')),
            ],
            options={
                'indexes': [models.Index(fields=['board', 'from_at'], name='volume_by_instant')],
                'constraints': [models.UniqueConstraint(fields=('board', 'first'), name='a_volume_begins_at_one_number'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='a_volume_holds_an_event')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=16)),
                ('at', models.CharField(max_length=24)),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.centre')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['centre', 'seen_at'], name='looks_of_a_centre')],
                'constraints': [models.UniqueConstraint(fields=('process', 'centre', 'user', 'at'), name='a_process_says_once_who_looks')],
            },
        ),
    ]
