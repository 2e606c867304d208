"""Who gets what at every URL of the site, for every kind of person and method.

**A new view needs one line**, in a file of `rows/` (one file for each part of the office; a new file is
found by itself):

    ROWS = {
        "portal:consumption": page(OWN_ACCOUNT),     # reads: owner and delegates 200, others 404
        "portal:readings": form(MAY_ACT),            # shows a form and takes it: owner, `act` delegates
        "portal:reading_withdraw": act(OWNER_ONLY),  # takes POST alone
        "staff:queue": page(row(clerk=IN, administrator=IN)),
    }

A view whose address names an object needs that object, too:

    def arguments(owner):                              # `owner` of account 100245; may make objects
        return {"portal:ticket": {"ticket_no": a_ticket(account_no="100245", user=owner).number}}

`account_no` of portal routes is filled in (100245) and need not be named. Methods: GET as the row says; POST
(with an empty form) is let through, refused, or 405; all other methods are refused. A row may say more with
`Row(get=..., post=...)`. Public routes are covered by rule, without rows; those of programs have theirs in
`programs`, and `cms` knows what the routes of the CMS name. A new zone needs a line in `doors.DOORS`, and one
in `doors.BY_RULE` if its guard alone decides.
"""
