from django.urls import path, re_path

from . import views

EXTENSION = r"\.(?P<extension>csv|xlsx)$"

urlpatterns = [
    path("", views.start, name="oversight"),
    path("matrix/", views.matrix, name="oversight_matrix"),
    re_path(rf"^matrix{EXTENSION}", views.matrix_export, name="oversight_matrix_export"),
    path("organizations/<slug:code>/", views.organization, name="oversight_organization"),
    path("matters/<slug:code>/", views.matter, name="oversight_matter"),
    path("domains/<slug:code>/", views.domain, name="oversight_domain"),
    path("obligations/", views.obligations, name="oversight_obligations"),
    re_path(rf"^obligations{EXTENSION}", views.obligations_export, name="oversight_obligations_export"),
]
