"""Who the utility is: name, colours, telephones, modules. A site setting that editors of rank change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.pl import nip as polish_nip
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms_pages.colours import check_on_white, validate_colour
from cms_pages.modules import MODULES


@register_setting(icon="home")
class OfficeSettings(BaseSiteSetting):
    """Identity of the utility and what of the portal is switched on."""

    name = models.CharField(_("name"), max_length=120, default="eBOK")
    short_name = models.CharField(_("short name"), max_length=40, default="eBOK")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    nip = models.CharField(_("tax number (NIP)"), max_length=13, blank=True)
    bank = models.CharField(_("bank"), max_length=80, blank=True)
    bank_account = models.CharField(_("bank account (NRB)"), max_length=34, blank=True)
    emergency_phone = models.CharField(_("emergency telephone"), max_length=40, blank=True)
    emergency_text = models.CharField(
        _("emergency line in Polish"), max_length=120, blank=True, default="Pogotowie całą dobę"
    )
    emergency_text_en = models.CharField(
        _("emergency line in English"), max_length=120, blank=True, default="Emergency line, day and night"
    )
    phone = models.CharField(_("office telephone"), max_length=40, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)
    hours = models.CharField(_("office hours in Polish"), max_length=160, blank=True)
    hours_en = models.CharField(_("office hours in English"), max_length=160, blank=True)
    brand_colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#0b4f6c",
        validators=[validate_colour, check_on_white],
        help_text=_("Links, buttons, headings on white. #rrggbb, at least 4.5:1 against white."),
    )
    strong_colour = models.CharField(
        _("dark colour"),
        max_length=7,
        default="#083b51",
        validators=[validate_colour, check_on_white],
        help_text=_("Emergency bar and pressed buttons. #rrggbb, at least 4.5:1 against white."),
    )
    module_invoices = models.BooleanField(MODULES["invoices"], default=True)
    module_payments = models.BooleanField(MODULES["payments"], default=True)
    module_readings = models.BooleanField(MODULES["readings"], default=True)
    module_contracts = models.BooleanField(MODULES["contracts"], default=True)
    module_documents = models.BooleanField(MODULES["documents"], default=True)
    module_schedule = models.BooleanField(MODULES["schedule"], default=True)
    module_tickets = models.BooleanField(MODULES["tickets"], default=True)

    select_related: ClassVar[list[str]] = ["logo"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
                    FieldPanel("logo"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("nip"), FieldPanel("bank")]),
                    FieldPanel("bank_account"),
                ],
                heading=_("Identity"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("emergency_phone"),
                            FieldRowPanel([FieldPanel("emergency_text"), FieldPanel("emergency_text_en")]),
                        ],
                        _("Emergency"),
                    ),
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                    FieldRowPanel([FieldPanel("hours"), FieldPanel("hours_en")]),
                ],
                heading=_("Contact"),
            ),
            ObjectList([FieldPanel("brand_colour"), FieldPanel("strong_colour")], heading=_("Colours")),
            ObjectList([FieldPanel(f"module_{code}") for code in MODULES], heading=_("Modules")),
        ]
    )

    class Meta:
        verbose_name = _("office")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Tax and bank numbers carry check digits; a typing error here would cost customers money."""
        super().clean()
        problems: dict[str, Any] = {}
        if self.nip and not polish_nip.is_valid(self.nip):
            problems["nip"] = _("This is not a valid NIP: its check digit does not match.")
        if self.bank_account and not iban.is_valid(f"PL{self.bank_account.removeprefix('PL')}"):
            problems["bank_account"] = _("This is not a valid account number: its check digits do not match.")
        if problems:
            raise ValidationError(problems)
