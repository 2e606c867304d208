from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class ConsentsConfig(AppConfig):
    name = "selfservice.access.consents"
    label = "consents"

    def ready(self) -> None:
        from ebok.audit.protection import Ledger, keep_forever
        from selfservice.access.consents.desk import LETTER
        from selfservice.access.consents.models import ConsentEntry
        from selfservice.identity import letters
        from selfservice.identity.mail import LetterKind

        keep_forever(Ledger(ConsentEntry))
        actions.register(
            {
                "consents.given": _("Gave a consent"),
                "consents.withdrawn": _("Withdrew a consent"),
            }
        )
        notice = partial(
            letters.Notice,
            kind=LetterKind.DATA,
            page="portal:consents",
            link_text=_("Consents and messages"),
            warns=False,
        )
        letters.register(
            {
                "consents.e_invoice_given": notice(
                    _("Your invoices will come electronically"),
                    _(
                        "The consent to electronic invoices was given for one of your customer accounts. "
                        "You can withdraw it in the portal, under Consents, at any time."
                    ),
                ),
                "consents.e_invoice_withdrawn": notice(
                    _("Your invoices will come on paper again"),
                    _(
                        "The consent to electronic invoices was withdrawn for one of your customer accounts. "
                        "You can give it again in the portal, under Consents, at any time."
                    ),
                ),
                LETTER: notice(
                    _("The office wrote down your declaration"),
                    _(
                        "A consent for one of your customer accounts was given or taken back in your name: "
                        "at the desk, by phone or on paper. You find it in the portal, under Consents. If it "
                        "was not you, change it there and tell the office."
                    ),
                ),
            }
        )
