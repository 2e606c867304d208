"""Takes one protection away at a time, in a copy of the sources, and looks whether the named test sees it.

    make planted-faults            or: python site/tests/planted_faults.py [NAME ...]

A protection whose loss no test sees is as good as none. Each fault must be seen, and each test must pass
without it. No part of the suite: some minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tree import ROOT, repository_files

FAILED_TESTS = 1  # what pytest answers when tests ran and some failed; anything else proves nothing


@dataclass(frozen=True, slots=True)
class Fault:
    """One protection, how it is taken away, and who must notice.

    Parameters:
        path, old, new: the text of a file that is replaced, once.
        test: pytest's name of the test, or of a file and a part of names ("file.py -k word").
    """

    name: str
    path: str
    old: str
    new: str
    test: str


FAULTS = [
    Fault(
        name="the list of fields that a form may set",
        path="selfservice/zones/portal/own_data/profile.py",
        old="    if change_profile(user=user, **form.cleaned_data):",
        new="""    for name in ("is_staff", "is_superuser"):
        setattr(user, name, request.POST.get(name) == "1")
    user.save()
    if change_profile(user=user, **form.cleaned_data):""",
        test="site/tests/test_mass_assignment.py -k gives_rights and profile",
    ),
    Fault(
        name="the password that only the reader of the letter knows",
        path="selfservice/identity/adapter.py",
        old="            if confirmed and not keeps:\n",
        new="            if False:\n",
        test="selfservice/identity/tests/test_registration.py -k password_of_ones_own",
    ),
    Fault(
        name="the scoping filter",
        path="selfservice/access/scope.py",
        old="        return rows.filter(**{path: numbers[0]})\n",
        new="        return rows\n",
        test="site/tests/test_access_matrix.py -k somebody_elses_object",
    ),
    Fault(
        name="the question whose account it is",
        path="selfservice/access/queries.py",
        old="        if access.account_no == account_no and access.allows(level):\n",
        new="        if access.allows(level):\n",
        test="site/tests/test_access_matrix.py -k exactly_what_the_table_says and dashboard",
    ),
    Fault(
        name="the door of the staff zone",
        path="site/ebok/urls.py",
        old='    Zone(name="staff", prefix="staff/", guard=staff_guard, ',
        new='    Zone(name="staff", prefix="staff/", guard=portal_guard, ',
        test="site/tests/test_access_matrix.py -k the_door_of_every_route",
    ),
    Fault(
        name="the throttle of the sign-in",
        path="selfservice/identity/throttles/counters.py",
        old="        if count and row.next_at > max(now, row.last_at):\n",
        new="        if False:\n",
        test="selfservice/identity/throttles/tests/test_sign_in.py -k ten_lock_strangers_out",
    ),
    Fault(
        name="the count of floods by person in a known browser",
        path="selfservice/identity/adapter.py",
        old="        return known_devices.person_of(request) or address\n",
        new="        return address\n",
        test="selfservice/identity/throttles/tests/test_floods.py -k neighbours",
    ),
    Fault(
        name="the step of the second factor",
        path="selfservice/identity/entrance.py",
        old='    "selfservice.identity.second_factor.stages.SecondFactorStage",\n',
        new="",
        test="selfservice/identity/second_factor/tests/test_sign_in.py -k leads_to_the_step",
    ),
    Fault(
        name="the second factor at the doors of the office",
        path="selfservice/identity/second_factor/guards.py",
        old="    if not policy.is_demanded_here(request) or user.is_verified():\n",
        new="    if True:\n",
        test="selfservice/identity/second_factor/tests/test_guard.py -k began_without_the_code",
    ),
    Fault(
        name="the question for the code at the door of the staff zone",
        path="selfservice/identity/guards.py",
        old="    if not request.user.is_staff:\n"
        "        raise Http404\n    return second_factor_guard(request)\n",
        new="    if not request.user.is_staff:\n        raise Http404\n    return None\n",
        test="site/tests/test_access_matrix.py -k the_door_of_every_route",
    ),
    Fault(
        name="the question for the code at the door of the CMS",
        path="selfservice/identity/guards.py",
        old='    if not request.user.has_perm("wagtailadmin.access_admin"):\n'
        "        raise Http404\n    return second_factor_guard(request)\n",
        new='    if not request.user.has_perm("wagtailadmin.access_admin"):\n'
        "        raise Http404\n    return None\n",
        test="site/tests/test_access_matrix.py -k the_door_of_every_route",
    ),
    Fault(
        name="the question for the code at the door of the portal",
        path="selfservice/identity/guards.py",
        old="    if request.user.is_authenticated:\n        return second_factor_guard(request)\n",
        new="    if request.user.is_authenticated:\n        return None\n",
        test="site/tests/test_access_matrix.py -k the_door_of_every_route",
    ),
    Fault(
        name="the strictness for editors",
        path="selfservice/identity/roles.py",
        old="    if user.pk is None:\n        return False\n",
        new="    if True:\n        return False\n",
        test="selfservice/identity/second_factor/tests/test_trusted_browser.py -k office_people_are_asked",
    ),
    Fault(
        name="the fresh code before grave acts",
        path="selfservice/identity/second_factor/recent.py",
        old="    if proved_recently(request):\n",
        new="    if True:\n",
        test="selfservice/zones/staff/tests/test_security.py -k no_act_without_a_fresh_code",
    ),
    Fault(
        name="the content security policy",
        path="site/ebok/core/middleware.py",
        old='        response.setdefault("Content-Security-Policy", policy)\n',
        new="",
        test="site/tests/test_headers.py -k no_page_outside_the_cms",
    ),
    Fault(
        name="the token of forms",
        path="site/ebok/settings/base.py",
        old='    "django.middleware.csrf.CsrfViewMiddleware",\n',
        new="",
        test="selfservice/identity/tests/test_sign_in.py -k refuse_a_post_without_csrf_token",
    ),
    Fault(
        name="the end of idle sessions",
        path="selfservice/identity/sessions.py",
        old="    return bool(now - seen > limits.idle or now - started > limits.absolute)\n",
        new="    return False\n",
        test="selfservice/identity/tests/test_sessions.py -k idle_for_half_an_hour",
    ),
    Fault(
        name="the end of other sessions with the password",
        path="selfservice/identity/devices/receivers.py",
        old='    end_others(user=user, this_key=(request.session.session_key or "") if is_own else "")\n',
        new="",
        test="selfservice/identity/devices/tests/test_sessions.py -k a_changed_password_ends_the_others",
    ),
    Fault(
        name="the count of proxies",
        path="site/ebok/core/addresses.py",
        old="    candidate = claimed[-settings.TRUSTED_PROXY_COUNT]\n",
        new="    candidate = claimed[0]\n",
        test="site/ebok/core/tests/test_addresses.py",
    ),
    Fault(
        name="the apostrophe before formulas in exports",
        path="site/ebok/core/csv_rows.py",
        old='    return f"\'{text}" if text.startswith(DANGEROUS) else text\n',
        new="    return text\n",
        test="site/ebok/core/tests/test_csv_rows.py",
    ),
    Fault(
        name="the triggers of the event log",
        path="site/ebok/audit/protection.py",
        old="            if creating:\n",
        new="            if False:\n",
        test="site/ebok/audit/tests/test_protection.py -k updates_and_deletes_are_refused",
    ),
    Fault(
        name="the rule of two people",
        path="selfservice/identity/second_factor/removals.py",
        old="    if not may_act_on(user=request.user, actor=clerk) or clerk.pk == request.asked_by_id:\n",
        new="    if not may_act_on(user=request.user, actor=clerk):\n",
        test="selfservice/zones/staff/tests/test_security.py -k removed_by_two_people",
    ),
    Fault(
        name="the hiding of messages about a lost account",
        path="selfservice/messaging/querysets.py",
        old='        return self.filter(Q(account_no="") | Q(account_no__in=accesses), user_id=user_id)\n',
        new="        return self.filter(user_id=user_id)\n",
        test="selfservice/zones/portal/inbox/tests/test_inbox.py -k lost_access",
    ),
    Fault(
        name="the parting of secret links from kept messages",
        path="selfservice/messaging/services.py",
        old='            "path": letter.path,\n',
        new='            "path": letter.secret_path or letter.path,\n',
        test="selfservice/messaging/tests/test_keeping.py -k opens_something",
    ),
    Fault(
        name="the drawing anew of pictures and the look into papers",
        path="documents/uploads/services.py",
        old="    content, kind = _harmless(content, kind=kind, rules=rules)\n",
        new="",
        test="site/tests/test_uploads.py -k guest",
    ),
    Fault(
        name="the end of links and tokens with the password",
        path="selfservice/access/feeds/receivers.py",
        old='    if end_secrets(user=user, reason="new password"):\n',
        new="    if False:\n",
        test="selfservice/access/feeds/tests/test_secrets.py -k NewPassword",
    ),
    Fault(
        name="the question whether the asker still owns the account",
        path="selfservice/access/data_changes/services.py",
        old="    if not asker_is_owner(change):\n",
        new="    if False:\n",
        test="selfservice/access/data_changes/tests/test_data_changes.py -k lost_the_account",
    ),
]


def main(wanted: list[str]) -> int:
    """Plant the faults whose names contain one of `wanted`, or all; 1 if one was not seen."""
    chosen = [fault for fault in FAULTS if not wanted or any(word in fault.name for word in wanted)]
    with tempfile.TemporaryDirectory(prefix="ebok-faults-") as folder:
        copy = Path(folder)
        for path in repository_files():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, copy / path)
        unseen = [fault.name for fault in chosen if not is_seen(fault, copy)]
    print(f"{len(chosen) - len(unseen)} of {len(chosen)} faults were seen.")  # noqa: T201
    return 1 if unseen else 0


def is_seen(fault: Fault, copy: Path) -> bool:
    """Does the named test pass without the fault and fail with it?"""
    before, _output = run(fault.test, copy)
    with planted(fault, copy):
        after, output = run(fault.test, copy)
    seen = before == 0 and after == FAILED_TESTS
    print(f"{'seen' if seen else 'NOT SEEN':<9} without {fault.name}: {fault.test}", flush=True)  # noqa: T201
    if not seen:
        print(f"  without the fault {before}, with it {after}\n{output[-2000:]}")  # noqa: T201
    return seen


@contextmanager
def planted(fault: Fault, copy: Path) -> Iterator[None]:
    """The copy of the sources without one protection.

    Raises:
        LookupError: the text to replace is not there exactly once, so the fault proves nothing.
    """
    file = copy / fault.path
    text = file.read_text(encoding="utf-8")
    if text.count(fault.old) != 1:
        raise LookupError(f"{fault.name}: the text stands {text.count(fault.old)} times in {fault.path}")
    file.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(text, encoding="utf-8")


def run(test: str, copy: Path) -> tuple[int, str]:
    """What pytest answers, and what it prints."""
    place, _space, words = test.partition(" -k ")
    choice = ["-k", words] if words else []
    options = ["-x", "-p", "no:cacheprovider", "-m", "not browser"]
    command = [sys.executable, "-m", "pytest", *options, place, *choice]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
