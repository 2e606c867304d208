"""URLs of delegation: pages of one account, and pages that stand under none."""

from __future__ import annotations

from django.urls import path

from selfservice.zones.portal.exports import people
from selfservice.zones.portal.people import answering, views

account_pages = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invitation_form, name="people_invite"),
    path("people/give-up/", views.resign, name="people_resign"),
    path("people/<int:pk>/", views.terms, name="people_terms"),
    path("people/<int:pk>/end/", views.revoke, name="people_revoke"),
    path("people/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="people_withdraw"),
]
urlpatterns = [
    path("accounts/", answering.accounts, name="accounts"),
    path("accounts.csv", people.accounts_csv, name="accounts_csv"),
    path("invitations/<str:token>/", answering.invitation, name="invitation"),
]
