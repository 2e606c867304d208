"""Files and images that editors put on pages, and who may have them: the one rule.

A file is for whoever may read something that shows it. So it is public while a page that the public may
see refers to it, or a version of a document template in force, or the office's own settings; and while
its collection is open to everybody. Uploading alone publishes nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms_pages import visibility
from cms_pages.models.choices import Audience
from cms_pages.models.office import OfficeSettings
from documents.models import DocumentTemplate, DocumentVersion


def is_open(item: Any) -> bool:
    """Lies this file or image in a collection that everybody may see? Not in a private one or below it.

    Enough to ask of what a page that is being shown refers to. No query once a generation knows it.
    """
    return item.collection_id not in visibility.closed_collections()


def public(model: Any) -> Any:
    """Files or images that everybody may have now.

    Parameters:
        model: of documents or of images of the CMS.
    """
    return shown(model).exclude(collection__in=visibility.closed_collections())


def shown(model: Any, *audiences: Audience) -> Any:
    """Files or images that something visible now refers to, whatever their collection.

    Parameters:
        audiences: who else is asking, beside the public.
    """
    pages = visibility.unrestricted(visibility.pages_for(Audience.PUBLIC, *audiences))
    on_pages = Q(base_content_type=_type(Page), object_id__in=pages.order_by().values(key=_text("pk")))
    references = ReferenceIndex.objects.filter(on_pages | _in_versions(), to_content_type=_type(model))
    found = Q(pk__in=references.values(item=Cast("to_object_id", IntegerField())))
    if model is get_image_model():
        found |= Q(pk__in=OfficeSettings.objects.filter(logo__isnull=False).values("logo"))
    return model.objects.filter(found)


def restricted_pages_showing(item: Any, *audiences: Audience) -> list[Page]:
    """Pages that show a file and ask each reader for a password, a sign-in or a group (Wagtail's rule)."""
    if not visibility.restricted_paths():
        return []
    references = ReferenceIndex.objects.filter(
        to_content_type=_type(type(item)), to_object_id=str(item.pk), base_content_type=_type(Page)
    )
    pages = visibility.pages_for(Audience.PUBLIC, *audiences)
    showing = pages.filter(pk__in=references.values(page=Cast("object_id", IntegerField())))
    return [page for page in showing if visibility.is_restricted(page)]


def as_data(document: Any) -> dict[str, Any]:
    """What the API tells of a file: title, address, kind (as "PDF") and size in bytes."""
    return {
        "id": document.pk,
        "title": document.title,
        "url": document.url,
        "kind": document.file_extension.upper(),
        "size": document.get_file_size(),
    }


def _in_versions() -> Q:
    """References in what a version of a document template says, while that version is in force."""
    in_force = (
        DocumentVersion.objects.visible(at=timezone.now())
        .annotate(
            place=Concat(Value("versions."), _text("pk"), Value(".")),
            found=ExpressionWrapper(OuterRef("content_path"), output_field=CharField()),
            holder=_text("template_id"),
        )
        .filter(found__startswith=F("place"), holder=OuterRef("object_id"))
    )
    return Q(Exists(in_force.order_by()), base_content_type=_type(DocumentTemplate))


def _text(column: str) -> Cast:
    """Keys as the index of references keeps them."""
    return Cast(column, CharField())


def _type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)
