"""What a browser sends from the CMS form of a document template."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data

from documents.models import DocumentCase, DocumentVersion


def version_row(version: str, **fields: Any) -> dict[str, Any]:
    """A row: one version, with an empty procedure."""
    empty = '{"entityMap": {}, "blocks": []}'
    return {"version": version, "language": "pl", "procedure": empty, **fields}


def kept_row(version: DocumentVersion, **changes: Any) -> dict[str, Any]:
    """The row of a version that stands in the form already."""
    return version_row(version.version, **{"title": version.title, "id": version.pk, **changes})


def template_form(
    case: DocumentCase, rows: list[dict[str, Any]], stored: int = 0, **fields: Any
) -> dict[str, Any]:
    """The whole form; the first `stored` rows exist."""
    versions = inline_formset(rows, initial=stored)
    return nested_form_data({"case": case.pk, "versions": versions, **fields})
