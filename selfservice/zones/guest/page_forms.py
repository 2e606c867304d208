"""Forms that editors built: shown here with all hurdles for robots, and taken as tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.contrib.forms.forms import FormBuilder

from cms_pages.models import FormPage
from cms_pages.queries import public_form
from documents.errors import StorageUnavailable
from selfservice.tickets import queries, services
from selfservice.tickets.forms import LONGEST_TEXT
from selfservice.tickets.models import Category, Channel
from selfservice.zones.guest.forms import GuestForm
from selfservice.zones.guest.pages import guest_page
from selfservice.zones.guest.proofs import remember

PREFIX = "page_"
FALLBACK = "question"


class PageForm(GuestForm):
    """The editor's fields, then who sends it."""

    def __init__(self, *args: Any, page: FormPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            f"{PREFIX}{name}": field for name, field in FormBuilder(page.form_fields.all()).formfields.items()
        }
        self.fields.update(own)
        self.put_last(["files", "name", "email", "phone"])

    def clean(self) -> dict[str, Any]:
        """All answers together fit into one message."""
        cleaned: dict[str, Any] = super().clean()
        if len(self.story) > LONGEST_TEXT:
            raise forms.ValidationError(_("This is too long. Please say it shorter, or add a file."))
        return cleaned

    @property
    def story(self) -> str:
        """Questions and answers, one below the other."""
        answered = [
            (field.label, self.cleaned_data.get(name))
            for name, field in self.fields.items()
            if name.startswith(PREFIX)
        ]
        return "\n\n".join(
            f"{label}\n{_in_words(value)}" for label, value in answered if value not in (None, "")
        )


@guest_page("form")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one page; sent twice it makes one ticket."""
    page, category = public_form(pk=pk), None
    if page is not None:
        category = queries.category(code=page.ticket_category) or queries.category(code=FALLBACK)
    if page is None or category is None:
        raise Http404("No such form.")
    if request.method != "POST":
        return _form(request, PageForm(page=page, request=request), page)
    form = PageForm(request.POST, request.FILES, page=page, request=request)
    if not form.is_valid():
        return _form(request, form, page, status=form.refusal_status)
    try:
        ticket = services.create(
            category=category,
            guest=form.guest,
            subject=page.title[:120],
            text=form.story,
            uploads=form.cleaned_data["files"],
            channel=Channel.PAGE,
            language=(get_language() or "pl")[:2],
            token=form.cleaned_data["token"],
        )
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _form(request, form, page, status=int(error.status))
    remember(request, ticket)
    return HttpResponseRedirect(reverse("guest:sent", args=[ticket.signature]))


def _form(request: HttpRequest, form: PageForm, page: FormPage, *, status: int = 200) -> HttpResponse:
    form.keep_files()
    category = Category(title_pl=page.title, hint_pl=page.lead)
    facts = {"form": form, "category": category, "back_url": page.get_url(request)}
    return render(request, "guest/form.html", facts, status=status)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
