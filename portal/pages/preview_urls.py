from django.urls import path

from .views import preview

urlpatterns = [
    path("staff/<int:pk>/", preview.staff_page, name="preview_staff"),
    path(
        "staff/<int:pk>/attachments/<int:attachment>/<str:name>",
        preview.staff_attachment,
        name="preview_staff_attachment",
    ),
    path(
        "staff/<int:pk>/pictures/<int:picture>/<int:width>/",
        preview.staff_picture,
        name="preview_staff_picture",
    ),
    path("staff/<int:pk>/qr.svg", preview.staff_qr_code, name="preview_staff_qr"),
    path("<str:token>/", preview.page, name="preview"),
    path(
        "<str:token>/attachments/<int:attachment>/<str:name>", preview.attachment, name="preview_attachment"
    ),
    path("<str:token>/pictures/<int:picture>/<int:width>/", preview.picture, name="preview_picture"),
    path("<str:token>/qr.svg", preview.qr_code, name="preview_qr"),
]
