"""The CMS: things of every kind, the addresses of all routes that could show them, and who may see what.

A route with a parameter of a new name needs to be told in `PARAMETERS` what it names, one with a `pk` of its
own in `KEYS`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from access_matrix.cms_things import ADMINISTRATOR, MARK
from access_matrix.doors import routes, zone_named

KINDS = {"page", "file", "template", "letter", "ticket", "redirect", "settings", "office", "group", "people"}
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
