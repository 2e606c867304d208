"""The editors' images and documents in the same S3-compatible storage as the private files.

They lie under `media/` in the bucket, which stays private: readers get them from this site, so a
page never needs a third address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from documents.storage.address import Bucket, parsed
from documents.storage.s3 import CLIENT


class BucketMedia(S3Storage):
    """django-storages, told by `STORAGE_URL` where to put things."""

    def get_default_settings(self) -> dict[str, Any]:
        address = parsed(settings.STORAGE_URL)
        if not isinstance(address, Bucket):
            raise ImproperlyConfigured("BucketMedia needs a STORAGE_URL that starts with s3://")
        return {
            **super().get_default_settings(),
            "access_key": address.access_key,
            "secret_key": address.secret_key,
            "endpoint_url": address.endpoint,
            "region_name": address.region,
            "bucket_name": address.name,
            "location": f"{address.prefix}/media".strip("/"),
            "client_config": CLIENT,
            "file_overwrite": False,
            "default_acl": None,
        }

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))
