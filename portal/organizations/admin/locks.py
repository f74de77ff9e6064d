from django.contrib import admin, messages
from django.utils import timezone

from portal.organizations.models import SignInLock, SignInRecord, User
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.organizations.signing_in import lockout
from portal.spreadsheet_export import ExportMixin


class LookOnly:
    """What is written down by signing in is looked at, never typed."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SignInLock)
class SignInLockAdmin(LookOnly, admin.ModelAdmin):
    """Failed sign-ins that still count, and whom they lock out. Lifting a lock forgets the failures."""

    list_display = ["name", "address", "failures", "last_failure", "state"]
    list_display_links = None
    search_fields = ["username", "ip_address"]
    ordering = ["-attempt_time"]
    actions = ["lift"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        self.pairs, self.addresses = lockout.locked_pairs(), lockout.locked_addresses()
        current = lockout.current_failures().values("pk")
        return lockout.failures_in_scope(request.user).filter(pk__in=current).order_by(*self.ordering)

    @admin.display(description="用户名", ordering="username")
    def name(self, row):
        return row.username

    @admin.display(description="网络地址", ordering="ip_address")
    def address(self, row):
        return row.ip_address or "（未知）"

    @admin.display(description="失败次数", ordering="failures_since_start")
    def failures(self, row):
        return row.failures_since_start

    @admin.display(description="最近一次", ordering="attempt_time")
    def last_failure(self, row):
        return f"{timezone.localtime(row.attempt_time):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="状态")
    def state(self, row):
        if (row.username, row.ip_address) in self.pairs:
            return "账号在这个网络地址已锁定"
        return "这个网络地址已锁定" if row.ip_address in self.addresses else "没有锁定"

    def has_lift_permission(self, request):
        return request.user.has_perm("organizations.delete_signinlock")

    @admin.action(description="解除锁定", permissions=["lift"])
    def lift(self, request, queryset):
        count = lockout.lift(queryset, request.user)
        self.message_user(request, f"已解除{count}条锁定记录，本人可以立即重新登录。", messages.SUCCESS)


@admin.register(SignInRecord)
class SignInRecordAdmin(LookOnly, ExportMixin, admin.ModelAdmin):
    """Who signed in, when and from where."""

    list_display = ["name", "came", "left", "address"]
    list_display_links = None
    search_fields = ["username", "ip_address"]
    ordering = ["-attempt_time"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        records = super().get_queryset(request)
        if sees_every_organization(request.user):
            return records
        people = User.objects.filter(organization__in=organizations_in_scope(request.user).values("pk"))
        return records.filter(username__in=people.values("username"))

    @admin.display(description="用户名", ordering="username")
    def name(self, row):
        return row.username

    @admin.display(description="登录时间", ordering="attempt_time")
    def came(self, row):
        return f"{timezone.localtime(row.attempt_time):%Y-%m-%d %H:%M}"

    @admin.display(description="退出时间", ordering="logout_time", empty_value="—")
    def left(self, row):
        return row.logout_time and f"{timezone.localtime(row.logout_time):%Y-%m-%d %H:%M}"

    @admin.display(description="网络地址", ordering="ip_address")
    def address(self, row):
        return row.ip_address or "（未知）"
