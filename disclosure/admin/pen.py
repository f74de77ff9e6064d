"""Two who open one draft do not write over each other: the pen, and the version the form was read at."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path

from disclosure import locking
from disclosure.vocabulary import WRITABLE
from portal.organizations.signing_in.sessions import without_extending


class PenMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/pen/", without_extending(view(self.pen_view)), name=f"{name}_pen"),
            path("<path:object_id>/pen/take-over/", view(self.take_over_view), name=f"{name}_take_over"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        held = self._take_pen(request, object_id) if request.method == "GET" else None
        if held is not None and held.user_id != request.user.pk:
            request.pen_held_by = held
        return super().change_view(request, object_id, form_url, extra_context)

    def _take_pen(self, request, object_id):
        publication = self.visible_object(request, object_id)
        if publication is None or not self.has_change_permission(request, publication):
            return None
        return locking.take(publication, request.user)

    def has_change_permission(self, request, obj=None):
        if obj is not None and getattr(request, "pen_held_by", None) is not None:
            return False
        return super().has_change_permission(request, obj)

    def pen_view(self, request, object_id):
        """The open page says every minute that its writer is still there. Answers who holds the pen."""
        publication = self.visible_object(request, object_id)
        if (
            request.method != "POST"
            or publication is None
            or not self.has_change_permission(request, publication)
        ):
            return HttpResponse(status=404)
        held = locking.take(publication, request.user)
        return JsonResponse({"mine": held.user_id == request.user.pk, "holder": str(held.user)})

    def take_over_view(self, request, object_id):
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST" and self.has_change_permission(request, publication):
            locking.take(publication, request.user, over=True)
            messages.warning(request, "您已经接手编辑。原来正在编辑的同事保存时会看到提示。")
        return HttpResponseRedirect(self.change_url(publication))

    def lay_down_pen(self, request, publication) -> None:
        if publication.status not in WRITABLE or not ({"_continue", "_addanother"} & request.POST.keys()):
            locking.let_go(publication, request.user)
