"""The entry point for a web server (gunicorn): `resonanz.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resonanz.settings")
application = get_wsgi_application()
