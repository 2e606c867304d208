import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0002_account_unverified'),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='most_instalments',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Only for payment in instalments: how many a customer may ask for; 12 if empty.', null=True, validators=[django.core.validators.MinValueValidator(2)], verbose_name='most instalments'),
        ),
    ]
