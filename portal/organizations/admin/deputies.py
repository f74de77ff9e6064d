from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from portal.organizations import deputies
from portal.organizations.models import Deputy
from portal.spreadsheet_export import ExportMixin


class DeputyForm(forms.ModelForm):
    """`by`: who is filling it in; set by the admin."""

    by = None

    def _post_clean(self):
        if self.instance.pk is None and "principal" not in self.fields:
            self.instance.principal = self.by
        super()._post_clean()
        if self.errors:
            return
        for field, sentence in deputies.why_not(self.instance, self.by, timezone.localdate()).items():
            self.add_error(field if field in self.fields else None, sentence)


@admin.register(Deputy)
class DeputyAdmin(ExportMixin, admin.ModelAdmin):
    """Everyone arranges who stands in for them; administrators also for the people they look after.

    Nothing is deleted: who stood in for whom stays on record. An arrangement is ended by its last day.
    """

    form = DeputyForm
    list_display = ["principal", "deputy", "starts_on", "ends_on", "state", "reason", "granted_by"]
    list_filter = ["starts_on"]
    list_select_related = ["principal", "deputy", "granted_by"]
    search_fields = ["principal__display_name", "deputy__display_name", "reason"]
    list_per_page = 50
    fields = ["principal", "deputy", "starts_on", "ends_on", "reason"]

    @admin.display(description="状态")
    def state(self, row):
        today = timezone.localdate()
        if today < row.starts_on:
            return "未开始"
        return "代理中" if today <= row.ends_on else "已结束"

    def get_queryset(self, request):
        rows, own = super().get_queryset(request), request.user
        mine = Q(principal=own) | Q(deputy=own)
        if self._administers(request):
            mine |= Q(principal__in=deputies.people_to_arrange(own).values("pk"))
        return rows.filter(mine)

    def get_fields(self, request, obj=None):
        return self.fields if obj or self._administers(request) else self.fields[1:]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        has_begun = obj.starts_on <= timezone.localdate()
        return ["principal", "deputy", "starts_on", "reason"] if has_begun else ["principal"]

    def get_form(self, request, obj=None, **kwargs):
        made = super().get_form(request, obj, **kwargs)
        made.by = request.user
        return made

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("principal", "deputy"):
            kwargs["queryset"] = deputies.people_to_arrange(request.user).select_related("organization")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request) and request.user.organization_id is not None

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request) and (
            obj is None or deputies.may_arrange(request.user, obj.principal)
        )

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        deputies.arrange(obj, request.user, timezone.localdate())

    def _administers(self, request) -> bool:
        return deputies.administers(request.user)
