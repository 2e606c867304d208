"""How long things are kept or stay open, in days; tasks of the background see to it."""

from __future__ import annotations

import environ

env = environ.Env()

# Packages of files, from the moment they are ready.
PREPARED_KEEP_DAYS = env.int("PREPARED_KEEP_DAYS", default=7)
# Values of a request to change contact data, from its end.
DATA_CHANGES_KEEP_DAYS = env.int("DATA_CHANGES_KEEP_DAYS", default=30)
# Letters of the contact form.
CONTACT_LETTERS_KEEP_DAYS = env.int("CONTACT_LETTERS_KEEP_DAYS", default=365)
# Invitations with the address they went to, from the answer or from the day they ran out.
INVITATIONS_KEEP_DAYS = env.int("INVITATIONS_KEEP_DAYS", default=90)
# Who used a code from paper; that it was used is kept, or it would work again.
USED_CODES_KEEP_DAYS = env.int("USED_CODES_KEEP_DAYS", default=365)
# Requests to remove a second factor, whose reasons tell of people's circumstances; the event log keeps that
# it happened, and why.
FACTOR_REMOVALS_KEEP_DAYS = env.int("FACTOR_REMOVALS_KEEP_DAYS", default=90)
# A finished ticket can be opened again for so long.
TICKET_REOPEN_DAYS = env.int("TICKET_REOPEN_DAYS", default=14)
# Messages in the inbox of a person.
MESSAGES_KEEP_DAYS = env.int("MESSAGES_KEEP_DAYS", default=1095)
# Finished work of the outbox.
OUTBOX_KEEP_DAYS = 90
