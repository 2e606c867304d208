from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfservice.identity.sealing import FACTOR, CannotOpen, reseal
from selfservice.identity.second_factor.models import Authenticator


class Command(BaseCommand):
    help = "Seal the secrets of all authenticator apps with today's SECRET_KEY, so that old ones can go."

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = 0, []
        for device in Authenticator.objects.only("pk", "user_id", "sealed_secret").iterator():
            try:
                sealed = reseal(device.sealed_secret, purpose=FACTOR)
            except CannotOpen:
                lost.append(device.user_id)
                continue
            # Only if it is still the same: its owner may be setting up another app this moment.
            same = Authenticator.objects.filter(pk=device.pk, sealed_secret=device.sealed_secret)
            done += same.update(sealed_secret=sealed)
        self.stdout.write(f"Sealed anew: {done}.")
        if lost:
            users = ", ".join(map(str, lost))
            raise CommandError(f"Sealed with a key that is not in SECRET_KEY_FALLBACKS: users {users}.")
