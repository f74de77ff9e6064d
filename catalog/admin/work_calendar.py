from django.contrib import admin

from portal.organizations.scope import sees_every_organization
from portal.workdays.admin import CalendarYearAdmin
from portal.workdays.models import CalendarYear


@admin.register(CalendarYear)
class CountyCalendarAdmin(CalendarYearAdmin):
    """The calendar moves due dates of every organisation: those who answer for the whole county change it."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and sees_every_organization(request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and sees_every_organization(request.user)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and sees_every_organization(request.user)
