"""Editors and moderators: least rights, approval, no silent overwriting, everything in the event log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms_pages import roles
from cms_pages.models import AnnouncementPage, ContactMessage
from cms_pages.tests.factories import Town, announcement, member_of, signed_in
from ebok.audit.models import AuditEntry
from ebok.core.heartbeats import beat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(town: Town) -> Any:
    return member_of(roles.EDITORS)


@pytest.fixture
def moderator(town: Town) -> Any:
    return member_of(roles.MODERATORS)


def form_of(page: AnnouncementPage, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the edit form of the page is saved."""
    latest = page.latest_revision
    fields = {
        "title": page.title,
        "slug": page.slug,
        "lead": page.lead,
        "kind": page.kind,
        "audience": page.audience,
        "body": streamfield([("text", rich_text("<p>x</p>"))]),
        **{name: inline_formset([]) for name in ("areas", "streets", "updates", "attachments", "comments")},
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }
    return nested_form_data({**fields, **changes})


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestRights:
    CLOSED_TO_EDITORS = [
        "/cms/users/",
        "/cms/groups/",
        "/cms/sites/",
        "/cms/workflows/list/",
        "/cms/letters/",
        "/cms/settings/cms_pages/officesettings/",
        "/cms/redirects/",
    ]

    @pytest.mark.few(2)
    @pytest.mark.parametrize("url", CLOSED_TO_EDITORS)
    def test_an_editor_sees_no_users_no_settings_no_letters(self, editor: Any, url: str) -> None:
        answer = signed_in(editor).get(url, follow=True)
        assert answer.status_code in {403, 404} or answer.redirect_chain

    def test_an_editor_works_on_pages_and_sees_the_calendar(self, town: Town, editor: Any) -> None:
        client = signed_in(editor)
        page = announcement(town, "a")
        for url in ("/cms/", edit_url(page), "/cms/publication-calendar/", "/cms/images/", "/cms/documents/"):
            assert client.get(url).status_code == 200, url

    def test_an_editor_cannot_publish_even_by_hand(self, town: Town, editor: Any) -> None:
        page = announcement(town, "a", title="Old")
        signed_in(editor).post(edit_url(page), form_of(page, title="New", **{"action-publish": "1"}))
        page.refresh_from_db()
        assert page.title == "Old"
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        signed_in(editor).post(url)
        assert AnnouncementPage.objects.get(pk=page.pk).live

    @pytest.mark.long
    def test_a_moderator_changes_the_office_but_sees_no_users(self, moderator: Any) -> None:
        client = signed_in(moderator)
        assert client.get("/cms/settings/cms_pages/officesettings/", follow=True).status_code == 200
        assert client.get("/cms/users/", follow=True).redirect_chain

    def test_letters_are_for_those_who_may_read_them_and_reading_is_recorded(self, town: Town) -> None:
        letter = ContactMessage.objects.create(
            token="t", sent_at=timezone.now(), department="Biuro", name="Jan Wzorowy", text="Woda"
        )
        client = signed_in(member_of(roles.LETTER_READERS))
        assert "Biuro" in client.get("/cms/letters/").content.decode()
        page = client.get(f"/cms/letters/inspect/{letter.pk}/").content.decode()
        assert "Jan Wzorowy" in page
        moderator = member_of(roles.MODERATORS)
        moderator.groups.add(Group.objects.get(name=roles.LETTER_READERS))
        signed_in(moderator).get(f"/cms/letters/inspect/{letter.pk}/")
        reads = AuditEntry.objects.filter(action="content.letter_read", object_id=str(letter.pk))
        assert list(reads.order_by("pk").values_list("actor_role", flat=True)) == ["staff", "moderator"]
        assert client.get(f"/cms/letters/edit/{letter.pk}/").status_code in {302, 403, 404}

    def test_making_roles_again_changes_nothing(self, town: Town, editor: Any) -> None:
        before = sorted(editor.get_all_permissions())
        roles.ensure_roles()
        assert sorted(type(editor).objects.get(pk=editor.pk).get_all_permissions()) == before
        assert Workflow.objects.count() == 1


