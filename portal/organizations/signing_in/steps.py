"""What still has to be done after the password before anyone is signed in: a code, a new password, a second factor."""

from django.utils import timezone

from .. import passwords
from ..models import User
from . import two_factor

VERIFY, PASSWORD, ENROL = "staff_verify", "staff_new_password", "staff_enrol"
"""The steps, by the name of their page."""


def pending(session, user: User) -> str | None:
    """The next step of `user` in `session`; None when all are done.

    The code comes first, so that a stolen password alone changes nothing.
    """
    device = two_factor.device_of(user)
    if device and session.get(two_factor.PASSED) != device.pk:
        return VERIFY
    if passwords.must_be_changed(user, timezone.now()):
        return PASSWORD
    if device is None and two_factor.is_compulsory(user):
        return ENROL
    return None
