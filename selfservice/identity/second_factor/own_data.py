"""The second factor of a person."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.identity.second_factor.models import Authenticator, FactorRemovalRequest, RecoveryCodes
from selfservice.identity.second_factor.models.recovery import RecoveryCode
from selfservice.identity.second_factor.models.trusted import TrustedDevice

DEVICE = ("id", "user", "throttling_failure_timestamp", "throttling_failure_count")

personal(
    PersonalTable(
        model=Authenticator,
        of=lambda user: Q(user=user),
        told=("name", "confirmed", "created_at", "last_used_at"),
        withheld={"technical": DEVICE, "opens the sign-in": ("sealed_secret", "last_step")},
        on_closing="deleted",
        forget=lambda user: Authenticator.objects.filter(user=user).delete(),
    ),
    PersonalTable(
        model=RecoveryCodes,
        of=lambda user: Q(user=user),
        told=("name", "confirmed", "created_at", "last_used_at"),
        withheld={"technical": DEVICE, "opens the sign-in": ("salt",)},
        on_closing="deleted",
        forget=lambda user: RecoveryCodes.objects.filter(user=user).delete(),
    ),
    PersonalTable(
        model=RecoveryCode,
        of=lambda user: Q(sheet__user=user),
        told=("used_at",),
        withheld={"technical": ("id", "sheet"), "opens the sign-in": ("digest",)},
        on_closing="deleted with its sheet",
    ),
    PersonalTable(
        model=FactorRemovalRequest,
        of=lambda user: Q(user=user),
        told=("asked_at", "reason", "decided_at", "state"),
        withheld={"technical": ("id", "user"), "people of the office": ("asked_by", "decided_by")},
        on_closing="deleted; the event log keeps that it happened",
        forget=lambda user: FactorRemovalRequest.objects.filter(user=user).delete(),
    ),
    PersonalTable(
        model=TrustedDevice,
        of=lambda user: Q(user=user),
        told=("browser", "created_at", "expires_at", "last_used_at", "revoked_at"),
        withheld={"technical": ("id", "user"), "opens the sign-in": ("digest",)},
        on_closing="deleted",
        forget=lambda user: TrustedDevice.objects.filter(user=user).delete(),
    ),
)
