import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

if "DJANGO_SETTINGS_MODULE" not in os.environ:
    # A web server that forgot it would otherwise serve the demo county's settings to the world.
    raise ImproperlyConfigured("DJANGO_SETTINGS_MODULE is not set: see deploy/mingchuang.env.example")
application = get_wsgi_application()
