"""Making and revoking secret links and tokens, and opening what they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.feeds.errors import LinkMadeMeanwhile, TooManyTokens
from selfservice.access.feeds.models import ApiToken, Secret, SecretLink
from selfservice.access.feeds.tokens import hash_of, new_token
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts, is_over_for_helper
from selfservice.identity.models import User
from selfservice.identity.roles import role_of

MOST_TOKENS = 10
TOKEN_DAYS = 365
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A secret link that was used, and the access that its user has at this moment."""

    link: SecretLink
    access: AccountAccess


def make_link(*, user: User, access: AccountAccess, kind: str, language: str) -> str:
    """Make a secret link and return its secret, which nobody can show again; an older one ends.

    Parameters:
        kind: a value of `FeedKind`.
        language: "pl" or "en", of the words in the calendar.

    Raises:
        LinkMadeMeanwhile: another request was first.
    """
    token = new_token()
    same = SecretLink.objects.filter(user=user, account_no=access.account_no, kind=kind)
    try:
        with transaction.atomic():
            same.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
            link = SecretLink.objects.create(
                user=user,
                account_no=access.account_no,
                kind=kind,
                language=language,
                token_hash=hash_of(token),
            )
            _record("feeds.link_made", user, link, account_no=access.account_no, kind=kind)
    except IntegrityError as error:
        raise LinkMadeMeanwhile from error
    return token


@transaction.atomic
def revoke_link(*, user: User, account_no: str, kind: str) -> bool:
    """End the link of a kind at once; False when there is none."""
    links = SecretLink.objects.filter(user=user, account_no=account_no, kind=kind, revoked_at__isnull=True)
    link = links.first()
    if link is None or not links.filter(pk=link.pk).update(revoked_at=timezone.now()):
        return False
    _record("feeds.link_revoked", user, link, account_no=account_no, kind=kind)
    return True


def opened_link(*, token: str) -> OpenedLink | None:
    """The link of a secret with its user's access now; None when either has ended."""
    link = SecretLink.objects.alive().filter(token_hash=hash_of(token)).select_related("user").first()
    if link is None:
        return None
    access = next((one for one in customer_accounts(link.user) if one.account_no == link.account_no), None)
    if access is None or is_over_for_helper(access):
        return None
    _note_use(SecretLink, link)
    return OpenedLink(link=link, access=access)


@transaction.atomic
def make_token(*, user: User, name: str) -> str:
    """Make a personal token for programs and return its secret, which nobody can show again.

    Parameters:
        name: what it is for, in the user's words.

    Raises:
        TooManyTokens: the user has `MOST_TOKENS` that still work.
    """
    now = timezone.now()
    # The row of the user is the lock: two windows at once cannot both take the last place.
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.alive().filter(user=user, expires_at__gt=now).count() >= MOST_TOKENS:
        raise TooManyTokens
    token = new_token()
    made = ApiToken.objects.create(
        user=user, name=name, token_hash=hash_of(token), expires_at=now + timedelta(days=TOKEN_DAYS)
    )
    _record("feeds.token_made", user, made)
    return token


@transaction.atomic
def revoke_token(*, user: User, pk: int) -> bool:
    """End a token of this user at once; False when there is none."""
    own = ApiToken.objects.filter(pk=pk, user=user, revoked_at__isnull=True)
    token = own.first()
    if token is None or not own.update(revoked_at=timezone.now()):
        return False
    _record("feeds.token_revoked", user, token)
    return True


@transaction.atomic
def end_secrets(*, user: User, reason: str) -> int:
    """End all links and tokens of this user at once; returns how many there were.

    Parameters:
        reason: for the event log: "new password".
    """
    now, ended = timezone.now(), 0
    for model, action in ((SecretLink, "feeds.link_revoked"), (ApiToken, "feeds.token_revoked")):
        for secret in model.objects.filter(user=user, revoked_at__isnull=True).select_for_update():
            model.objects.filter(pk=secret.pk).update(revoked_at=now)
            number, kind = getattr(secret, "account_no", ""), getattr(secret, "kind", "")
            _record(action, user, secret, account_no=number, kind=kind, reason=reason)
            ended += 1
    return ended


def user_of_token(*, token: str) -> User | None:
    """Whose personal token this is; None when it has ended."""
    alive = ApiToken.objects.alive().filter(token_hash=hash_of(token), expires_at__gt=timezone.now())
    found = alive.select_related("user").first()
    if found is None:
        return None
    _note_use(ApiToken, found)
    owner: User = found.user
    return owner


def _note_use(model: type[Secret], secret: Secret) -> None:
    """Remember the use, at most once an hour, so that a busy program does not write at each request."""
    now = timezone.now()
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
    model.objects.filter(long_ago, pk=secret.pk).update(last_used_at=now)


def _record(
    action: str, user: User, secret: models.Model, *, account_no: str = "", kind: str = "", reason: str = ""
) -> None:
    record(
        action=action,
        actor=user,
        actor_role=role_of(user),
        object_type="secret",
        object_id=str(secret.pk),
        account_no=account_no,
        reason=reason,
        details={"kind": kind} if kind else {},
    )
