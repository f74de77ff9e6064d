from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from catalog import importing
from catalog.importing import standard_files
from catalog.spreadsheets import read_catalog


class Command(BaseCommand):
    help = (
        "导入公开目录（CSV 或者 xlsx）。全部正确才写入；--dry-run 只显示差异。不给文件时导入随附的标准目录。"
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只显示差异，不写入")

    @transaction.atomic
    def handle(self, *args, files, dry_run, **options):
        today = timezone.localdate()
        importing.load_domains(today)
        plan = plan_for(files or standard_files())
        self._show(plan)
        if plan.errors:
            raise CommandError(f"有 {len(plan.errors)} 处错误，没有导入任何内容。")
        if dry_run:
            transaction.set_rollback(True)
            return
        title = f"导入目录表格（{'、'.join(path.name for path in files)}）" if files else ""
        importing.apply(plan, today, provenance=importing.standard_provenance(), title=title)
        self.stdout.write("导入完成。")

    def _show(self, plan: importing.Plan) -> None:
        for problem in (*plan.errors, *plan.warnings):
            place = f"{problem.sheet} 第{problem.row}行" if problem.row else problem.sheet
            self.stderr.write(f"{place}「{problem.column}」{problem.value}：{problem.message}")
        self.stdout.write(
            f"新增 {len(plan.added)}，修改 {len(plan.changed)}，停用 {len(plan.ended)}，未变 {plan.unchanged}。"
        )


def plan_for(files: list[Path]) -> importing.Plan:
    """One plan over all `files`. Raises CommandError for a file that is not there."""
    sheets, errors = [], []
    for path in files:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        with path.open("rb") as file:
            result = read_catalog(file, path.name)
        sheets.extend(result.sheets)
        errors.extend(result.errors)
    return importing.make_plan(sheets, errors)
