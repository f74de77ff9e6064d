from django.contrib import admin

from .models import CalendarDay, CalendarYear
from .services import announce_change


class CalendarDayInline(admin.TabularInline):
    model = CalendarDay
    extra = 0


@admin.register(CalendarYear)
class CalendarYearAdmin(admin.ModelAdmin):
    """A year is edited as a whole, so that its version changes with any of its days."""

    list_display = ["year", "notice", "updated_at"]
    inlines = [CalendarDayInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.save()
        announce_change()
