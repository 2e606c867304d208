from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "selfservice.zones.portal"
    label = "portal"

    def ready(self) -> None:
        from selfservice.access import converters
        from selfservice.identity import letters
        from selfservice.identity.mail import LetterKind

        converters.register()  # before any file of URLs is read
        import_module("selfservice.zones.portal.packages.making")
        import_module("selfservice.zones.portal.visits")
        export = import_module("selfservice.zones.portal.own_data.export")
        letters.register(
            {
                export.READY_LETTER: letters.Notice(
                    _("The package with your data is ready"),
                    _(
                        "Open the portal and download it under My sign-in and data. "
                        "It is deleted after some days."
                    ),
                    kind=LetterKind.DATA,
                    warns=False,
                    link_text=_("To the package"),
                    page="portal:own_data_export",
                )
            }
        )
