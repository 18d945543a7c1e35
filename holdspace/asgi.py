"""What the server loads. Pages are synchronous: Django runs in a small pool of threads behind uvicorn."""

import os

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")

application = WSGIMiddleware(get_wsgi_application(), workers=4)  # type: ignore[arg-type]
