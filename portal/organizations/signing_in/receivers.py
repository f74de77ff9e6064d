from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from . import sessions


@receiver(user_logged_in, dispatch_uid="organizations.session_begins")
def session_begins(sender, request, user, **kwargs):
    if request is not None and hasattr(request, "session"):
        sessions.begin(request.session)
