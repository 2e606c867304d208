"""What the public reads: page types, the office's settings, letters sent by the contact form."""

from cms_pages.models.announcement_rows import (
    AnnouncementArea,
    AnnouncementAttachment,
    AnnouncementStreet,
    AnnouncementUpdate,
)
from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.models.choices import Audience, Kind, Parity
from cms_pages.models.contact import ContactMessage, ContactPage, Department
from cms_pages.models.forms import FormField, FormPage
from cms_pages.models.generation import ContentGeneration
from cms_pages.models.home import HomePage, OutageCheckPage
from cms_pages.models.knowledge import ArticleIndexPage, ArticlePage
from cms_pages.models.library import DocumentLibraryPage
from cms_pages.models.office import OfficeSettings
from cms_pages.models.reading_windows import ReadingSettings, ReadingWindow
from cms_pages.models.standard import AccessibilityStatementPage, SearchPage, StandardPage
from cms_pages.models.version_record import VersionRecord

__all__ = [
    "AccessibilityStatementPage",
    "AnnouncementArea",
    "AnnouncementAttachment",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementStreet",
    "AnnouncementUpdate",
    "ArticleIndexPage",
    "ArticlePage",
    "Audience",
    "ContactMessage",
    "ContactPage",
    "ContentGeneration",
    "Department",
    "DocumentLibraryPage",
    "FormField",
    "FormPage",
    "HomePage",
    "Kind",
    "OfficeSettings",
    "OutageCheckPage",
    "Parity",
    "ReadingSettings",
    "ReadingWindow",
    "SearchPage",
    "StandardPage",
    "VersionRecord",
]
