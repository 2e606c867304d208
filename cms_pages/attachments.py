"""Files that editors attach to pages, and which of them everybody may have."""

from __future__ import annotations

from typing import Any

from wagtail.models import CollectionViewRestriction


def private_collection_paths() -> list[str]:
    """Tree paths of the collections that are not open to everybody (their children neither)."""
    return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def is_public(document: Any, *, private_paths: list[str] | None = None) -> bool:
    """May everybody have this file? False in a private collection or in one below it.

    Parameters:
        document: a document of the CMS.
        private_paths: answer of `private_collection_paths()`, to ask once for many files.
    """
    paths = private_collection_paths() if private_paths is None else private_paths
    return not any(document.collection.path.startswith(path) for path in paths)


def as_data(document: Any) -> dict[str, Any]:
    """What the API tells of a file: title, address, kind (as "PDF") and size in bytes."""
    return {
        "id": document.pk,
        "title": document.title,
        "url": document.url,
        "kind": document.file_extension.upper(),
        "size": document.get_file_size(),
    }
