"""Pictures of public pages, from a folder and from a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from moto import mock_aws

from documents.storage.media import BucketMedia

PNG = b"\x89PNG\r\n\x1a\n"
pytestmark = pytest.mark.django_db


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


class TestFromFolder:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        default_storage.save("images/a.png", ContentFile(PNG))
        default_storage.save("original_images/a.png", ContentFile(PNG))
        default_storage.save("documents/secret.pdf", ContentFile(b"%PDF-"))
        default_storage.save("images/page.html", ContentFile(b"<html>"))
        default_storage.save("images/drawing.svg", ContentFile(b"<svg/>"))

    def test_a_rendition_is_given_to_everybody_and_may_be_kept(self, client: Client) -> None:
        response = client.get("/media/images/a.png")
        assert (response.status_code, body(response)) == (200, PNG)
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"].startswith("public")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies

    @pytest.mark.parametrize(
        "path",
        [
            "images/none.png",
            "images/page.html",
            "images/drawing.svg",
            "images/../documents/secret.pdf",
            "images/..%2foriginal_images/a.png",
            "images/../../../../etc/passwd",
            "original_images/a.png",
            "documents/secret.pdf",
            "images/",
        ],
    )
    def test_nothing_else_is_given(self, client: Client, path: str) -> None:
        assert client.get(f"/media/{path}").status_code in {400, 404}


class TestFromBucket:
    @pytest.fixture
    def media(self, settings: Any) -> Iterator[BucketMedia]:
        settings.STORAGE_URL = "s3://k:s@s3.amazonaws.com/office?prefix=ebok"
        with mock_aws():
            boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="office")
            yield BucketMedia()

    @pytest.mark.long
    def test_media_lie_beside_the_private_files_and_are_read_through_this_site(
        self, media: BucketMedia
    ) -> None:
        name = media.save("images/łąka.png", ContentFile(PNG))
        keys = [
            row["Key"]
            for row in boto3.client("s3", region_name="us-east-1").list_objects_v2(Bucket="office")[
                "Contents"
            ]
        ]
        assert keys == [f"ebok/media/{name}"]
        assert media.url(name).startswith("/media/images/")
        with media.open(name) as file:
            assert file.read() == PNG

    @pytest.mark.long
    def test_a_second_file_of_the_same_name_replaces_nothing(self, media: BucketMedia) -> None:
        first = media.save("documents/a.pdf", ContentFile(b"1"))
        assert media.save("documents/a.pdf", ContentFile(b"2")) != first

    def test_a_folder_is_no_bucket(self, settings: Any) -> None:
        settings.STORAGE_URL = "file:///srv/files"
        with pytest.raises(ImproperlyConfigured):
            BucketMedia()
