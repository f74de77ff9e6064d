from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "明窗 · 政务公开工作台"
admin.site.site_title = "明窗"
admin.site.index_title = "工作台"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("portal.pages.urls")),
]
handler400 = "portal.pages.errors.bad_request"
handler404 = "portal.pages.errors.not_found"
handler403 = "portal.pages.errors.forbidden"
handler500 = "portal.pages.errors.server_error"
