"""Texts of Wagtail that we put into Polish ourselves: those it leaves in English, and its slips.

`make messages` collects them from here into our catalogue, which Django reads after those of the apps. Its
test says when Wagtail has changed one, or says something new. Forms for numbers are in `wagtail_plurals`,
texts of scripts in `script_texts`. Composed labels ("Add street") get a colon in Polish, since the name that
follows stands in the nominative; where we may choose, they are whole texts (`documents.panels.RowsPanel`).
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
    # lists and filters
    _("any"),
    _("%(range_start)s - %(range_end)s"),
    _("Compare"),
    _("Minimum"),
    _("Maximum"),
    _("Usage count"),
    _("item"),
    _("items"),
    _("%(field_label)s:"),
    _("(blank)"),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("No %(model_name)s match your query."),
    _("There are no %(model_name)s to display."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span"
        ' class="w-title-ellipsis">%(title)s</span>\'.'
    ),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("Disable custom ordering"),
    _("Enable custom ordering"),
    _("Sort item order"),
    _("'%(page_title)s' has been moved successfully."),
    _(
        "Focus on the drag button and press up or down arrows to move the item, then press enter to"
        " submit the change."
    ),
    _("Locked by"),
    _("Anyone"),
    _("Grid layout"),
    _("List layout"),
    _("Layout"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("The filter options you have selected are not valid."),
    _("%(num_pages)d pages and %(num_others)d others"),
    # forms and their errors
    _("You do not have permission to access the admin."),
    _("Please select another parent."),
    _("Expiry date/time must be in the future."),
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is"
        " unique and try again."
    ),
    _("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."),
    _("Go to the first error"),
    _("Actions (footer)"),
    _("Date cannot be in the future."),
    _("- Select an option -"),
    _(
        "The name '%(duplicate_clean_name)s' is already assigned to this field and cannot be changed."
        " Please enter a different label for the conflicting field."
    ),
    _("Field name '%(duplicate_clean_name)s' conflicts with another field. Please change the label."),
    _("Cannot overwrite a revision that is not the latest for this %(model_name)s."),
    _("Cannot overwrite a revision that was not created by the current user."),
    _("Request to create %(model_name)s was blocked by hook."),
    _("Request to edit %(model_name)s was blocked by hook."),
    _("Is commenting action"),
    _("Placeholder title"),
    _("%(classname)s object (%(id)s)"),
    _("Preview for %(block_label)s (%(block_type)s)"),
    _("Autosave is <span>paused</span>"),
    # pages and their translations: delete, move, publish
    _("%(parent_pages)s and %(child_pages)s have been deleted"),
    _("%(parent_pages)s and %(child_pages)s have been published"),
    _("%(parent_pages)s and %(child_pages)s have been unpublished"),
    _("%(model_name)s scheduled for publishing at %(go_live_at)s"),
    _("%(model_name)s scheduled for publishing"),
    _("%(model_name)s unscheduled for publishing at %(go_live_at)s"),
    _("%(model_name)s unscheduled from publishing"),
    _("%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s."),
    _("Version from %(timestamp)s of %(model_name)s '%(object)s' has been scheduled for publishing."),
    _("will be set to the default %(model_name)s"),
    _("will be set to a %(model_name)s specified by the system"),
    _("will unset the reference"),
    # approval: further texts
    _(
        'The %(model_name)s "%(title)s" has been submitted for moderation to workflow "%(workflow)s" by'
        " %(requester)s."
    ),
    _('The %(model_name)s "%(title)s" has been submitted for moderation to workflow "%(workflow)s".'),
    _(
        "This page was marked as needing changes at <strong>%(task)s</strong> in"
        " <strong>%(workflow)s</strong>."
    ),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("To be created by %(user)s"),
    _(
        'Why not <a class="create-one-now" href="#tab-new" data-action="w-tabs#select:prevent"'
        ' data-w-tabs-target="trigger" data-w-tabs-focus-param="true">create one now</a>?'
    ),
    _("Cancelled by %(cancelled_by)s"),
    _("%(status_display)s %(task_name)s %(started_at)s"),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation in task '%(task_name)s'."),
    # who may see a page
    _("Privacy is inherited from the ancestor page - %(ancestor_page)s"),
    _("group site permission"),
    _("group site permissions"),
    _("Private, accessible with a shared password"),
    _("Private, accessible to any logged-in users"),
    _("shared password"),
    _(
        "Shared passwords should not be used to protect sensitive content. Anyone who has this password"
        " will be able to view the content."
    ),
    _("Removed the '%(restriction)s' view restriction. The page is public."),
    _("%(model)s permissions"),
    _("Toggle all add permissions"),
    _("Toggle all change permissions"),
    _("Toggle all delete permissions"),
    _("Toggle all custom permissions"),
    # one's own settings and the keyboard
    _("Use server language: %(language_name)s"),
    _("Use server time zone"),
    _("account"),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("Enable custom keyboard shortcuts specific to Wagtail."),
    _("Application"),
    _("Show keyboard shortcuts"),
    _("Toggle minimap"),
    _("Close modal dialogs (like this one)"),
    _("Add or show comments"),
    _("Text editing"),
    # the side panel with checks: further texts
    _(
        "We extract the main content from the page preview, remove all formatting, and calculate the"
        " number of words."
    ),
    _("We calculate reading time from word count, using different reading speeds for different languages."),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences and words"
        " result in a worse readability score."
    ),
    _(
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> for more information'
        " on how content metrics are calculated."
    ),
    _("Empty frame title found"),
    _("Input button text is empty"),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
    # files, pictures, tables, redirects
    _("Maximum filesize: %(max_upload_size)s."),
    _(
        'Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent"'
        ' data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    _("The file could not be found. Please change the source or delete the document."),
    _("unknown number"),
    _("Display the first row as a header"),
    _("Display the first column as a header"),
    _("Display the first row AND first column as headers"),
    _("Which cells should be displayed as headers?"),
    _("A heading that identifies the overall topic of the table, and is useful for screen reader users."),
    _("Select a header option"),
    _('File format of type "%(extension)s" is not supported.'),
    _("Imported file has a wrong encoding: %(error_message)s."),
    _("%(error)s encountered while trying to read file: %(filename)s."),
    # tokens of Wagtail's own API
    _("Wagtail API v3"),
    _("A human-readable label to identify this token."),
    _("created"),
    _("revoked at"),
    _("last used at"),
    _("API token"),
    _("API tokens"),
    _("Create API token"),
    _("API token created"),
    _("Revoke API token"),
    _("API token revoked"),
    _("Yes, revoke"),
    _("No, don't revoke"),
    _('The token "%(name)s" has been created, copy it now, it will never be shown again.'),
    _("Copy token"),
    _("Back to API tokens"),
    _("Copying failed — please select and copy the token manually."),
    _("Revoked"),
    _("Token"),
    _("Last used"),
    _("Revoke"),
    _("Never"),
    _("Are you sure you want to revoke this API token?"),
    _("API token '%(name)s' revoked."),
)
