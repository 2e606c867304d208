"""Objects of the library of document templates."""

from __future__ import annotations

from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import DocumentCase, DocumentTemplate, DocumentVersion

PDF = b"%PDF-1.7\n%invented form\n"


class DocumentCaseFactory(factory.django.DjangoModelFactory[DocumentCase]):
    class Meta:
        model = DocumentCase

    name = factory.Sequence(lambda number: f"Sprawa {number}")
    slug = factory.Sequence(lambda number: f"sprawa-{number}")


class DocumentTemplateFactory(factory.django.DjangoModelFactory[DocumentTemplate]):
    class Meta:
        model = DocumentTemplate

    case = factory.SubFactory(DocumentCaseFactory)
    title = factory.Sequence(lambda number: f"Wniosek {number}")
    slug = factory.Sequence(lambda number: f"wniosek-{number}")


class DocumentVersionFactory(factory.django.DjangoModelFactory[DocumentVersion]):
    class Meta:
        model = DocumentVersion

    template = factory.SubFactory(DocumentTemplateFactory)
    title = factory.SelfAttribute("template.title")
    version = factory.Sequence(lambda number: f"{number}/2026")
    file = factory.LazyFunction(lambda: form())


def form(content: bytes = PDF, name: str = "wniosek.pdf") -> Any:
    """A file as an editor's browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")
