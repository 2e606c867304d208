"""The workflow speaks Polish; editors draft document templates, so cases are left to moderators."""

from django.db import migrations


def rename_workflow(apps, schema_editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(
            name="Akceptacja moderatora"
        )


def take_rights(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="documents", codename__in=["add_documentcase", "change_documentcase"]
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Editors"):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("cms_pages", "0004_area_names"),
        ("documents", "0002_approval_of_templates"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(rename_workflow, migrations.RunPython.noop),
        migrations.RunPython(take_rights, migrations.RunPython.noop),
    ]
