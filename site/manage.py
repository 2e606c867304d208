#!/usr/bin/env python
"""Runs Django's commands for eBOK from any working directory."""

import os
import sys
from pathlib import Path

SITE_DIR = Path(__file__).resolve().parent
# `site/` holds the project package, the repository root holds the apps.
sys.path[:0] = [str(SITE_DIR), str(SITE_DIR.parent)]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ebok.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
