"""Search over what the public site shows: word forms, kinds of announcements, forms to download."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from cms_pages.models import Audience, DocumentLibraryPage, SearchPage, StandardPage
from cms_pages.tests.factories import Town, add_page, outage, settle
from cms_pages.word_forms import stem
from documents.models import DocumentCase, DocumentTemplate, DocumentVersion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("forms", "beginning"),
    [
        ("woda wody wodą wodę wodo", "wod"),
        ("reklamacja reklamacji reklamację reklamacją", "reklamacj"),
        ("faktura faktury faktur fakturami fakturach", "faktur"),
        ("licznik licznika liczników licznikiem", "licznik"),
        ("rok", "rok"),
    ],
)
def test_forms_of_a_word_share_their_stem(forms: str, beginning: str) -> None:
    assert {stem(word) for word in forms.split()} == {beginning}


@pytest.fixture(autouse=True)
def pages(search_index: None, town: Town) -> None:
    add_page(town.home, SearchPage(title="Szukaj", slug="szukaj"))
    add_page(
        town.home,
        StandardPage(title="Faktury", slug="faktury", body=[("text", "<p>Termin zapłaty.</p>")]),
    )
    add_page(town.english_home, StandardPage(title="Faktury in English", slug="invoices"))


@pytest.mark.long
def test_finds_titles_and_texts_whatever_the_ending(client: Client) -> None:
    asked = ["faktury", "Faktury", "termin", "faktur", "fakturę", "termin zapłaty"]
    found = {words: client.get("/szukaj/", {"q": words}).content.decode() for words in asked}
    assert [words for words, page in found.items() if 'href="/faktury/"' not in page] == []


@pytest.mark.long
def test_finds_any_form_of_a_word_in_titles_and_texts(client: Client, town: Town) -> None:
    outage(town, "brak-wody", title="Brak wody")
    body = [("text", "<p>Odbiór ścieków i reklamacje.</p>")]
    add_page(town.home, StandardPage(title="Usługi", slug="uslugi", body=body))
    wanted = {
        "woda": "/komunikaty/brak-wody/",
        "awaria": "/komunikaty/brak-wody/",
        "awarii": "/komunikaty/brak-wody/",
        "awaria woda": "/komunikaty/brak-wody/",
        "ścieki": "/uslugi/",
        "reklamacja": "/uslugi/",
        "zapłata": "/faktury/",
    }
    found = {words: client.get("/szukaj/", {"q": words}).content.decode() for words in wanted}
    assert [words for words, page in found.items() if f'href="{wanted[words]}"' not in page] == []
    assert "brak-wody" not in client.get("/szukaj/", {"q": "awaria ścieki"}).content.decode()


@pytest.mark.long
def test_finds_forms_in_force_where_the_library_may_be_read(client: Client, town: Town) -> None:
    case = DocumentCase.objects.create(name="Faktury", slug="faktury")
    template = DocumentTemplate.objects.create(case=case, title="Reklamacja faktury", slug="reklamacja")
    facts = {"template": template, "version": "1", "file": ContentFile(b"%PDF-1.7\n%%EOF\n", name="a.pdf")}
    version = DocumentVersion.objects.create(title="Reklamacja faktury", **facts)
    assert "Reklamacja faktury" not in client.get("/szukaj/?q=reklamacji").content.decode()
    add_page(town.home, DocumentLibraryPage(title="Wzory", slug="wzory"))
    assert 'href="/wzory/?q=Reklamacja+faktury"' in client.get("/szukaj/?q=reklamacji").content.decode()
    DocumentVersion.objects.filter(pk=version.pk).update(expire_at=timezone.now())
    assert "Reklamacja faktury" not in client.get("/szukaj/?q=reklamacji").content.decode()


def test_hides_what_is_for_customers_only(client: Client, town: Town) -> None:
    outage(town, "tajna", title="Awaria u klientów", audience=Audience.CUSTOMERS)
    assert "u klientów" not in client.get("/szukaj/?q=awaria").content.decode()


def test_is_reached_from_every_page_and_first_on_the_home_page(client: Client, town: Town) -> None:
    settle()
    assert 'action="/szukaj/"' in client.get("/").content.decode()
    assert 'href="/szukaj/"' in client.get("/komunikaty/").content.decode()
    SearchPage.objects.get().unpublish()
    settle()
    assert "/szukaj/" not in client.get("/").content.decode()


def test_stays_in_the_language_of_the_reader(client: Client) -> None:
    assert "/en/invoices/" not in client.get("/szukaj/?q=faktury").content.decode()


@pytest.mark.long
def test_survives_whatever_is_typed(client: Client) -> None:
    asked = ["", " ", '"', "*", "a OR b", "NEAR(", "x" * 5000, "a " * 500, "%00", "'--"]
    assert {client.get("/szukaj/", {"q": words}).status_code for words in asked} == {200}


@pytest.mark.long
def test_a_page_that_does_not_exist_answers_404(client: Client) -> None:
    numbers = ["0", "2", "x", "9" * 30]
    answers = [client.get("/szukaj/", {"q": "faktury", "page": number}) for number in numbers]
    assert {answer.status_code for answer in answers} == {404}
