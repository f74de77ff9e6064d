from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views import View

from catalog import report

PERMISSIONS = ("catalog.change_catalogitem", "catalog.inspect_coverage")


class CheckView(View):
    """What people have to settle by hand: wording that could not be read, rows that nobody has verified yet."""

    model_admin = None

    def get(self, request):
        if not any(request.user.has_perm(permission) for permission in PERMISSIONS):
            raise PermissionDenied
        site = self.model_admin.admin_site.each_context(request)
        context = {
            "title": "目录核查",
            "opts": self.model_admin.opts,
            "time_limits": list(report.unreadable_time_limits()),
            "responsible": list(report.unreadable_responsible()),
            "unverified": report.unverified(),
        }
        return render(request, "admin/catalog/check.html", site | context)
