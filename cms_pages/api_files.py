"""Lists of documents and images in the reading API, at a cost that does not grow with them."""

from __future__ import annotations

from typing import Any

from rest_framework.fields import Field
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.images.api.v2.serializers import ImageSerializer


class LoadedTags(Field):
    """Tags that were loaded with their list; Wagtail's field asks for them once an item."""

    def to_representation(self, value: Any) -> list[str]:
        """Their names in order."""
        return sorted(tag.name for tag in value.all())


class FileSerializer(DocumentSerializer):
    """A document of the CMS."""

    tags = LoadedTags(read_only=True)


class PictureSerializer(ImageSerializer):
    """An image of the CMS."""

    tags = LoadedTags(read_only=True)
