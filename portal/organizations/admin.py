from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from portal.form_fields import NameListField

from . import delegation
from .models import Organization, User
from .scope import organizations_in_scope, sees_every_organization
from .tree import save_organization, why_not_save


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


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
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


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Staff are switched off, never deleted: what they did keeps their name."""

    list_display = ["username", "display_name", "organization", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_select_related = ["organization"]
    list_per_page = 50
    search_fields = ["username", "display_name"]
    autocomplete_fields = ["organization"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("人员", {"fields": ["display_name", "organization", "email"]}),
        ("权限", {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "organization", "password1", "password2", "groups"]})
    ]
    filter_horizontal = ["groups"]
    powers = ["username", "organization", "is_active", "is_staff", "groups"]

    def get_queryset(self, request):
        users = super().get_queryset(request)
        if sees_every_organization(request.user):
            return users
        scope = organizations_in_scope(request.user).values("pk")
        return users.filter(organization__in=scope) | users.filter(pk=request.user.pk)

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes their own powers, not even downwards: another administrator does."""
        is_own = obj is not None and obj.pk == request.user.pk
        return self.powers if is_own and not request.user.is_superuser else []

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "organization" in form.base_fields:
            form.base_fields["organization"].required = not request.user.is_superuser
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organization":
            kwargs["queryset"] = delegation.organizations_to_give(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = delegation.groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or delegation.may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)
