import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_training_rooms'),
        ('incidents', '0004_sound_checks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField()),
                ('speed', models.PositiveSmallIntegerField(choices=[(1, '1 ×'), (2, '2 ×'), (5, '5 ×'), (10, '10 ×')])),
                ('pace', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField()),
                ('opened_by_name', models.CharField(max_length=120)),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, default='', max_length=120)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='accounts.centre')),
                ('room', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='drill', to='accounts.centre')),
            ],
        ),
        migrations.CreateModel(
            name='DrillContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('due_s', models.FloatField()),
                ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='incidents.drill')),
                ('played', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='played_from', to='incidents.contact')),
                ('recorded', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='incidents.contact')),
            ],
        ),
        migrations.CreateModel(
            name='DrillPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('began_by_name', models.CharField(max_length=120)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='incidents.drill')),
            ],
        ),
        migrations.CreateModel(
            name='DrillSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(max_length=24)),
                ('entered_at', models.DateTimeField(blank=True, null=True)),
                ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='incidents.drill')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='drill',
            index=models.Index(fields=['centre', '-opened_at'], name='drill_newest'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('centre',), name='a_centre_has_one_drill_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at')), ('until_at__lte', models.F('opened_at'))), name='a_drill_replays_a_past_shift'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('speed__in', (1, 2, 5, 10))), name='a_drill_has_a_known_speed'),
        ),
        migrations.AddConstraint(
            model_name='drillcontact',
            constraint=models.UniqueConstraint(fields=('drill', 'position'), name='a_drill_plays_one_contact_at_a_position'),
        ),
        migrations.AddConstraint(
            model_name='drillcontact',
            constraint=models.UniqueConstraint(fields=('drill', 'recorded'), name='a_drill_plays_a_contact_once'),
        ),
        migrations.AddConstraint(
            model_name='drillpause',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('drill',), name='a_drill_is_paused_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='drillpause',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='a_pause_of_a_drill_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='drillseat',
            constraint=models.UniqueConstraint(fields=('drill', 'person'), name='a_person_has_one_seat_in_a_drill'),
        ),
    ]
