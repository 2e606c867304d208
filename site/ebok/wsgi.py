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
