from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the desk as its site. Stands in INSTALLED_APPS in place of "django.contrib.admin"."""

    default = False
    default_site = "portal.desk.site.DeskSite"


class DeskConfig(AppConfig):
    default = True
    name = "portal.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self):
        from .marks import speak_chinese

        speak_chinese()
