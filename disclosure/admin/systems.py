from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers

from disclosure.api import systems
from disclosure.models import BusinessSystem
from disclosure.vocabulary import Status
from portal.organizations.scope import can_act_for, organizations_in_scope, sees_every_organization
from portal.refusal import NotAllowed
from portal.spreadsheet_export import ExportMixin


class BusinessSystemForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "name": "如：县民政局社会救助业务系统。稿件的起草人显示为这个名称。",
            "organization": "系统只能报送这个单位和它的下属单位的信息。登记后不能改。",
            "contact": "系统出问题时找谁，不公开。",
        }

    def clean(self):
        data = super().clean()
        organization = self.instance.organization if self.instance.pk else data.get("organization")
        same = BusinessSystem.objects.filter(organization=organization, name=data.get("name"))
        if organization and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "本单位已经登记过同名的系统。更换令牌请打开原来的登记。")
        return data


@admin.register(BusinessSystem)
class BusinessSystemAdmin(ExportMixin, admin.ModelAdmin):
    """Registered, given a new token, stopped; never deleted: its drafts keep their author."""

    form = BusinessSystemForm
    list_display = ["name", "organization", "state", "token_tail", "last_used_at", "handed_in", "published"]
    list_filter = ["is_active"]
    list_select_related = ["organization"]
    list_per_page = 50
    search_fields = ["name", "organization__short_name"]
    search_help_text = "按系统名称或者单位查找"
    change_form_template = "admin/disclosure/system_form.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("organization")
        if not sees_every_organization(request.user):
            rows = rows.filter(organization__in=organizations_in_scope(request.user).values("pk"))
        public = Q(receipts__publication__status=Status.PUBLISHED)
        return rows.annotate(handed_in=Count("receipts"), public=Count("receipts", filter=public))

    def get_fields(self, request, obj=None):
        fields = ["name", "organization", "contact"]
        return [*fields, "state", "token_tail", "last_used_at", "registered_at"] if obj else fields

    def get_readonly_fields(self, request, obj=None):
        return ["organization", "state", "token_tail", "last_used_at", "registered_at"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organization":
            rows = organizations_in_scope(request.user).order_by("tree_id", "lft")
            kwargs["queryset"] = rows.filter(abolished_on__isnull=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request):
        """Who registers a system also looks after it."""
        return super().has_add_permission(request) and super().has_change_permission(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and _in_scope(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _in_scope(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            obj.save(update_fields=["name", "contact"])
            systems.rename_account(obj)
        else:
            request.new_token = systems.register(obj, request.user)

    def response_add(self, request, obj, post_url_continue=None):
        """The token is in this answer and nowhere else."""
        return self._show_token(request, obj, request.new_token)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/token/", view(self.token_view), name="disclosure_businesssystem_token"),
            path("<int:pk>/stop/", view(self.stop_view), name="disclosure_businesssystem_stop"),
            *super().get_urls(),
        ]

    def token_view(self, request, pk):
        """Asks, then issues a new token; the old one is void at once."""
        system = self._manageable(request, pk)
        if request.method == "POST":
            return self._show_token(request, system, systems.issue_token(system, request.user))
        verb = "更换令牌" if system.is_active else "重新启用"
        question = "将生成新的令牌。原来的令牌立即作废，业务系统换上新令牌以前不能报送。"
        return self._ask(request, system, verb, question, [])

    def stop_view(self, request, pk):
        """Asks, then stops the system."""
        system = self._manageable(request, pk)
        if request.method == "POST":
            try:
                systems.stop(system, request.user)
                messages.success(request, f"已停用“{system}”，令牌作废。已经报送的稿件不受影响。")
            except NotAllowed as refusal:
                messages.error(request, "".join(refusal.reasons))
            return HttpResponseRedirect(_change_url(system))
        question = "停用以后令牌作废，业务系统不能再报送。已经报送的稿件不受影响。"
        return self._ask(request, system, "停用", question, systems.why_not_stop(system, request.user))

    def _manageable(self, request, pk) -> BusinessSystem:
        system = self.get_object(request, str(pk))
        if system is None or not self.has_change_permission(request, system):
            raise PermissionDenied
        return system

    def _ask(self, request, system, verb, question, reasons):
        context = {
            **self.admin_site.each_context(request),
            "title": verb,
            "opts": self.opts,
            "original": system,
            "verb": verb,
            "question": question,
            "reasons": reasons,
            "change_url": _change_url(system),
        }
        return TemplateResponse(request, "admin/disclosure/system_verb.html", context)

    def _show_token(self, request, system, token):
        context = {
            **self.admin_site.each_context(request),
            "title": "业务系统的令牌",
            "opts": self.opts,
            "original": system,
            "token": token,
            "change_url": _change_url(system),
        }
        response = TemplateResponse(request, "admin/disclosure/system_token.html", context)
        add_never_cache_headers(response)
        return response

    @admin.display(description="状态", ordering="is_active")
    def state(self, system):
        return "启用" if system.is_active else "已停用"

    @admin.display(description="令牌")
    def token_tail(self, system):
        return f"……{system.token_hint}" if system.token_hint else "无"

    @admin.display(description="登记时间")
    def registered_at(self, system):
        return system.created_at

    @admin.display(description="报送", ordering="handed_in")
    def handed_in(self, system):
        return system.handed_in

    @admin.display(description="已公开", ordering="public")
    def published(self, system):
        return system.public


def _change_url(system: BusinessSystem) -> str:
    return reverse("admin:disclosure_businesssystem_change", args=[system.pk])


def _in_scope(request, system) -> bool:
    return system is None or can_act_for(request.user, system.organization)
