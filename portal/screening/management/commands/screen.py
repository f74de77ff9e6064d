from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError

from portal.screening import CODES, Level, Words, screen_file, screen_html

MISSING, BLOCKED = 2, 1
WEB_PAGES = {".html", ".htm"}


class Command(BaseCommand):
    help = "检查文件能不能公开：密级标志、个人信息、错别字、隐藏内容、外部链接等。有必须改正的问题时，退出码为1。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="要检查的文件，可以写几个。")
        parser.add_argument("--shipped", action="store_true", help="只用系统内置的词表，不读数据库。")

    def handle(self, *args, files, shipped, **options):
        words = Words.shipped() if shipped else self._words()
        levels = [self._screen(Path(name), words) for name in files]
        if BLOCKED in levels or MISSING in levels:
            raise SystemExit(BLOCKED if BLOCKED in levels else MISSING)

    def _words(self) -> Words:
        try:
            return Words.load()
        except (OperationalError, ProgrammingError):
            self.stderr.write("数据库里还没有词表，这次用系统内置的词表检查。")
            return Words.shipped()

    def _screen(self, path: Path, words: Words) -> int:
        """Print what was found in one file. Returns 1 when something blocks, 2 when there is no such file."""
        try:
            data = path.read_bytes()
        except OSError:
            self.stderr.write(f"读不到文件“{path}”，请检查文件名和权限。")
            return MISSING
        findings = screen_file(data, path.name, words)
        if path.suffix.lower() in WEB_PAGES:
            findings += screen_html(data.decode("utf-8", "replace"), "网页", words)
        self.stdout.write(f"{path}：{self._summary(findings)}")
        for level in Level:
            for finding in (f for f in findings if f.level == level):
                self._print(finding)
        return BLOCKED if any(finding.blocks for finding in findings) else 0

    def _summary(self, findings) -> str:
        counts = {level: sum(f.level == level for f in findings) for level in Level}
        said = "，".join(f"{level.label}{count}条" for level, count in counts.items() if count)
        return said or "没有发现问题"

    def _print(self, finding) -> None:
        self.stdout.write(f"  [{finding.level.label}] {CODES[finding.code].label}　{finding.place}")
        self.stdout.write(f"      {finding.excerpt}")
        self.stdout.write(f"      {finding.proposal}")
