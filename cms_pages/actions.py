"""What editors do, as it stands in the event log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ebok.audit import actions

# Wagtail's log action -> ours.
MIRRORED = {
    "wagtail.publish": "content.published",
    "wagtail.publish.scheduled": "content.published",
    "wagtail.publish.schedule": "content.scheduled",
    "wagtail.schedule.cancel": "content.unscheduled",
    "wagtail.unpublish": "content.unpublished",
    "wagtail.unpublish.scheduled": "content.unpublished",
    "wagtail.create": "content.created",
    "wagtail.edit": "content.edited",
    "wagtail.revert": "content.edited",
    "wagtail.delete": "content.deleted",
    "wagtail.move": "content.moved",
    "wagtail.view_restriction.create": "content.access_changed",
    "wagtail.view_restriction.edit": "content.access_changed",
    "wagtail.view_restriction.delete": "content.access_changed",
    "wagtail.workflow.start": "content.submitted",
    "wagtail.workflow.approve": "content.approved",
    "wagtail.workflow.reject": "content.rejected",
}


def register_all() -> None:
    """Tell the event log our actions and their sentences."""
    actions.register(
        {
            "content.published": _("Published content"),
            "content.letters_forgotten": _("Old letters of the contact form were deleted"),
            "content.scheduled": _("Scheduled content for publication"),
            "content.unscheduled": _("Cancelled a scheduled publication"),
            "content.unpublished": _("Took content off the site"),
            "content.created": _("Created content"),
            "content.edited": _("Edited content"),
            "content.deleted": _("Deleted content"),
            "content.moved": _("Moved content"),
            "content.access_changed": _("Changed who may see content"),
            "content.submitted": _("Submitted content for approval"),
            "content.approved": _("Approved content"),
            "content.letter_read": _("Read a letter of the contact form"),
            "content.conflict": _("Was stopped from overwriting a newer version"),
            "content.rejected": _("Rejected content"),
        }
    )
