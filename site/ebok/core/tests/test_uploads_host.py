"""Files of editors can live on a host of their own, where no page and no cookie of the office is."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HOST = "files.example.org"


@pytest.fixture
def apart(settings) -> None:
    settings.UPLOADS_HOST = HOST
    settings.ALLOWED_HOSTS = ["testserver", HOST]


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/media/images/a.png", "/documents/1/plan.pdf"])
def test_a_file_asked_for_at_the_office_is_sent_to_its_host(client: Client, path: str) -> None:
    assert client.get(f"{path}?v=1")["Location"] == f"http://{HOST}{path}?v=1"


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("path", ["/", "/en/accounts/login/", "/en/portal/", "/cms/", "/en/staff/"])
def test_the_host_of_files_serves_no_page(client: Client, path: str) -> None:
    assert client.get(path, headers={"host": HOST}).status_code == 404


@pytest.mark.usefixtures("apart")
def test_the_host_of_files_looks_for_files_itself(client: Client) -> None:
    answer = client.get("/media/images/none.png", headers={"host": HOST})
    assert answer.status_code == 404 and "Location" not in answer


@pytest.mark.usefixtures("apart")
def test_pages_may_show_pictures_from_there_and_run_nothing(client: Client) -> None:
    policy = client.get("/en/accounts/login/")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert HOST in rules["img-src"]
    assert [name for name, sources in rules.items() if HOST in sources] == ["img-src"]


def test_without_the_setting_files_stay_where_they_are(client: Client) -> None:
    assert client.get("/media/images/none.png").status_code == 404
