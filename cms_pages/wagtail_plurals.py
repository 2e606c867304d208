"""Texts of Wagtail with a form for each number that we put into Polish ourselves, as in `wagtail_words`."""

from __future__ import annotations


def plural_noop(one: str, many: str) -> tuple[str, str]:
    """Both forms as they are: `make messages` collects them from here."""
    return one, many


PLURALS = (
    plural_noop("%(num_pages)d page", "%(num_pages)d pages"),
    plural_noop(
        "Deleting this page will also delete %(translation_count)s translations and their combined"
        " %(translation_descendant_count)s translated child page.",
        "Deleting this page will also delete %(translation_count)s translations and their combined"
        " %(translation_descendant_count)s translated child pages.",
    ),
    plural_noop(
        "Deleting this page will also delete %(translation_count)s translation of this page.",
        "This will also delete %(descendant_count)s more child pages. Deleting this page will also"
        " delete %(translation_count)s translations of this page.",
    ),
    plural_noop(
        "This will also move one translation of this page and its child pages",
        "This will also move %(translations_to_move_count)s translations of this page and their child pages",
    ),
    plural_noop(
        "This will also unpublish one translation of the page.",
        "This will also unpublish all %(translation_count)s translations of the page.",
    ),
    plural_noop(
        "This page has one subpage and its translations have a combined one translated child page."
        " Unpublish these too",
        "This page has %(live_descendant_count)s child pages and its translations have a combined one"
        " translated child page. Unpublish these too",
    ),
    plural_noop(
        "This page has one child page and its translations have a combined"
        " %(translation_descendant_count)s translated child pages. Unpublish these too",
        "This page has %(live_descendant_count)s child pages and its translations have a combined"
        " %(translation_descendant_count)s translated child pages. Unpublish these too",
    ),
    plural_noop(
        "This action will delete <b>%(total_pages_formatted)s</b> page in total.",
        "This action will delete <b>%(total_pages_formatted)s</b> pages in total.",
    ),
    plural_noop(
        "%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"
    ),
    plural_noop("%(num_parent_objects)d page", "%(num_parent_objects)d pages"),
    plural_noop("%(num_child_objects)d child page", "%(num_child_objects)d child pages"),
    plural_noop(
        "%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published"
    ),
    plural_noop(
        "%(num_parent_objects)d page has been unpublished",
        "%(num_parent_objects)d pages have been unpublished",
    ),
    plural_noop(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    plural_noop(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
)