class TestApproval:
    def test_a_page_goes_from_editor_to_moderator_to_the_public(
        self, client: Client, town: Town, editor: Any, moderator: Any
    ) -> None:
        page = announcement(town, "nowina", title="Draft", publish=False)
        signed_in(editor).post(edit_url(page), form_of(page, title="For approval", **{"action-submit": "1"}))
        assert client.get("/komunikaty/nowina/").status_code == 404
        page = AnnouncementPage.objects.get(pk=page.pk)
        state = page.current_workflow_state
        assert state is not None
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]
        )
        signed_in(moderator).post(url, {"comment": ""})
        assert "For approval" in client.get("/komunikaty/nowina/").content.decode()
        found = AuditEntry.objects.filter(object_id=str(page.pk))
        acts = found.values_list("action", "actor_id", "actor_role")
        assert ("content.submitted", str(editor.pk), "editor") in acts
        assert ("content.approved", str(moderator.pk), "moderator") in acts
        assert ("content.published", str(moderator.pk), "moderator") in acts


class TestConflict:
    @pytest.mark.long
    def test_the_second_save_does_not_win_silently(self, town: Town, editor: Any, moderator: Any) -> None:
        page = announcement(town, "a", title="Start", lead="Start")
        first, second = form_of(page, lead="First"), form_of(page, lead="Second")
        assert signed_in(editor).post(edit_url(page), first).status_code == 302
        answer = signed_in(moderator).post(edit_url(page), {**second, "action-publish": "1"})
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Your version was not saved" in text and "First" in text and "Second" in text
        page = AnnouncementPage.objects.get(pk=page.pk)
        assert page.get_latest_revision_as_object().lead == "First"
        assert page.lead == "Start"
        found = AuditEntry.objects.filter(object_id=str(page.pk))
        acts = found.values_list("action", "actor_id", "actor_role")
        assert ("content.edited", str(editor.pk), "editor") in acts
        assert ("content.conflict", str(moderator.pk), "moderator") in acts

    @pytest.mark.long
    def test_whoever_has_seen_the_differences_may_save_over_them(
        self, town: Town, editor: Any, moderator: Any
    ) -> None:
        page = announcement(town, "a", lead="Start")
        second = form_of(page, lead="Second")
        signed_in(editor).post(edit_url(page), form_of(page, lead="First"))
        client = signed_in(moderator)
        context = client.post(edit_url(page), second).context
        repeated: dict[str, list[str]] = {}
        for name, value in context["fields"]:
            repeated.setdefault(name, []).append(value)
        repeated["loaded_revision_id"] = [context["newer_id"]]
        repeated["loaded_revision_created_at"] = [context["newer_created_at"]]
        assert client.post(edit_url(page), repeated).status_code == 302
        assert AnnouncementPage.objects.get(pk=page.pk).get_latest_revision_as_object().lead == "Second"

    @pytest.mark.long
    def test_nobody_is_in_conflict_with_what_his_own_form_saved_by_itself(
        self, town: Town, editor: Any
    ) -> None:
        page = announcement(town, "a", lead="Start")
        client = signed_in(editor)
        form = {**form_of(page, lead="Typed"), "csrfmiddlewaretoken": "mask-of-this-form"}
        saved = client.post(edit_url(page), form, headers={"Accept": "application/json"})
        assert saved.json()["success"] is True
        answer = client.post(edit_url(page), {**form, "lead": "Typed on"})
        assert answer.status_code == 302
        assert AnnouncementPage.objects.get(pk=page.pk).get_latest_revision_as_object().lead == "Typed on"

    @pytest.mark.long
    def test_another_form_of_his_and_another_person_in_between_still_are(
        self, town: Town, editor: Any, moderator: Any
    ) -> None:
        page = announcement(town, "a", lead="Start")
        client = signed_in(editor)
        form = {**form_of(page, lead="Typed"), "csrfmiddlewaretoken": "mask-of-this-form"}
        client.post(edit_url(page), form, headers={"Accept": "application/json"})
        other = {**form, "csrfmiddlewaretoken": "mask-of-another-tab"}
        assert client.post(edit_url(page), other).status_code == 409
        page = AnnouncementPage.objects.get(pk=page.pk)
        assert signed_in(moderator).post(edit_url(page), form_of(page, lead="Theirs")).status_code == 302
        assert client.post(edit_url(page), form).status_code == 409

    @pytest.mark.long
    def test_a_form_that_does_not_say_what_it_has_seen_is_refused_too(self, town: Town, editor: Any) -> None:
        page = announcement(town, "a")
        form = form_of(page, lead="Blind")
        del form["loaded_revision_id"]
        assert signed_in(editor).post(edit_url(page), form).status_code == 409

    def test_without_the_hook_the_second_save_would_win(
        self, town: Town, editor: Any, moderator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from wagtail import hooks

        monkeypatch.setitem(hooks._hooks, "before_edit_page", [])
        page = announcement(town, "a", lead="Start")
        second = form_of(page, lead="Second")
        signed_in(editor).post(edit_url(page), form_of(page, lead="First"))
        signed_in(moderator).post(edit_url(page), second)
        assert AnnouncementPage.objects.get(pk=page.pk).get_latest_revision_as_object().lead == "Second"


class TestEditing:
    @pytest.mark.long
    def test_the_form_says_in_words_when_the_page_goes_live(self, town: Town, editor: Any) -> None:
        with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
            page = announcement(town, "a", publish=False, go_live_at=datetime(2026, 11, 25, 7, tzinfo=UTC))
            text = signed_in(editor).get(edit_url(page)).content.decode()
        assert "Wednesday 25 November 2026 at 8:00" in text

    def test_a_time_that_comes_twice_or_never_can_be_typed(self, town: Town, moderator: Any) -> None:
        page = announcement(town, "a")
        form = form_of(page, go_live_at="2027-03-28 02:30", **{"action-publish": "1"})
        with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
            answer = signed_in(moderator).post(edit_url(page), form)
        assert answer.status_code == 302, answer.context["form"].errors
        revision = AnnouncementPage.objects.get(pk=page.pk).scheduled_revision
        assert revision.approved_go_live_at == datetime(2027, 3, 28, 1, tzinfo=UTC)

    @pytest.mark.long
    def test_drafts_can_be_previewed_and_versions_compared(self, town: Town, editor: Any) -> None:
        page = announcement(town, "a", title="First")
        page.title = "Second"
        page.save_revision()
        client = signed_in(editor)
        assert (
            "Second" in client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
        )
        compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
        text = client.get(compare).content.decode()
        assert "First" in text and "Second" in text

    def test_every_act_of_editors_stands_in_the_event_log(self, town: Town, moderator: Any) -> None:
        page = announcement(town, "a")
        page.save_revision(user=moderator, log_action=True).publish(user=moderator)
        page.unpublish(user=moderator)
        page.delete(user=moderator)
        acts = AuditEntry.objects.filter(object_id=str(page.pk), actor_id=str(moderator.pk)).order_by("id")
        assert [act.action for act in acts] == [
            "content.edited",
            "content.published",
            "content.unpublished",
            "content.deleted",
        ]


class TestCalendarView:
    def test_shows_the_month_and_the_sign_of_life(self, town: Town, editor: Any) -> None:
        announcement(town, "a", title="Going live soon", go_live_at=timezone.now() + timedelta(minutes=1))
        client = signed_in(editor)
        month = (timezone.localtime() + timedelta(minutes=1)).strftime("%Y-%m")
        silent = client.get(f"/cms/publication-calendar/?month={month}")
        assert "Going live soon" in silent.content.decode()
        assert silent.context["is_alive"] is False
        beat("publication")
        assert client.get("/cms/publication-calendar/").context["is_alive"] is True

    @pytest.mark.parametrize("month", ["x", "2026-13", "2026", "9999-12", "0001-01", "1999-12", "2101-01"])
    def test_a_month_that_does_not_exist_answers_404(self, editor: Any, month: str) -> None:
        assert signed_in(editor).get(f"/cms/publication-calendar/?month={month}").status_code == 404

    @pytest.mark.parametrize("month", ["2000-01", "2100-12"])
    def test_the_first_and_the_last_month_open(self, editor: Any, month: str) -> None:
        assert signed_in(editor).get(f"/cms/publication-calendar/?month={month}").status_code == 200

    def test_is_closed_to_people_without_a_role_in_the_cms(self, town: Town) -> None:
        from cms_pages.tests.factories import UserFactory

        answer = signed_in(UserFactory()).get("/cms/publication-calendar/")
        assert answer.status_code in {302, 403, 404}
