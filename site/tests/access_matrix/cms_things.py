"""Things of every kind in the CMS, whose names give them away, and people who may see some of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail import models as wagtail
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect

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
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Cms:
    """Keys of the things by name, and a browser of each person."""

    things: dict[str, Any]
    clients: dict[str, Client]


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
