"""Pages of the contact form. No cookie, no session: see site/docs/decisions/contact-form.md."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms_pages import visibility
from cms_pages.contact.forms import ContactForm, new_token
from cms_pages.contact.services import take_letter
from cms_pages.models.contact import ContactPage, Department
from ebok.core import hourly
from ebok.core.addresses import neighbourhood
from ebok.core.context import current

LETTERS_AN_HOUR = 10


# Nobody is signed in here, so there is no authority that a foreign page could borrow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form; a letter sent answers with a redirect."""
    departments = _departments()
    names = list(departments) or [_("Customer office")]
    if request.method != "POST":
        form = _form_class()(departments=names, initial={"token": new_token(), "department": names[0]})
        return _page(request, form)
    form = _form_class()(request.POST, departments=names)
    if not form.is_valid():
        return _page(request, form, status=422)
    whose = neighbourhood(current().address)
    if not hourly.within(what="contact.letters", subject=whose, most=LETTERS_AN_HOUR):
        form.add_error(None, _("Too many letters came from your network. Please call us or try in an hour."))
        return _page(request, form, status=429)
    fields = {name: form.cleaned_data[name] for name in ("token", "name", "email", "phone", "text")}
    take_letter(department=departments.get(form.cleaned_data["department"]), **fields)
    return HttpResponseRedirect(reverse("contact_sent"))


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """We have your letter."""
    return render(request, "public/contact_sent.html")


def _page(request: HttpRequest, form: ContactForm, *, status: int = 200) -> HttpResponse:
    return render(request, "public/contact_form.html", {"form": form}, status=status)


def _form_class() -> type[ContactForm]:
    """The form by the name in settings: the office puts its check for robots before ours."""
    found: type[ContactForm] = import_string(settings.CONTACT_FORM)
    return found


def _departments() -> dict[str, Department]:
    pages = visibility.public_pages(model=ContactPage).filter(locale__language_code=visibility.language())
    rows = Department.objects.filter(page__in=pages.values("pk")).order_by("sort_order")
    return {row.name: row for row in rows}
