"""Pictures of public pages, where no web server in front gives them out of the folder itself."""

from __future__ import annotations

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

_SHOWN = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
_MONTH = 30 * 24 * 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition that Wagtail made. Originals and documents lie elsewhere and are never given here."""
    media_type, _encoding = mimetypes.guess_type(name)
    if media_type not in _SHOWN:
        raise Http404("No such picture.")
    try:
        file = default_storage.open(f"images/{name}")
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation) as error:
        raise Http404("No such picture.") from error
    response = FileResponse(file, content_type=media_type)
    response["Cache-Control"] = f"public, max-age={_MONTH}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
