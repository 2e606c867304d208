"""The embedded office, with a tally of every public page that is really rendered."""

from ebok.settings.dev import *  # noqa: F403
from ebok.settings.dev import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tally.RenderTally"]
