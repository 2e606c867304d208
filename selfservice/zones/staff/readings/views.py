"""Readings with doubts: the list, one of them with its meter, the photo, the decision."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from documents.downloads import deliver
from ebok.audit.services import record
from ebok.core.quantities import format_quantity
from ebok.core.row_places import row_place
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.roles import CUSTOMER_KEEPERS, role_of
from selfservice.metering import office
from selfservice.metering.desk import MeterFile, meter_file, use_until
from selfservice.metering.doubts import Doubt
from selfservice.metering.errors import AlreadyDecided, MeteringError
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.words import READING_KINDS, kind_of_meter
from selfservice.zones.staff.looking import note_look
from selfservice.zones.staff.pages import DATA_KEEPERS, staff_page, staff_render

PAGE_SIZE = 50
PLACES = 3  # of quantities a day, which are small
CHECKERS = DATA_KEEPERS | CUSTOMER_KEEPERS
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class DecisionForm(forms.Form):
    """As sent, corrected, or not at all.

    Parameters:
        doubted: the corrected state whose doubts stand beside it now; one more press sets them aside.
    """

    doubted = ""

    corrected = forms.DecimalField(
        label=_("Corrected state"),
        required=False,
        max_digits=18,
        decimal_places=6,
        min_value=0,
        help_text=_("Empty: as the customer sent it."),
        localize=True,
    )
    confirmed = forms.DecimalField(required=False, max_digits=18, decimal_places=6, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, if you correct or reject it"),
        required=False,
        max_length=500,
        help_text=_("The customer reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@staff_page(module="readings", roles=CHECKERS)
def reading_list(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first, by keyset."""
    after = row_place(request.GET, "after") or 0
    found = list(ReadingSubmission.objects.to_check().filter(pk__gt=after)[: PAGE_SIZE + 1])
    shown = [one.receipt_no for one in found[:PAGE_SIZE]]
    _note(request, "metering.readings_looked_through", shown=shown)
    facts = {
        "rows": [(one, doubts_in_words(one)) for one in found[:PAGE_SIZE]],
        "older_url": f"?after={found[PAGE_SIZE - 1].pk}" if len(found) > PAGE_SIZE else "",
    }
    return staff_render(request, "staff/readings/list.html", facts)


@staff_page(module="readings", roles=CHECKERS, posts=True)
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading with its meter as the exchange has it, and the decision."""
    submission = _found(pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, submission, form):
        return redirect("staff:readings")
    note_look(
        request,
        account_no=submission.account_no,
        object_type="reading_submission",
        object_id=submission.receipt_no,
    )
    meter, problem = _meter(submission)
    facts = {
        "submission": submission,
        "doubts": doubts_in_words(submission),
        "form": form,
        **_compared(submission, meter),
        "booked": [(row, READING_KINDS.get(row.kind, row.kind)) for row in meter.readings] if meter else [],
        "problem": problem,
        "may_decide": submission.state == SubmissionState.TO_CHECK,
    }
    return staff_render(request, "staff/readings/reading.html", facts)


@staff_page(module="readings", roles=CHECKERS)
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of the counter, to be saved."""
    submission = _found(pk)
    if not submission.photo_key:
        raise Http404("No photo.")
    _note(request, "metering.photo_read", submission)
    return deliver(
        request=request,
        key=submission.photo_key,
        filename=f"{submission.receipt_no}.{ENDINGS.get(submission.photo_media_type, 'jpg')}",
        media_type=submission.photo_media_type,
        size=submission.photo_size,
        sha256=submission.photo_sha256,
    )


def doubts_in_words(submission: ReadingSubmission) -> list[str]:
    """The sentences of its doubts; a code that is no longer known stands as it is."""
    labels = dict(Doubt.choices)
    return [str(labels.get(code, code)) for code in submission.doubts]


def _decided(request: HttpRequest, submission: ReadingSubmission, form: DecisionForm) -> bool:
    """Is the decision made? Otherwise the form says why not."""
    actor = request.user
    try:
        if request.POST.get("act") == "accept":
            office.accept(
                submission_id=submission.pk,
                actor=actor,  # type: ignore[arg-type]  # staff_page lets nobody else in
                corrected=form.cleaned_data["corrected"],
                confirmed=form.cleaned_data["confirmed"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, now_text("Accepted: the reading is on its way to the billing system."))
        else:
            office.reject(submission_id=submission.pk, actor=actor, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, now_text("Rejected: the customer sees the reason."))
    except AlreadyDecided as error:
        messages.warning(request, str(error))
    except office.CorrectionDoubted as error:
        form.doubted = f"{form.cleaned_data['corrected']:f}"
        form.add_error("corrected", str(error))
        return False
    except office.NeedsReason as error:
        form.add_error("reason", str(error))
        return False
    except (MeteringError, ExchangeUnavailable) as error:
        form.add_error("corrected", str(error))
        return False
    return True


def _compared(submission: ReadingSubmission, meter: MeterFile | None) -> dict[str, object]:
    """The meter with its place, and what the state that was sent says of its use."""
    if meter is None or meter.meter is None or meter.facts is None:
        return {"file": meter}
    facts = {"file": meter, "kind": kind_of_meter(meter.meter)}
    use = use_until(submission, facts=meter.facts)
    if use is None:
        return facts
    unit = meter.meter.unit
    usual = "" if use.usual is None else format_quantity(use.usual, unit=unit, places=PLACES)
    return {
        **facts,
        "use": use,
        "daily": format_quantity(use.daily, unit=unit, places=PLACES),
        "usual": usual,
    }


def _found(pk: int) -> ReadingSubmission:
    submission = ReadingSubmission.objects.filter(pk=pk).first()
    if submission is None:
        raise Http404("No such reading.")
    return submission


def _meter(submission: ReadingSubmission) -> tuple[MeterFile | None, str]:
    try:
        return meter_file(submission), ""
    except ExchangeUnavailable as error:
        return None, str(error)


def _note(
    request: HttpRequest, action: str, submission: ReadingSubmission | None = None, **details: object
) -> None:
    record(
        action=action,
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="reading_submission",
        object_id=submission.receipt_no if submission else "",
        account_no=submission.account_no if submission else "",
        details=details,
    )
