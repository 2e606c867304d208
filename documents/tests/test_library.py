"""Document templates: versions, their windows, and who gets a file when."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelcluster.models import ClusterableModel, get_all_child_relations

from documents import formats
from documents.formats import format_of
from documents.models import DocumentVersion
from documents.storage import private_storage
from documents.tests.factories import PDF, DocumentTemplateFactory, DocumentVersionFactory, form
from documents.tests.template_forms import kept_row, template_form, version_row
from selfservice.identity.second_factor.tests.factories import sign_in_verified

pytestmark = pytest.mark.django_db
OPENS, CLOSES = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


def archive(**parts: bytes) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writer:
        for name, content in parts.items():
            writer.writestr(name.replace("__", "/").replace("_", "."), content)
    packed.seek(0)
    return packed


class TestWindow:
    # Both instants read 02:30 in Warsaw: the clocks go back an hour in between.
    @pytest.mark.parametrize(
        ("now", "seen"),
        [
            ("2026-10-25T00:29:59Z", False),
            ("2026-10-25T00:30:00Z", True),
            ("2026-10-25T01:29:59Z", True),
            ("2026-10-25T01:30:00Z", False),
        ],
    )
    def test_a_file_is_there_from_its_first_second_until_before_its_last(
        self, client: Client, now: str, seen: bool
    ) -> None:
        version = DocumentVersionFactory(go_live_at=OPENS, expire_at=CLOSES)
        with time_machine.travel(now, tick=False):
            response = client.get(reverse("document_version_file", args=[version.pk]))
            assert (response.status_code == 200) is seen
            assert response.status_code in {200, 404}
            at = datetime.fromisoformat(now)
            assert DocumentVersion.objects.visible(at=at).exists() is seen

    @pytest.mark.parametrize(("opens", "closes"), [(None, None), (OPENS, None), (None, CLOSES)])
    def test_an_open_end_of_the_window_has_no_limit(self, opens: Any, closes: Any) -> None:
        version = DocumentVersionFactory(go_live_at=opens, expire_at=closes)
        inside = datetime(2026, 10, 25, 1, tzinfo=UTC)
        assert list(DocumentVersion.objects.visible(at=inside)) == [version]

    def test_a_window_ends_after_it_starts_or_is_refused(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersionFactory(go_live_at=CLOSES, expire_at=OPENS)

    def test_a_version_stands_once_in_a_language(self) -> None:
        version = DocumentVersionFactory()
        DocumentVersionFactory(template=version.template, version=version.version, language="en")
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersionFactory(template=version.template, version=version.version)

    def test_the_library_is_read_in_one_query(self, django_assert_num_queries: Any) -> None:
        template = DocumentTemplateFactory()
        for version in ("1/2025", "2/2025", "1/2026"):
            DocumentVersionFactory(template=template, version=version)
        with django_assert_num_queries(1):
            shown = list(DocumentVersion.objects.visible(at=OPENS).for_library())
            assert [str(version.template.case) for version in shown]
        assert [version.version for version in shown] == ["1/2026", "2/2025", "1/2025"]


class TestFile:
    def test_size_format_and_checksum_are_read_from_the_file(self) -> None:
        version = DocumentVersionFactory()
        assert (version.size, version.format) == (len(PDF), "pdf")
        assert version.sha256 == hashlib.sha256(PDF).hexdigest()
        assert private_storage().stat(version.file.name) == len(PDF)

    def test_a_new_file_is_measured_again(self) -> None:
        version = DocumentVersionFactory()
        old = version.file.name
        version.file = form(PDF + b"more")
        version.save()
        assert version.size == len(PDF) + 4
        assert version.file.name != old

    def test_saving_without_a_new_file_reads_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        version = DocumentVersion.objects.get(pk=DocumentVersionFactory().pk)
        monkeypatch.setattr("documents.models.version.format_of", lambda file: pytest.fail("read again"))
        version.fee = "12 zł"
        version.save()

    def test_it_is_saved_by_the_browser_under_a_name_people_understand(self, client: Client) -> None:
        template = DocumentTemplateFactory(title="Wniosek o przyłączenie")
        version = DocumentVersionFactory(template=template, version="2/2026")
        response = client.get(version.url)
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
        assert 'filename="Wniosek o przylaczenie 2-2026.pdf"' in response["Content-Disposition"]

    def test_a_public_file_sets_no_cookie(self, client: Client) -> None:
        response = client.get(DocumentVersionFactory().url)
        assert not response.cookies

    def test_it_costs_one_query_beside_the_content_generation(self, client: Client) -> None:
        url = DocumentVersionFactory().url
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]
        assert len([each for each in queries if "contentgeneration" not in each["sql"]]) == 1

    def test_it_has_no_address_of_its_own(self) -> None:
        version = DocumentVersionFactory()
        assert version.file.url == ""
        assert not version.file.name.endswith(".pdf")

    def test_only_reading_is_possible(self, client: Client) -> None:
        assert client.post(DocumentVersionFactory().url).status_code == 405


class TestFormats:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (io.BytesIO(PDF), formats.PDF),
            (io.BytesIO(b"{\\rtf1 x}"), formats.RTF),
            (archive(word__document_xml=b"<w/>"), formats.DOCX),
            (archive(xl__workbook_xml=b"<x/>"), formats.XLSX),
            (archive(mimetype=formats.ODT.media_type.encode()), formats.ODT),
            (archive(mimetype=formats.ODS.media_type.encode()), formats.ODS),
        ],
        ids=["pdf", "rtf", "docx", "xlsx", "odt", "ods"],
    )
    def test_a_format_is_known_by_its_content(self, content: io.BytesIO, expected: formats.Format) -> None:
        assert format_of(content) == expected
        assert content.tell() == 0

    @pytest.mark.parametrize(
        "content",
        [
            io.BytesIO(b""),
            io.BytesIO(b"<html><script>alert(1)</script>"),
            io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            io.BytesIO(b"MZ\x90\x00"),
            io.BytesIO(b"PK\x03\x04 broken archive"),
            archive(word__document_xml=b"", word__vbaProject_bin=b"macro"),
            archive(mimetype=b"application/epub+zip"),
            archive(index_html=b"<html>"),
        ],
        ids=["empty", "html", "svg", "programme", "broken", "macro", "epub", "zip"],
    )
    def test_everything_else_is_refused(self, content: io.BytesIO) -> None:
        with pytest.raises(ValidationError):
            format_of(content)

    def test_a_page_named_pdf_is_refused_in_the_form(self) -> None:
        version = DocumentVersionFactory.build(template=DocumentTemplateFactory(), file=form(b"<html>"))
        with pytest.raises(ValidationError) as caught:
            version.full_clean()
        assert "file" in caught.value.message_dict

    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("documents.models.version.LARGEST", 5)
        version = DocumentVersionFactory.build(template=DocumentTemplateFactory())
        with pytest.raises(ValidationError, match="20"):
            version.full_clean()


class TestEditing:
    @pytest.fixture
    def editor(self, client: Client, django_user_model: Any) -> Client:
        editor = django_user_model.objects.create_superuser(email="editor@example.pl", password="x")
        sign_in_verified(client, editor)
        return client

    def test_an_editor_adds_a_template_with_a_version(self, editor: Client) -> None:
        case = DocumentTemplateFactory().case
        url = reverse("wagtailsnippets_documents_documenttemplate:add")
        assert editor.get(url).status_code == 200
        new = version_row("1/2026", title="Reklamacja faktury", file=form())
        response = editor.post(url, template_form(case, [new], title="Reklamacja", slug="reklamacja"))
        assert response.status_code == 302, response.context["form"].errors
        version = DocumentVersion.objects.get(template__slug="reklamacja")
        assert (version.format, version.size) == ("pdf", len(PDF))

    @pytest.mark.long
    def test_an_editor_adds_a_second_version(self, editor: Client) -> None:
        first = DocumentVersionFactory()
        template = first.template
        url = reverse("wagtailsnippets_documents_documenttemplate:edit", args=[template.pk])
        assert editor.get(url).status_code == 200
        new = version_row("2/2027", title="Nowy wniosek", file=form())
        fields = {"title": template.title, "slug": template.slug, "action-publish": "1"}
        response = editor.post(url, template_form(template.case, [kept_row(first), new], 1, **fields))
        assert response.status_code == 302, response.context["form"].errors
        assert [version.version for version in template.versions.order_by("pk")] == [first.version, "2/2027"]

    def test_rows_of_a_form_are_sorted_in_memory_so_their_order_is_given_in_plain_names(self) -> None:
        rows = {
            relation.related_model
            for model in apps.get_models()
            if issubclass(model, ClusterableModel)
            for relation in get_all_child_relations(model)
        }
        assert DocumentVersion in rows
        assert [row for row in rows if not all(isinstance(name, str) for name in row._meta.ordering)] == []

    def test_the_list_of_templates_opens(self, editor: Client) -> None:
        DocumentVersionFactory()
        assert editor.get(reverse("wagtailsnippets_documents_documenttemplate:list")).status_code == 200
