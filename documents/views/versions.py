"""The file of a version of a document template, for everybody, while its window is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.downloads import deliver
from documents.models import DocumentVersion


@require_safe
def version_file(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The file, or 404 before its first and after its last minute."""
    visible = DocumentVersion.objects.visible(at=timezone.now())
    version = get_object_or_404(visible, pk=version_id)
    return deliver(
        request=request,
        key=str(version.file.name),
        filename=version.filename,
        media_type=version.media_type,
        size=version.size,
        sha256=version.sha256,
    )
