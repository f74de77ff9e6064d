"""When a session of staff ends: after a while without use, and after a working day in any case."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.utils import timezone

BEGAN, SEEN = "signed_in_at", "seen_at"
WRITE_EVERY = 60
"""Seconds: the last use is written down no more often than this."""


def begin(session) -> None:
    """Called at sign-in: both clocks start."""
    session[BEGAN] = session[SEEN] = timezone.now().timestamp()


def touch(session) -> None:
    """The session was used now. One without clocks (made before they existed) has ended anyway."""
    now = timezone.now().timestamp()
    if SEEN in session and now - session[SEEN] >= WRITE_EVERY:
        session[SEEN] = now


def seconds_left(session) -> int:
    """Seconds until the session ends if it is not used; 0 or less: it has ended."""
    now = timezone.now().timestamp()
    idle = session.get(SEEN, 0) + settings.SESSION_IDLE_SECONDS - now
    return int(min(idle, seconds_left_at_most(session)))


def seconds_left_at_most(session) -> int:
    """Seconds until the session ends whatever is done."""
    return int(session.get(BEGAN, 0) + settings.SESSION_ABSOLUTE_SECONDS - timezone.now().timestamp())


def has_ended(session) -> bool:
    return seconds_left(session) <= 0


def without_extending(view):
    """For views a page calls by itself, such as autosave: they do not count as use of the session."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        request.counts_as_use = False
        return view(request, *args, **kwargs)

    return wrapper


def in_words(seconds: int) -> str:
    """30分钟, 10小时."""
    span = timedelta(seconds=seconds)
    hours, rest = divmod(int(span.total_seconds()), 3600)
    parts = [f"{hours}小时"] if hours else []
    return "".join([*parts, f"{rest // 60}分钟" if rest >= 60 or not hours else ""])
