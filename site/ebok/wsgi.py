"""The WSGI entry point for gunicorn: `gunicorn --pythonpath site,. ebok.wsgi`."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

ROOT_DIR = str(Path(__file__).resolve().parents[2])
if ROOT_DIR not in sys.path:
    sys.path.insert(1, ROOT_DIR)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ebok.settings.production")

application = get_wsgi_application()

# After the application: models can be asked only once Django is set up.
from selfservice.identity.demo import refuse_demo_people  # noqa: E402

refuse_demo_people()
