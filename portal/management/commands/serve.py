import os

import waitress
from django.core.management.base import BaseCommand

from catalog.tasks import refresh_coverage
from portal.scheduler import Scheduler
from portal.wsgi import application


class Command(BaseCommand):
    help = "在本机运行门户：网页服务和定时任务在同一个进程里，不需要其他服务。"

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args, host, port, **options):
        refresh_coverage()  # days may have passed while the portal was off
        Scheduler().start()
        self.stdout.write(f"门户已启动：http://{host}:{port}/  （按 Ctrl+C 停止）")
        self.stdout.flush()
        waitress.serve(application, host=host, port=port, threads=8, ident=None, _quiet=True)
