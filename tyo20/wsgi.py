"""The server's entry: `gunicorn tyo20.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tyo20.settings")

application = get_wsgi_application()
