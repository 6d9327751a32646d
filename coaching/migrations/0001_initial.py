import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('incidents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('praise', models.TextField()),
                ('path_findings', models.JSONField(blank=True, default=list)),
                ('made_at', models.DateTimeField()),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews_had', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='incidents.incident')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews_made', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('incident', 'reviewer', 'colleague'), name='a_reviewer_reviews_a_part_once'), models.CheckConstraint(condition=models.Q(('reviewer', models.F('colleague')), _negated=True), name='nobody_reviews_their_own_work'), models.CheckConstraint(condition=models.Q(('praise', ''), _negated=True), name='a_review_says_what_went_well')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=20)),
                ('weight', models.CharField(choices=[('good', 'Done well'), ('minor', 'Style'), ('moderate', 'Missing step, no effect'), ('major', 'Delayed or wrong response'), ('critical', 'Could have caused serious harm')], max_length=10)),
                ('text', models.TextField()),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='coaching.review')),
            ],
        ),
        migrations.CreateModel(
            name='SupportNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('buddy', 'Sits with an experienced colleague'), ('side_by_side', 'Coach listens live'), ('replay', 'Goes through a real recorded incident together'), ('drill', 'Runs a past incident in exercise mode'), ('walk_through', 'Procedure read and questioned'), ('course', 'Formal training'), ('wellbeing', 'Support after a distressing incident')], max_length=16)),
                ('good_looks_like', models.TextField()),
                ('measure', models.TextField(blank=True, default='')),
                ('lead_view', models.TextField()),
                ('colleague_view', models.TextField(blank=True, default='')),
                ('agreed_text', models.TextField()),
                ('review_on', models.DateField()),
                ('wording', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField()),
                ('lead_signed_at', models.DateTimeField(blank=True, null=True)),
                ('colleague_signed_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_why', models.TextField(blank=True, default='')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_needs', to='accounts.centre')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_needs', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_needs_opened', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_needs', to='coaching.review')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('lead', models.F('colleague')), _negated=True), name='support_is_between_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', True), ('declined_why', '')), models.Q(('colleague_signed_at__isnull', True), ('declined_at__isnull', False), ('lead_signed_at__isnull', True), models.Q(('declined_why', ''), _negated=True)), _connector='OR'), name='a_declined_need_has_a_reason_and_no_signature')],
            },
        ),
        migrations.CreateModel(
            name='SupportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('what', models.CharField(choices=[('opened', 'Put forward'), ('reworded', 'Reworded'), ('signed', 'Signed'), ('declined', 'Declined')], max_length=10)),
                ('by_name', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('wording', models.PositiveIntegerField()),
                ('terms', models.JSONField()),
                ('words', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='coaching.supportneed')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('need', 'number'), name='a_support_event_number_is_used_once')],
            },
        ),
    ]
