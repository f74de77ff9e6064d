from django.conf import settings
from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.i18n import JavaScriptCatalog

from . import navigation


class DeskSite(admin.AdminSite):
    """The staff's site: a menu by work, and a home page that says what is waiting for the user."""

    site_header = "明窗 · 政务公开工作台"
    site_title = "明窗"
    index_title = "工作台"
    index_template = "admin/desk/home.html"
    empty_value_display = "—"

    def each_context(self, request):
        context = super().each_context(request)
        return context | {
            "site": settings.SITE,
            "desk_home": reverse("admin:index"),
            "desk_navigation": navigation.groups(request, context["available_apps"]),
            "desk_person": SimpleLazyObject(lambda: person(request.user)),
        }

    def index(self, request, extra_context=None):
        from .cards import cards_for  # models are not ready while the site is made

        shown = cards_for(request.user, timezone.localdate())
        context = {
            "cards": [card for card in shown if card.has_news],
            "calm": [card for card in shown if not card.has_news],
            "starts": navigation.starts(request.user),
        }
        return super().index(request, context | (extra_context or {}))

    def get_urls(self):
        from . import obligations

        own = [
            path("obligations/", self.admin_view(obligations.listing), name="desk_obligations"),
            path("obligations.xlsx", self.admin_view(obligations.export), name="desk_obligations_export"),
        ]
        return own + super().get_urls()

    def i18n_javascript(self, request, extra_context=None):
        """Django's own words, and those of ours that Django has not translated yet."""
        packages = ["django.contrib.admin", "portal.desk"]
        return JavaScriptCatalog.as_view(packages=packages)(request)


def person(user) -> dict[str, str]:
    """What the top of every page says of the user. Two queries at most."""
    organization = getattr(user, "organization", None)
    roles = list(user.groups.order_by("pk").values_list("name", flat=True)) if user.pk else []
    if getattr(user, "is_superuser", False):
        roles.append("应急管理账号")
    return {
        "organization": organization.short_name if organization else "",
        "roles": "、".join(roles),
    }
