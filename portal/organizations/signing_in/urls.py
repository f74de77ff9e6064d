"""Under /admin/, in front of the admin's own addresses: its login page is served by ours."""

from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.sign_in, name="staff_sign_in"),
    path("login/code/", views.verify, name="staff_verify"),
    path("login/password/", views.new_password, name="staff_new_password"),
    path("login/leave/", views.leave, name="staff_leave"),
    path("account/two-factor/", views.account, name="staff_two_factor"),
    path("account/two-factor/enrol/", views.enrol, name="staff_enrol"),
    path("account/session/", views.session, name="staff_session"),
    path("account/kept/<slug:token>/", views.kept_form, name="staff_kept_form"),
]
