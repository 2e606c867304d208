"""The library of document templates: cases, templates, versions."""

from documents.models.library import DocumentCase, DocumentTemplate
from documents.models.version import DocumentVersion

__all__ = ["DocumentCase", "DocumentTemplate", "DocumentVersion"]
