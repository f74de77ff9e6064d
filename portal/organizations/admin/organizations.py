from django import forms
from django.contrib import admin

from portal.form_fields import NameListField
from portal.organizations.deputies import people_to_arrange
from portal.organizations.models import OfficePost, Organization
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.organizations.tree import save_organization, why_not_save
from portal.spreadsheet_export import ExportMixin


class OrganizationForm(forms.ModelForm):
    aliases = NameListField(
        label="其他称呼",
        required=False,
        help_text="目录中出现的其他名称，用顿号分开，如“房屋征收部门、县房屋征收部门”。",
    )

    def _post_clean(self):
        super()._post_clean()
        if "kind" in self.errors:
            return
        for field, message in why_not_save(self.instance).items():
            self.add_error(field if field in self.fields else None, message)


class OfficePostInline(admin.TabularInline):
    """Who answers for disclosure work here; the public ones are shown on the organ's page."""

    model = OfficePost
    extra = 0
    fields = ["duty", "name", "position", "phone", "user", "is_public", "order"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = people_to_arrange(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Organization)
class OrganizationAdmin(ExportMixin, admin.ModelAdmin):
    """The county's office adds, moves and abolishes; everyone else keeps their own contact details in order."""

    form = OrganizationForm
    list_display = ["name", "kind", "parent", "credit_code", "phone", "abolished_on"]
    list_filter = ["kind", ("abolished_on", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name", "short_name", "catalog_name", "credit_code"]
    autocomplete_fields = ["parent", "successor"]
    ordering = ["tree_id", "lft"]
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "short_name", "credit_code"]}),
        ("目录中的称呼", {"fields": ["catalog_name", "aliases", "is_competent_authority"]}),
        ("机构信息", {"fields": ["functions", "address", "office_hours", "phone", "fax", "email"]}),
        (
            "公开和救济",
            {"fields": ["disclosure_office", "disclosure_phone", "reconsideration_organ", "court"]},
        ),
        ("成立和撤销", {"fields": ["established_on", "abolished_on", "successor"]}),
    ]
    inlines = [OfficePostInline]
    county_fields = [
        "code", "kind", "parent", "name", "short_name", "credit_code", "catalog_name", "aliases",
        "is_competent_authority", "established_on", "abolished_on", "successor",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=organizations_in_scope(request.user).values("pk"))

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["code"] if sees_every_organization(request.user) else self.county_fields

    def has_add_permission(self, request):
        return super().has_add_permission(request) and sees_every_organization(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        save_organization(obj)
