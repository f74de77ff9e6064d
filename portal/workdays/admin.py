from django.contrib import admin

from .models import CalendarDay
from .services import announce_change


class CalendarDayInline(admin.TabularInline):
    model = CalendarDay
    extra = 0


class CalendarYearAdmin(admin.ModelAdmin):
    """A year is edited as a whole, so that its version changes with any of its days.

    Registered by `catalog.admin.work_calendar`, which knows who answers for the whole county.
    """

    list_display = ["year", "notice", "updated_at"]
    inlines = [CalendarDayInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.save()
        announce_change()
