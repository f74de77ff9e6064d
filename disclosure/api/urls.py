from django.urls import path

from . import documentation
from .application import api, unknown_address

urlpatterns = [
    path("docs", documentation.page, name="api_docs"),
    path("", api.urls),
    path("<path:rest>", unknown_address),
]
