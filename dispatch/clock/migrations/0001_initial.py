import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EngineBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(max_length=100, unique=True)),
                ('at', models.DateTimeField()),
                ('oldest_overdue_s', models.FloatField(default=0)),
                ('armed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='engine_beat_newest')],
            },
        ),
        migrations.CreateModel(
            name='Timer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.BigIntegerField()),
                ('epoch', models.PositiveIntegerField()),
                ('lock_on', models.BigIntegerField(blank=True, null=True)),
                ('lane', models.CharField(choices=[('wall', 'the wall clock'), ('replay', "a replay's own clock")], default='wall', max_length=8)),
                ('due_at', models.DateTimeField()),
                ('armed_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('armed', 'armed'), ('settled', 'settled'), ('superseded', 'superseded'), ('cancelled', 'cancelled'), ('dead', 'dead')], default='armed', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='accounts.centre')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'armed')), fields=['lane', 'due_at', 'id'], name='timer_armed_by_due'), models.Index(condition=models.Q(('state', 'armed')), fields=['kind', 'subject'], name='timer_armed_by_subject'), models.Index(condition=models.Q(('state', 'armed')), fields=['lock_on'], name='timer_armed_by_lock'), models.Index(condition=models.Q(('state', 'armed')), fields=['centre', 'lane', 'due_at'], name='timer_armed_by_centre'), models.Index(condition=models.Q(('lane', 'wall'), ('state', 'settled')), fields=['-settled_at'], name='timer_settled_newest')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'epoch'), name='a_timer_is_armed_once_in_an_epoch'), models.CheckConstraint(condition=models.Q(('state__in', ['armed', 'settled', 'superseded', 'cancelled', 'dead'])), name='timer_state_is_known'), models.CheckConstraint(condition=models.Q(('lane__in', ['wall', 'replay'])), name='timer_lane_is_known'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='timer_has_a_kind'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'armed')), models.Q(models.Q(('state', 'armed'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='timer_has_settled_at_once_it_is_not_armed')],
            },
        ),
    ]
