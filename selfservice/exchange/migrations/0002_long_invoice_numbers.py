from django.db import migrations

from selfservice.exchange.models.base import Key, OptionalKey


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="invoice",
            name="invoice_no",
            field=Key(help_text="number of the invoice", max_length=256, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="corrects_no",
            field=OptionalKey(
                blank=True,
                default="",
                help_text="number of the invoice that a correction corrects",
                max_length=256,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="invoice_no",
            field=OptionalKey(
                blank=True, default="", help_text="invoice charged or paid", max_length=256, null=True
            ),
        ),
    ]
