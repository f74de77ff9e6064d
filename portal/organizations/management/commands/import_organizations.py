from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.organizations.importing import ImportRefused, Problem, import_organizations


class Command(BaseCommand):
    help = (
        "从 CSV 文件导入机构：按机构代码新增或者更新，上级单位写在前面。全部正确才写入，有错误的逐行列出。"
        "列名见 fixtures/demo/organizations.csv，也可以用中文列名；文件中没有的机构不变。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        if not file.is_file():
            raise CommandError(f"没有这个文件：{file}")
        try:
            added, updated = import_organizations(file)
        except ImportRefused as error:
            for problem in error.problems:
                self.stderr.write(_sentence(file.name, problem))
            raise CommandError(str(error)) from error
        self.stdout.write(f"新增 {added} 个机构，更新 {updated} 个。导入完成。")


def _sentence(file: str, problem: Problem) -> str:
    column = f"「{problem.column}」" if problem.column else ""
    return f"{file} 第{problem.row}行{column}{problem.value}：{problem.message}"
