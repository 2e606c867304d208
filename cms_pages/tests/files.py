"""Files and images as editors upload them, for tests."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

# One white pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffffff7f0009fb03fd"
    "2a86e38a0000000049454e44ae426082"
)


def document(title: str = "Plan", *, collection: Collection | None = None) -> Any:
    """A file in the editors' library, in the open collection unless another is named."""
    return get_document_model().objects.create(
        title=title,
        file=ContentFile(b"%PDF-1.7", name=f"{title.lower()}.pdf"),
        file_size=8,
        collection=collection or Collection.get_first_root_node(),
    )


def image(title: str = "Picture", *, collection: Collection | None = None) -> Any:
    """As `document`, an image."""
    return get_image_model().objects.create(
        title=title,
        file=ImageFile(ContentFile(PNG), name=f"{title.lower()}.png"),
        width=1,
        height=1,
        collection=collection or Collection.get_first_root_node(),
    )


def private_collection() -> Collection:
    """A collection for people who have signed in; with one below it, which is private for that."""
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    return closed.add_child(name="Below")
