"""Celery is set up to be a bell and nothing more."""

from __future__ import annotations

from pathlib import Path

from celery import Celery

from ebok.celery import make_folders
from ebok.settings.background import celery_settings


def site_of(broker_url: str, folder: Path) -> Celery:
    site = Celery("site", set_as_current=False)
    site.config_from_object(celery_settings(broker_url=broker_url, folder=folder), namespace="CELERY")
    return site


def test_only_json_is_read_and_no_result_is_kept(tmp_path: Path) -> None:
    conf = site_of("filesystem://", tmp_path).conf
    assert conf.accept_content == ["json"]
    assert conf.task_serializer == "json"
    assert conf.task_ignore_result
    assert conf.result_backend is None
    assert not conf.worker_enable_remote_control
    assert not conf.worker_send_task_events


def test_missed_rounds_expire_so_that_messages_do_not_pile_up(tmp_path: Path) -> None:
    schedule = site_of("filesystem://", tmp_path).conf.beat_schedule
    assert all(entry["options"]["expires"] >= entry["schedule"] for entry in schedule.values())


def test_the_folders_of_the_file_transport_are_made(tmp_path: Path) -> None:
    site = site_of("filesystem://", tmp_path / "queue")
    make_folders(site)
    make_folders(site)
    assert {folder.name for folder in (tmp_path / "queue").iterdir()} == {"messages", "control"}


def test_a_server_broker_needs_no_folders_and_answers_within_seconds(tmp_path: Path) -> None:
    site = site_of("redis://cache:6379/2", tmp_path / "queue")
    make_folders(site)
    assert not (tmp_path / "queue").exists()
    assert site.conf.broker_transport_options["socket_connect_timeout"] == 1
    assert site.conf.broker_connection_timeout == 1
    assert site.conf.task_publish_retry is False
