"""Publish and withdraw: pages that ask once, buttons in lists, and the reasons why not."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from disclosure import services
from disclosure.models import Publication
from disclosure.services import NotAllowed
from disclosure.vocabulary import Status

from .forms import WithdrawForm

BATCH_MAX = 100


class VerbsMixin:
    actions = ["publish_selected", "withdraw_selected"]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/publish/", view(self.publish_view), name=f"{name}_publish"),
            path("<path:object_id>/withdraw/", view(self.withdraw_view), name=f"{name}_withdraw"),
            *super().get_urls(),
        ]

    def has_publish_permission(self, request):
        return request.user.has_perm("disclosure.publish_publication")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("disclosure.withdraw_publication")

    def publish_view(self, request, object_id):
        """Ask, then publish."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            self.try_to_publish(request, publication)
            return self.to_change_page(publication)
        context = {"reasons": services.why_not_publish(publication, request.user)}
        return self.verb_page(request, publication, "发布", "publish", context)

    def withdraw_view(self, request, object_id):
        """Ask for the reason, then withdraw."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.try_to_withdraw(request, publication, form.cleaned_data["reason"])
            return self.to_change_page(publication)
        context = {"reasons": services.why_not_withdraw(publication, request.user), "form": form}
        return self.verb_page(request, publication, "撤回", "withdraw", context)

    def visible_object(self, request, object_id):
        """The publication when it is in the user's scope and may be seen, else None. Raises PermissionDenied."""
        publication = self.get_object(request, unquote(object_id))
        if publication is not None and not self.has_view_permission(request, publication):
            raise PermissionDenied
        return publication

    def verb_page(self, request, publication, verb, template, context):
        return TemplateResponse(
            request,
            f"admin/disclosure/{template}.html",
            {
                **self.admin_site.each_context(request),
                "title": verb,
                "verb": verb,
                "opts": self.opts,
                "original": publication,
                "change_url": self.change_url(publication),
                **context,
            },
        )

    def change_url(self, publication) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(publication.pk)]
        )

    def to_change_page(self, publication):
        return HttpResponseRedirect(self.change_url(publication))

    def try_to_publish(self, request, publication: Publication) -> bool:
        """Publish and say so, or say why not. Returns whether it was done."""
        try:
            published = services.publish(publication, request.user)
        except NotAllowed as refusal:
            return self._say_why_not(request, publication, "没有发布", refusal)
        self.log_change(request, publication, "发布。")
        text = '“{}”已发布，索引号 {}。<a href="{}">在网站上查看</a>'
        url = published.get_absolute_url()
        messages.success(request, format_html(text, published.title, published.index_number, url))
        return True

    def try_to_withdraw(self, request, publication: Publication, reason: str) -> bool:
        """Withdraw and say so, or say why not. Returns whether it was done."""
        try:
            services.withdraw(publication, request.user, reason)
        except NotAllowed as refusal:
            return self._say_why_not(request, publication, "没有撤回", refusal)
        self.log_change(request, publication, f"撤回：{reason}")
        messages.success(request, f"“{publication.title}”已撤回，原网址只显示撤回说明。")
        return True

    def _say_why_not(self, request, publication, what: str, refusal: NotAllowed) -> bool:
        messages.error(request, f"“{publication.title}”{what}：{''.join(refusal.reasons)}")
        return False

    @admin.action(description="发布所选信息", permissions=["publish"])
    def publish_selected(self, request, queryset):
        if self._is_too_many(request, queryset):
            return
        for publication in queryset:
            self.try_to_publish(request, publication)

    @admin.action(description="撤回所选信息", permissions=["withdraw"])
    def withdraw_selected(self, request, queryset):
        if self._is_too_many(request, queryset):
            return None
        form = WithdrawForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            for publication in queryset:
                self.try_to_withdraw(request, publication, form.cleaned_data["reason"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "撤回所选信息",
            "opts": self.opts,
            "publications": queryset,
            "form": form,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/disclosure/withdraw_selected.html", context)

    def _is_too_many(self, request, queryset) -> bool:
        is_too_many = queryset.count() > BATCH_MAX
        if is_too_many:
            messages.error(request, f"一次最多办理{BATCH_MAX}条，请分批选择。")
        return is_too_many

    def desk(self, request, publication) -> dict:
        """What the change page says about publishing: what can be done now, and if not, why."""
        is_public = publication.status == Status.PUBLISHED
        user = request.user
        return {
            "is_public": is_public,
            "is_withdrawn": publication.is_withdrawn,
            "why_not_publish": [] if is_public else services.why_not_publish(publication, user),
            "why_not_withdraw": services.why_not_withdraw(publication, user) if is_public else [],
            "can_change": self.has_change_permission(request, publication),
        }
