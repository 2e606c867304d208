"""`retry_job [ID]`: work that has failed for good: list it, or give a piece of it all its tries again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ebok.outbox.models import Job, JobState
from ebok.outbox.services import retry

MOST = 100


class Command(BaseCommand):
    help = "List work that has failed for good, or give one piece of it all its tries again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "job", type=int, nargs="?", metavar="ID", help="number of the job; none: list them"
        )

    def handle(self, *args: Any, job: int | None, **options: Any) -> None:
        if job is None:
            self._list()
        elif retry(job_id=job):
            self.stdout.write(f"Job {job} waits for its turn again.")
        else:
            raise CommandError(f"There is no job {job} that has failed.")

    def _list(self) -> None:
        failed = Job.objects.filter(state=JobState.FAILED).order_by("-finished_at", "-pk")
        for job in failed[:MOST]:
            ended = f"{job.finished_at:%Y-%m-%d %H:%M}" if job.finished_at else ""
            self.stdout.write(f"{job.pk}  {ended}  {job.kind}  {job.key}: {job.last_error}")
        self.stdout.write(f"{failed.count()} in all.")
