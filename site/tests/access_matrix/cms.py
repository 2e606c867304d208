"""The CMS: things of every kind, the addresses of all routes that could show them, and who may see what.

A route with a parameter of a new name needs to be told in `PARAMETERS` what it names, one with a `pk` of its
own in `KEYS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail import models as wagtail
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect

from access_matrix.doors import routes, zone_named
from cms_pages import roles
from cms_pages.models import Audience, ContactMessage, OfficeSettings
from cms_pages.tests import files
from cms_pages.tests.factories import Town, announcement, make_town, member_of, signed_in
from documents.tests.factories import DocumentTemplateFactory, DocumentVersionFactory
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import note_code
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.tickets.models import CannedReply, Category
from selfservice.tickets.roles import KEEPERS

# Begins each word that gives a thing away: "zqpage" stands in the title of a page that somebody may not see.
MARK = "zq"
KINDS = {"page", "file", "template", "letter", "ticket", "redirect", "settings", "office", "group", "people"}
ADMINISTRATOR = "administrator"
# Who may see what; a part is half of the pages and one collection, and nothing hidden lies there.
PEOPLE: dict[str, set[str]] = {
    "editor of a part": set(),
    "reader of letters and keeper of tickets": {"letter", "ticket"},
    "editor": {"page", "file", "template"},
    "moderator": {"page", "file", "template", "redirect", "settings", "group"},
    ADMINISTRATOR: KINDS,
}
# Screens of things whose names are no secret: whoever gets one, by the start of the route.
SCREENS = {
    "cms/settings/": "settings",
    "cms/collections/": "office",
    "cms/workflows/": "office",
    "cms/locales/": "office",
    "cms/sites/": "office",
    "cms/groups/": "group",
    "cms/users/": "people",
}
# Names the steps of approval, which the page of every draft does, too.
OPEN_SCREENS = "cms/workflows/task_chooser/"
# Ends the session, and shows an error on purpose.
LEFT_OUT = {"cms/logout/", "cms/failwhale/"}

# What the `pk` of a route names, by the start of the route; the longest start counts.
KEYS = {
    "cms/api/main/^pages/": "page",
    "cms/api/main/^documents/": "document",
    "cms/api/main/^images/": "image",
    "cms/pages/": "page",
    "cms/choose-page/": "page",
    "cms/documents/": "document",
    "cms/images/": "image",
    "cms/collections/": "collection",
    "cms/workflows/": "workflow",
    "cms/workflows/tasks/": "task",
    "cms/settings/": "settings",
    "cms/translation/submit/snippet/": "template",
    "cms/snippets/documents/documenttemplate/": "template",
    "cms/snippets/choose/documents/documenttemplate/": "template",
    "cms/snippets/documents/documentcase/": "case",
    "cms/snippets/choose/documents/documentcase/": "case",
    "cms/snippets/tickets/category/": "category",
    "cms/snippets/choose/tickets/category/": "category",
    "cms/snippets/tickets/cannedreply/": "reply",
    "cms/snippets/choose/tickets/cannedreply/": "reply",
    "cms/letters/": "letter",
    "cms/locales/": "locale",
    "cms/sites/": "site",
    "cms/users/": "clerk",
    "cms/groups/": "group",
}
# What other parameters name: a thing, or a word.
PARAMETERS = {
    **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), "page"),
    **dict.fromkeys(("document_id", "doc_id"), "document"),
    "destination_id": "list",
    "image_id": "image",
    "uploaded_file_id": "upload",
    "collection_id": "collection",
    "redirect_id": "redirect",
    "session_id": "session",
    "object_id": "page",
    "revision_id": "revision",
    "workflow_state_id": "workflow_state",
    "task_state_id": "task_state",
    "task_id": "task",
    "workflow_pk": "workflow",
}
WORDS = {
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "action_name": "approve",
    "filter_spec": "original",
    "uidb64": "x",
    "token": "x-y",
    "content_type_app_name": "cms_pages",
    "content_type_model_name": "announcementpage",
    "app_label": "cms_pages",
    "app_name": "cms_pages",
    "model_name": "announcementpage",
}
# Words of some routes that differ, by the start of the route.
OTHER_WORDS = {
    "cms/settings/": {"model_name": "officesettings"},
    "cms/workflows/tasks/add/": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
    "cms/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
    "cms/translation/submit/snippet/": {"app_label": "documents", "model_name": "documenttemplate"},
}
PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
BULK = "cms/bulk/<str:app_label>/<str:model_name>/<str:action>/"
BULK_THINGS = {
    "page": "page",
    "document": "document",
    "image": "image",
    "user": "clerk",
    "documenttemplate": "template",
    "documentcase": "case",
    "category": "category",
    "cannedreply": "reply",
}


@dataclass(frozen=True, slots=True)
class Cms:
    """Keys of the things by name, and a browser of each person."""

    things: dict[str, Any]
    clients: dict[str, Client]


def cms_routes() -> list[str]:
    """All routes of the CMS that are asked, as Django spells them."""
    found = [route for route in dict.fromkeys(routes()) if zone_named(route).name == "cms"]
    return [route for route in found if route not in LEFT_OUT | {BULK}]


def parameters(route: str) -> list[str]:
    """Names of the parameters of a route."""
    return [one or other for one, other in PARAMETER.findall(route)]


def key_of(route: str) -> str | None:
    """Name of the thing that a `pk` of this route names; None for a route about no thing."""
    start = max((start for start in KEYS if route.startswith(start)), key=len, default=None)
    return KEYS[start] if start else None


def addresses(things: dict[str, Any]) -> dict[str, str]:
    """Route or act on many -> the address that asks it for the hidden things."""
    return {route: _address(route, things) for route in cms_routes()} | {
        f"bulk {model} {action}": f"/cms/bulk/{app}/{model}/{action}/?id={things[BULK_THINGS[model]]}"
        for app, model, action in bulk_acts()
    }


def given_away(route: str, address: str, answer: Any) -> set[str]:
    """Kinds of hidden things that an answer shows, without what only repeats the question."""
    text = "" if answer.streaming else answer.content.decode()
    named = set(re.findall(rf"{MARK}({'|'.join(KINDS)})", text.replace(address, "")))
    if answer.status_code != 200 or route.startswith(OPEN_SCREENS):
        return named
    return named | {kind for start, kind in SCREENS.items() if route.startswith(start)}


def bulk_acts() -> list[tuple[str, str, str]]:
    """App, model and name of each act on many things that Wagtail knows."""
    bulk_action_registry.get_bulk_actions_for_model("", "")  # makes it look for them
    return [
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


def _address(route: str, things: dict[str, Any]) -> str:
    words = WORDS | next((some for start, some in OTHER_WORDS.items() if route.startswith(start)), {})
    about = "template " if "documenttemplate" in route else ""

    def value(name: str) -> str:
        if name in words:
            return words[name]
        thing = key_of(route) if name == "pk" else PARAMETERS[name]
        return str(things.get(f"{about}{thing}", things[thing]))

    path = PARAMETER.sub(lambda found: value(found[1] or found[2]), route)
    path = "/" + path.replace("^", "").replace("$", "").replace("\\.", ".")
    if parameters(route):
        return path
    # The API knows its own questions only; what is searched or chosen elsewhere takes both.
    asked = {"q": MARK} if "/api/" not in route else {}
    if key_of(route) and ("/api/" not in route or "find" in route):
        asked["id"] = value("pk")
    return f"{path}?{urlencode(asked)}"


def make_cms() -> Cms:
    """Things and people, in the transaction of the caller."""
    town = make_town()
    things = {**_pages(town), **_files(), **_of_the_office(town), **_of_services()}
    users = {
        "editor of a part": _editor_of_a_part(town),
        "reader of letters and keeper of tickets": member_of(roles.LETTER_READERS),
        "editor": member_of(roles.EDITORS),
        "moderator": member_of(roles.MODERATORS),
        ADMINISTRATOR: person(Role.ADMINISTRATOR, is_superuser=True),
    }
    users["reader of letters and keeper of tickets"].groups.add(Group.objects.get(name=KEEPERS))
    clients = {name: signed_in(user) for name, user in users.items()}
    note_code(clients[ADMINISTRATOR], users[ADMINISTRATOR])
    return Cms(things={name: thing.pk for name, thing in things.items()}, clients=clients)


def _pages(town: Town) -> dict[str, Any]:
    """A page for customers that waits for approval, and a template that does."""
    author = person(Role.MODERATOR)
    day = timezone.now() + timedelta(minutes=1)
    page = announcement(town, "zqpage", title="zqpage", audience=Audience.CUSTOMERS, publish=False)
    page.title, page.go_live_at = "zqpage changed", day
    template = DocumentTemplateFactory(title="zqtemplate", case__name="zqtemplate case", live=False)
    DocumentVersionFactory(template=template, title="zqtemplate version", go_live_at=day)
    things: dict[str, Any] = {
        "page": page,
        "list": town.announcements,
        "template": template,
        "case": template.case,
    }
    for about, thing in (("", page), ("template ", template)):
        things[f"{about}revision"] = thing.save_revision(user=author)
        state = things[f"{about}workflow_state"] = thing.get_workflow().start(thing, author)
        things[f"{about}task_state"] = state.current_task_state
    type(page).objects.filter(pk=page.pk).update(go_live_at=day)
    kind = ContentType.objects.get_for_model(page)
    things["session"] = EditingSession.objects.create(
        user=author, content_type=kind, object_id=str(page.pk), last_seen_at=timezone.now()
    )
    return things


def _files() -> dict[str, Any]:
    closed = wagtail.Collection.get_first_root_node().add_child(name="zqfile collection")
    wagtail.CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=wagtail.CollectionViewRestriction.LOGIN
    )
    return {
        "collection": closed,
        "document": files.document("zqfile plan", collection=closed),
        "image": files.image("zqfile picture", collection=closed),
        "upload": wagtail.UploadedFile.objects.create(file=ContentFile(b"x", name="zqfile.pdf")),
    }


def _of_the_office(town: Town) -> dict[str, Any]:
    workflow = wagtail.Workflow.objects.get()
    site = wagtail.Site.objects.get()
    return {
        "site": site,
        "settings": OfficeSettings.objects.create(site=site),
        "locale": town.home.locale,
        "redirect": Redirect.objects.create(old_path="/zqredirect", redirect_link="/x"),
        "workflow": workflow,
        "task": workflow.tasks.get(),
        "clerk": person(Role.CLERK, email="zqpeople@example.org"),
        "customer": UserFactory(email="zqpeople-customer@example.org"),
        "group": Group.objects.create(name="zqgroup"),
    }


def _of_services() -> dict[str, Any]:
    category = Category.objects.create(code="zqticket", title_pl="zqticket", title_en="zqticket")
    return {
        "category": category,
        "reply": CannedReply.objects.create(title="zqticket reply", category=category),
        "letter": ContactMessage.objects.create(
            token="t", sent_at=timezone.now(), department="zqletter", name="zqletter", text="zqletter"
        ),
    }


def _editor_of_a_part(town: Town) -> Any:
    """May work on the English pages and in one collection, and sees nothing else."""
    group = Group.objects.create(name="Editors of a part")
    group.permissions.add(_right("access_admin"))
    for codename in roles.PAGE_RIGHTS[roles.EDITORS]:
        wagtail.GroupPagePermission.objects.create(
            group=group, page=town.english_home, permission=_right(codename)
        )
    own = wagtail.Collection.get_first_root_node().add_child(name="Own")
    for codename in roles.COLLECTION_RIGHTS:
        wagtail.GroupCollectionPermission.objects.create(
            group=group, collection=own, permission=_right(codename)
        )
    return member_of(group.name)


def _right(codename: str) -> Permission:
    apps = ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs")
    return Permission.objects.get(codename=codename, content_type__app_label__in=apps)
