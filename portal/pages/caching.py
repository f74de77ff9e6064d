"""How long copies of public pages may live in caches. Pages are the same for everyone, so any cache may keep them."""

from functools import wraps

PUBLIC = "public, max-age=60"


def mark_cacheable(response):
    """Let any cache keep `response` for a minute and no longer: so long a withdrawn page may still be seen."""
    response["Cache-Control"] = PUBLIC
    return response


def cacheable(view):
    """The decorator of `mark_cacheable`, for views that do not go through `public_page`."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        return mark_cacheable(view(request, *args, **kwargs))

    return wrapper
