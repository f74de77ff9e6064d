"""What somebody was sending when their session had ended: kept for an hour, for the same person alone."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import get_random_string, salted_hmac

MINUTES = 60
TYPED_AT_LEAST = 2


@dataclass(frozen=True)
class KeptForm:
    """`fields`: (name, value) as sent, without tokens and passwords; `files`: names of files, which are not kept."""

    user: int
    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def keep(request, user: int) -> str:
    """Keep what was sent; returns the address at which it is offered again."""
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    )
    files = tuple(file.name for _, found in request.FILES.lists() for file in found)
    token = get_random_string(40)
    cache.set(_key(token), KeptForm(user, request.get_full_path(), fields, files), MINUTES * 60)
    return reverse("staff_kept_form", args=[token])


def find(token: str, user: int) -> KeptForm | None:
    """What was kept under `token`, if it belongs to `user` and is not older than an hour."""
    kept = cache.get(_key(token))
    return kept if kept and kept.user == user else None


def discard(token: str) -> None:
    cache.delete(_key(token))


def typed_texts(kept: KeptForm) -> list[tuple[str, str]]:
    """(label, text) of what can be shown for copying: fields with a name in the form's model, and other long texts."""
    labels = _labels(kept.path)
    return [
        (labels.get(name, "其他内容"), value)
        for name, value in kept.fields
        if len(value.strip()) >= TYPED_AT_LEAST and (name in labels or len(value) > 40)
    ]


def _labels(path: str) -> dict[str, str]:
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return {}
    admin = getattr(view, "model_admin", None)
    fields = admin.model._meta.get_fields() if admin else []
    shown = [f for f in fields if getattr(f, "get_internal_type", str)() in ("CharField", "TextField")]
    return {f.name: str(f.verbose_name) for f in shown if not f.choices}


def _key(token: str) -> str:
    return (
        "kept-form-" + salted_hmac("portal.organizations.kept_forms", token, algorithm="sha256").hexdigest()
    )
