from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.shortcuts import redirect

from portal.organizations import delegation
from portal.organizations.models import User
from portal.organizations.record import record
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.organizations.signing_in import two_factor
from portal.refusal import NotAllowed
from portal.spreadsheet_export import ExportMixin


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password set by somebody else lasts until its owner has signed in with it."""

    def save(self, commit=True):
        user = super().save(commit=False)
        user.must_change_password = user.has_usable_password()
        if commit:
            user.save()
        return user


@admin.register(User)
class StaffAdmin(ExportMixin, UserAdmin):
    """Staff are switched off, never deleted: what they did keeps their name."""

    list_display = ["username", "display_name", "organization", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    list_select_related = ["organization"]
    list_per_page = 50
    search_fields = ["username", "display_name"]
    autocomplete_fields = ["organization"]
    fieldsets = [
        (None, {"fields": ["username", "password", "second_factor"]}),
        ("人员", {"fields": ["display_name", "organization", "email"]}),
        ("权限", {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "organization", "password1", "password2", "groups"]})
    ]
    filter_horizontal = ["groups"]
    change_password_form = GivenPasswordForm
    actions = ["reset_second_factor"]
    readonly_fields = ["second_factor"]
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
        own = self.powers if is_own and not request.user.is_superuser else []
        return [*self.readonly_fields, *own]

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
            obj.is_staff = obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def user_change_password(self, request, id, form_url=""):
        """One's own password is changed by giving the old one; a colleague's is set, and changed by them at once."""
        if str(request.user.pk) == id:
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def log_change(self, request, obj, message):
        if request.path.endswith("/password/"):
            record("password_given", f"user:{obj.pk}", request.user, name=str(obj))
        return super().log_change(request, obj, message)

    @admin.display(description="双重验证")
    def second_factor(self, user):
        return "已启用" if user.pk and two_factor.device_of(user) else "没有启用"

    @admin.action(description="重置双重验证（手机丢失时用）", permissions=["change"])
    def reset_second_factor(self, request, queryset):
        for user in queryset:
            try:
                two_factor.reset(user, request.user)
            except NotAllowed as refusal:
                self.message_user(request, "；".join(refusal.reasons), messages.ERROR)
            else:
                self.message_user(request, f"已重置{user}的双重验证，下次登录时重新启用。", messages.SUCCESS)
