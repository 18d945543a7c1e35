#!/usr/bin/env python3
"""Django's own command line, for stewards and developers."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.umask(0o077)  # what people wrote is for this account alone to read
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")
    execute_from_command_line(sys.argv)
