"""Nothing personal and nothing private can enter the page cache."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from cms_pages.models import AnnouncementAttachment
from cms_pages.page_cache import PageCacheMiddleware
from cms_pages.public_content import public_content
from cms_pages.tests.factories import Town, announcement


class TestPrivate:
    def test_a_public_page_never_knows_who_reads_it(self, rf: RequestFactory) -> None:
        request = rf.get("/?q=x&evil=1", headers={"Cookie": "sessionid=abc"})
        request.user = object()
        seen: dict[str, Any] = {}

        def render() -> HttpResponse:
            seen.update(user=request.user.is_anonymous, cookies=request.COOKIES, query=dict(request.GET))
            return HttpResponse("ok")

        public_content(request, render, free=frozenset({"q"}))
        assert seen == {"user": True, "cookies": {}, "query": {"q": ["x"]}}

    @pytest.mark.parametrize(
        "private",
        [
            {"Cache-Control": "private"},
            {"Cache-Control": "no-store"},
            {"Vary": "Accept, Cookie"},
            {"Set-Cookie": "a=b"},
        ],
    )
    def test_an_answer_with_any_sign_of_privacy_is_not_stored(
        self, rf: RequestFactory, db: None, private: dict[str, str]
    ) -> None:
        calls = []

        def view(request: Any) -> HttpResponse:
            calls.append(1)

            def render() -> HttpResponse:
                response = HttpResponse("secret")
                if "Set-Cookie" in private:
                    response.set_cookie("a", "b")
                else:
                    for name, value in private.items():
                        response[name] = value
                return response

            return public_content(request, render)

        middleware = PageCacheMiddleware(view)
        middleware(rf.get("/x/"))
        middleware(rf.get("/x/"))
        assert len(calls) == 2

    def test_an_answer_that_nobody_declared_public_is_not_stored(self, rf: RequestFactory, db: None) -> None:
        calls = []
        middleware = PageCacheMiddleware(lambda request: calls.append(1) or HttpResponse("hm"))  # type: ignore[func-returns-value]
        middleware(rf.get("/x/"))
        middleware(rf.get("/x/"))
        assert len(calls) == 2

    @pytest.mark.parametrize("path", ["/portal/x.css", "/en/portal/", "/cms/", "/accounts/login/", "/staff/"])
    def test_other_zones_pass_untouched(self, rf: RequestFactory, path: str) -> None:
        """No look into the cache, no lock: the cache is not even asked for a key."""

        class Forbidden:
            def __getattr__(self, name: str) -> Any:
                raise AssertionError("the page cache was asked")

        middleware = PageCacheMiddleware(lambda request: HttpResponse("mine"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms_pages.page_cache.caches", {"pages": Forbidden()})
            assert middleware(rf.get(path)).content == b"mine"

    @pytest.mark.long
    def test_a_file_of_a_private_collection_is_neither_on_the_page_nor_in_the_api(
        self, client: Client, town: Town
    ) -> None:
        closed = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(
            collection=closed, restriction_type=CollectionViewRestriction.LOGIN
        )
        model = get_document_model()
        secret = model.objects.create(
            title="Tajny plan", file=ContentFile(b"x", name="plan.txt"), collection=closed
        )
        announcement(town, "z-plikiem", attachments=[AnnouncementAttachment(document=secret)])
        for url in (
            "/komunikaty/z-plikiem/",
            "/api/v1/content/documents/",
            "/api/v1/content/pages/?fields=*",
        ):
            assert "Tajny plan" not in client.get(url).content.decode()
        assert client.get(secret.url).status_code in {302, 404}
