from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo import bulk, people
from portal.demo.clock import DemoClock
from portal.workdays.services import current_calendar


class Command(BaseCommand):
    help = "把公开信息补足到指定的条数，用于容量试验。先要装入机构和目录（load_demo）。"

    def add_arguments(self, parser):
        parser.add_argument("--publications", type=int, required=True, help="补足到多少条")

    def handle(self, *args, publications, **options):
        if not getattr(settings, "DEMO", False):
            raise CommandError("本环境不允许装入演示数据（DEMO 未开启）。")
        clock = DemoClock(timezone.localtime(), current_calendar())
        try:
            added = bulk.fill_up(publications, clock, people.load(), self._progress)
        except LookupError as error:
            raise CommandError(f"{error.args[0]}请先运行 load_demo。") from error
        self.stdout.write(f"增加了 {added} 条公开信息。")

    def _progress(self, line: str) -> None:
        self.stdout.write(line, ending="\r")
        self.stdout.flush()
