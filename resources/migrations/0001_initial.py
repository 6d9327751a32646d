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
            name='Capability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=160)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capabilities', to='accounts.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'code'), name='a_capability_code_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=160)),
                ('telephone', models.CharField(blank=True, default='', max_length=40)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('authority', models.CharField(choices=[('agent', 'Agent'), ('supervisor', 'Supervisor')], default='agent', max_length=12)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='accounts.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'code'), name='an_organisation_code_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('address', 'Address'), ('street', 'Street'), ('landmark', 'Named place'), ('marker', 'Marker post')], default='address', max_length=8)),
                ('uprn', models.CharField(blank=True, default='', max_length=12)),
                ('name', models.CharField(blank=True, default='', max_length=160)),
                ('street', models.CharField(blank=True, default='', max_length=120)),
                ('locality', models.CharField(blank=True, default='', max_length=120)),
                ('postcode', models.CharField(blank=True, default='', max_length=10)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('accuracy_m', models.PositiveIntegerField(default=10)),
                ('numbered', models.BooleanField(default=False)),
                ('words', models.CharField(max_length=500)),
                ('in_use', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='accounts.centre')),
            ],
            options={
                'indexes': [models.Index(fields=['centre', 'lat', 'lon'], name='places_by_position')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'key'), name='a_place_is_in_the_gazetteer_once'), models.CheckConstraint(condition=models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), name='a_place_is_on_the_globe')],
            },
        ),
        migrations.CreateModel(
            name='PlaceWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=60)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'word'), name='a_word_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='RotaDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('dispatcher', 'Dispatcher'), ('supervisor', 'Supervisor'), ('duty_manager', 'Duty manager'), ('strategic_lead', 'Strategic lead')], max_length=24)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday'), (7, 'Bank holiday')])),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=120)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rota_duties', to='accounts.centre')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rota_duties', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['centre', 'role'], name='rota_by_role')],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 7)), name='a_duty_is_on_a_weekday_or_bank_holidays'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('centre', 'role', 'person', 'weekday', 'starts'), name='a_duty_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='RotaSwap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=120)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps', to='resources.rotaduty')),
                ('instead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('duty', 'day'), name='a_duty_is_swapped_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SiteNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hazards', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.TextField(max_length=1000)),
                ('written_at', models.DateTimeField()),
                ('written_by_name', models.CharField(max_length=120)),
                ('source', models.CharField(blank=True, default='', max_length=120)),
                ('review_on', models.DateField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('retired_by_name', models.CharField(blank=True, default='', max_length=120)),
                ('retired_why', models.CharField(blank=True, default='', max_length=300)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_notes', to='accounts.centre')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_notes', to='resources.place')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='resources.sitenote')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('retired_at__isnull', True)), fields=['centre', 'place'], name='standing_site_notes')],
                'constraints': [models.CheckConstraint(condition=models.Q(('retired_at__isnull', True), models.Q(('retired_why', ''), _negated=True), _connector='OR'), name='a_site_note_is_retired_with_a_reason'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('place', 'text'), name='a_site_note_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='accounts.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'code'), name='a_station_code_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call_sign', models.CharField(max_length=24)),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(blank=True, default='', max_length=60)),
                ('exercise', models.BooleanField(default=False)),
                ('engaged_on', models.CharField(blank=True, default='', max_length=24)),
                ('status', models.CharField(choices=[('off_duty', 'Off duty'), ('available', 'Available'), ('alerted', 'Alerted'), ('acknowledged', 'Got it'), ('en_route', 'On the way'), ('at_rvp', 'At meeting point'), ('on_scene', 'At scene'), ('on_scene_free', 'At scene, can be moved'), ('committed', 'At scene, cannot leave'), ('clear', 'Finished'), ('delayed', 'Delayed'), ('break', 'On break'), ('out_of_service', 'Out of service'), ('emergency', 'EMERGENCY')], default='off_duty', max_length=20)),
                ('status_at', models.DateTimeField()),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('position_at', models.DateTimeField(blank=True, null=True)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('telephone', models.CharField(blank=True, default='', max_length=40)),
                ('revision', models.PositiveBigIntegerField(default=1)),
                ('capabilities', models.ManyToManyField(blank=True, related_name='units', to='resources.capability')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.centre')),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='resources.station')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'call_sign'), name='a_call_sign_is_used_once'), models.CheckConstraint(condition=models.Q(('status__in', ['off_duty', 'available', 'alerted', 'acknowledged', 'en_route', 'at_rvp', 'on_scene', 'on_scene_free', 'committed', 'clear', 'delayed', 'break', 'out_of_service', 'emergency'])), name='a_unit_has_a_known_status'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='a_unit_is_on_the_globe')],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(max_length=20)),
                ('after', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_changes', to='resources.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-at'], name='unit_status_history')],
            },
        ),
    ]
