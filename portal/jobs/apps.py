from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self):
        """Every app keeps what it does in the background in a module `jobs`."""
        autodiscover_modules("jobs")
