"""A form with every kind of field, for the gallery."""

from __future__ import annotations

from django import forms


class EveryField(forms.Form):
    """One field of each kind that the office uses."""

    name = forms.CharField(label="Imię i nazwisko", max_length=20)
    email = forms.EmailField(
        label="Adres e-mail", help_text="Na ten adres przyjdzie potwierdzenie.", required=False
    )
    kind = forms.ChoiceField(
        label="Czego dotyczy zgłoszenie",
        choices=[("", "Wybierz"), ("water", "Brak wody"), ("pressure", "Niskie ciśnienie")],
    )
    reply = forms.ChoiceField(
        label="Jak mamy odpowiedzieć",
        choices=[("email", "E-mailem"), ("phone", "Telefonicznie w godzinach pracy biura")],
        widget=forms.RadioSelect,
        help_text="Odpowiadamy w ciągu dwóch dni roboczych.",
    )
    topics = forms.MultipleChoiceField(
        label="O czym mamy powiadamiać",
        choices=[("outage", "Awarie i przerwy"), ("invoice", "Nowe faktury")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(label="Opis", widget=forms.Textarea)
    photo = forms.FileField(label="Zdjęcie", required=False, help_text="JPG lub PNG, do 5 MB.")
    consent = forms.BooleanField(label="Zapoznałam się z informacją o ochronie danych")


def filled_wrongly() -> EveryField:
    """The form as it comes back after a hasty attempt."""
    return EveryField({"name": "Maksymiliana Wierzchosławska-Brzęczyszczykiewicz", "email": "anna@"})
