from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("portal.organizations.signing_in.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("disclosure.api.urls")),
    path("", include("portal.pages.urls")),
]
handler400 = "portal.pages.errors.bad_request"
handler404 = "portal.pages.errors.not_found"
handler403 = "portal.pages.errors.forbidden"
handler500 = "portal.pages.errors.server_error"
