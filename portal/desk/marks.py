"""Marks of yes and no in lists. Django reads them out as True and False and has no hook for it."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html

MARKS = {True: ("yes", "是"), False: ("no", "否"), None: ("unknown", "未知")}


def mark(value):
    """The picture for a true, false or unknown value, with its word."""
    icon, word = MARKS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{icon}.svg"), word)


def speak_chinese() -> None:
    """Called once, when the apps are ready. `display_for_field` and the lists look the function up by this name."""
    admin_list._boolean_icon = mark
