from django.db import models

from .calendar import WorkCalendar


class CalendarYear(models.Model):
    """A year whose holiday arrangement is known. Without it, nothing is counted in that year."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    notice = models.CharField(
        "依据", max_length=200, help_text="国务院办公厅当年节假日安排通知的名称和文号。", blank=True
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "日历年度"
        verbose_name_plural = "日历年度"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday: a holiday, a swapped rest day, or a make-up working day."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年度")
    is_workday = models.BooleanField(
        "是否上班", help_text="勾选：调休上班的周末；不勾选：放假或者调休休息的日子。"
    )
    notice = models.CharField("依据", max_length=200, help_text="这一天据以放假或者上班的通知。")

    class Meta:
        verbose_name = "特殊日"
        verbose_name_plural = "特殊日（放假和调休上班）"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {'上班' if self.is_workday else '休息'}"


def load_calendar() -> WorkCalendar:
    """The calendar as the database has it now. Two queries."""
    years = CalendarYear.objects.values_list("year", flat=True)
    return WorkCalendar(years, dict(CalendarDay.objects.values_list("day", "is_workday")))
