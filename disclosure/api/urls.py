from django.urls import path

from . import documentation
from .application import api

urlpatterns = [path("docs", documentation.page, name="api_docs"), path("", api.urls)]
