from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from .models import Organization, User
from .scope import organizations_in_scope
from .tree import save_organization


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "parent", "credit_code", "phone", "abolished_on"]
    list_filter = ["kind", ("abolished_on", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "catalog_name", "credit_code"]
    autocomplete_fields = ["parent", "successor"]
    ordering = ["tree_id", "lft"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=organizations_in_scope(request.user).values("pk"))

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type("OrganizationForm", (NoCycleMixin, form), {})

    def save_model(self, request, obj, form, change):
        save_organization(obj)

    def has_delete_permission(self, request, obj=None):
        return False


class NoCycleMixin:
    """An organisation cannot be put under itself or under one of its own subordinates."""

    def clean(self):
        data = super().clean()
        parent = data.get("parent")
        if parent and self.instance.pk and parent.is_descendant_of(self.instance, include_self=True):
            self.add_error("parent", "上级单位不能是本单位或者本单位的下级，请另选。")
        return data


@admin.register(User)
class StaffAdmin(UserAdmin):
    list_display = ["username", "display_name", "organization", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_select_related = ["organization"]
    search_fields = ["username", "display_name"]
    autocomplete_fields = ["organization"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("人员", {"fields": ["display_name", "organization", "email"]}),
        ("权限", {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "display_name",
                    "organization",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    filter_horizontal = ["groups"]

    def get_queryset(self, request):
        users = super().get_queryset(request)
        return users.filter(organization__in=organizations_in_scope(request.user)) | users.filter(
            pk=request.user.pk
        )
