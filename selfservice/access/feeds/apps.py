from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class FeedsConfig(AppConfig):
    name = "selfservice.access.feeds"
    label = "feeds"

    def ready(self) -> None:
        from selfservice.access.feeds import receivers  # noqa: F401

        actions.register(
            {
                "feeds.link_made": _("Made a secret link to a calendar"),
                "feeds.link_revoked": _("Revoked a secret link to a calendar"),
                "feeds.token_made": _("Made a personal token for programs"),
                "feeds.token_revoked": _("Revoked a personal token for programs"),
            }
        )
