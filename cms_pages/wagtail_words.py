"""Texts of Wagtail that we put into Polish ourselves: those it leaves in English, and its slips.

`make messages` collects them from here into our catalogue, which Django reads after those of the apps. Its
test says when Wagtail has changed one. Composed labels ("Add street") get a colon in Polish, since the name
that follows stands in the nominative.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WORDS = (
    # labels put together
    _("Add %(label)s"),
    _("Add %(model_name)s"),
    _("Choose %(object)s"),
    _("Choose another %(object)s"),
    # slips of the translation
    _("Anyone can edit this %(model_name)s"),
    _("Search all pages…"),
    # publishing and its schedule
    _("Scheduling…"),
    _("Schedule to publish"),
    _('This publishing schedule will only take effect after you select the "Schedule to publish" option'),
    _("Once scheduled:"),
    _("%(model_name)s '%(object)s' has been scheduled for publishing."),
    _("%(model_name)s '%(object)s' created and scheduled for publishing."),
    _("%(model_name)s '%(object)s' is live and this version has been scheduled for publishing."),
    _("%(model_name)s '%(object)s' updated and published."),
    _("%(model_name)s '%(object)s' created and published."),
    # approval
    _("%(model_name)s '%(object)s' has been submitted for moderation."),
    _("%(model_name)s '%(object)s' created and submitted for moderation."),
    _("Workflow on %(model_name)s '%(object)s' has been restarted."),
    _("Workflow on %(model_name)s '%(object)s' has been cancelled."),
    _("This %(model_name)s hasn't been submitted for moderation yet"),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    _("Only reviewers can edit and approve the %(model_name)s"),
    _("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    # saving, and saving by two
    _("Autosave is paused"),
    _("Saved"),
    _("There are validation errors, click save to highlight them."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("The %(model_name)s could not be saved as it is locked"),
    _("Saving will overwrite a newer version."),
    _("View latest version"),
    _("Currently idle"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a"
        " separate tab to view the last saved version."
    ),
    _("You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> by %(user)s"),
    _("Version from %(timestamp)s of %(model_name)s '%(object)s' has been published."),
    _("%(model_name)s '%(title)s' is now unlocked."),
    # the side panel with checks
    _("Readability"),
    _("Checks"),
    _("Toggle checks"),
    _("This data explained"),
    _("How we calculate our metrics"),
)
