from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from . import kept_forms, sessions, steps


class StaffSessionMiddleware:
    """Nobody is signed in whose session has ended, or who has not done every step of signing in.

    `request.user` is a visitor then, on every page of whatever app; the pages of the steps find who it is in
    `request.pending_user`. All this happens when a page asks who the user is: public pages never do, and so
    neither the session nor the cookie is touched for them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        arrived = request.user
        request.pending_user = request.pending_step = request.ended_user = None
        request.is_in_use = False
        request.counts_as_use = True
        request.user = SimpleLazyObject(lambda: _judged(request, arrived))
        response = self.get_response(request)
        if request.is_in_use and request.counts_as_use:
            sessions.touch(request.session)
        return response

    def process_view(self, request, view, args, kwargs):
        """What was being sent to a staff page when the session had ended is kept until the same person is back."""
        if request.method != "POST" or "admin" not in request.resolver_match.app_names:
            return None
        if request.user.is_authenticated or request.ended_user is None:
            return None
        kept = kept_forms.keep(request, request.ended_user)
        return redirect(f"{reverse('admin:login')}?{urlencode({'next': kept})}")


def _judged(request, arrived):
    if not arrived.is_authenticated:
        return arrived
    if sessions.has_ended(request.session):
        request.ended_user = arrived.pk
        request.user = arrived
        logout(request)
        return AnonymousUser()
    request.is_in_use = True
    request.pending_step = steps.pending(request.session, arrived)
    if request.pending_step:
        request.pending_user = arrived
        return AnonymousUser()
    return arrived
