"""Every component renders with every sample of the gallery, and says what it must."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from ebok.core.styleguide.forms import EveryField, filled_wrongly
from ebok.core.styleguide.samples import samples
from ebok.core.styleguide.views import parameters

COMPONENTS = settings.ROOT_DIR / "templates" / "components"
NAMES = sorted(path.stem for path in COMPONENTS.glob("[!_]*.html"))
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle", "line", "rect", "polyline", "ellipse"}


class Balance(HTMLParser):
    """Fails on a tag closed that was not open, or left open at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def render(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context, RequestFactory().get("/"))


def form_errors() -> EveryField:
    return filled_wrongly()


def test_every_component_has_samples_and_every_sample_a_component() -> None:
    assert sorted(samples()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_component_renders_all_its_samples_as_sound_html(name: str) -> None:
    for sample in samples()[name]:
        html = render(name, **sample.context)
        balance = Balance()
        balance.feed(html)
        assert balance.open == [], f"{name}, {sample.title}: left open {balance.open}"
        assert "{%" not in html
        assert "{{" not in html


@pytest.mark.parametrize("name", NAMES)
def test_a_component_documents_its_parameters(name: str) -> None:
    assert (COMPONENTS / f"{name}.html").read_text().startswith("{# ")
    assert len(parameters(name)) > 10


@pytest.mark.parametrize("name", NAMES)
def test_no_component_styles_or_scripts_inline(name: str) -> None:
    html = "".join(render(name, **sample.context) for sample in samples()[name])
    assert "style=" not in html
    assert "<script" not in html
    assert " on" not in {f" {part[:2]}" for part in html.split() if part.startswith("on") and "=" in part}


@pytest.mark.django_db
def test_the_gallery_shows_every_component_in_both_languages(client: Client) -> None:
    for address, language in (("/styleguide/", "pl"), ("/en/styleguide/", "en")):
        html = client.get(address).content.decode()
        assert f'<html lang="{language}">' in html
        assert all(f"components/{name}.html" in html for name in NAMES)


def test_texts_are_escaped() -> None:
    html = render("alert", kind="bad", title="<b>x</b>", text="<script>1</script>")
    assert "<script>" not in html
    assert "<b>" not in html


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    silent = Template('{% icon "mail" %}').render(Context())
    spoken = Template('{% icon "mail" label=label %}').render(Context({"label": "E-mail <1>"}))
    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="E-mail &lt;1&gt;"' in spoken
    assert "aria-hidden" not in spoken


@pytest.mark.parametrize("name", ["no-such-icon", "../../js/app", "Mail"])
def test_an_unknown_icon_is_an_error_and_never_another_file(name: str) -> None:
    with pytest.raises((FileNotFoundError, ValueError)):
        Template("{% icon name %}").render(Context({"name": name}))


def test_a_field_ties_its_control_to_hint_and_error() -> None:
    html = render("field", field=form_errors()["email"])
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_without_hint_and_error_describes_itself_by_nothing() -> None:
    assert "aria-describedby" not in render("field", field=EveryField()["name"])


def test_a_dash_hides_the_hint_of_a_field() -> None:
    html = render("field", field=EveryField()["email"], hint="-")
    assert "helptext" not in html


def test_a_placeholder_never_stands_for_a_label() -> None:
    class Shy(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name", "autocomplete": "name"}))

    html = render("field", field=Shy()["name"])
    assert "placeholder" not in html
    assert 'autocomplete="name"' in html


def test_the_error_summary_leads_to_each_wrong_field_by_an_id_on_the_page() -> None:
    html = render("form", form=form_errors(), submit_text="Send")
    for name in ("name", "email", "kind", "text", "consent"):
        assert f'href="#id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert 'href="#id_reply_0"' in html or 'href="#id_reply"' in html


def test_the_other_language_keeps_the_page_and_its_query() -> None:
    request = RequestFactory().get("/portal/", {"q": "woda"})
    template = Template("{% other_language as other %}{{ other.code }} {{ other.url }} {{ other.name }}")
    with override("pl"):
        assert template.render(Context({"request": request})) == "en /en/portal/?q=woda English"


def test_a_page_may_name_its_own_translation() -> None:
    context = Context({"request": RequestFactory().get("/komunikaty/"), "translation_url": "/en/news/"})
    assert Template("{% other_language as other %}{{ other.url }}").render(context) == "/en/news/"


def test_a_day_in_a_table_is_short_in_both_languages() -> None:
    template = Template("{{ day|short_day }}{{ none|short_day }}")
    context = Context({"day": date(2026, 11, 5), "none": None})
    with override("pl"):
        assert template.render(context) == "5 lis 2026"
    with override("en"):
        assert template.render(context) == "5 Nov 2026"
