from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog import exporting
from catalog.spreadsheets import write_csv, write_xlsx


class Command(BaseCommand):
    help = (
        "导出现行目录：xlsx 写成一个工作簿，每个领域一张表；csv 写到一个文件夹，每个领域一个文件。"
        "导出的文件可以原样再导入。"
    )

    def add_arguments(self, parser):
        parser.add_argument("output", type=Path, help="xlsx 的文件名，或者存放 csv 的文件夹")
        parser.add_argument("--format", choices=["csv", "xlsx"], default="xlsx")
        parser.add_argument("--domain", help="只导出一个领域，填编码，如 03-budget")

    def handle(self, *args, output, format, domain, **options):
        domains = list(exporting.domains_in_order())
        if domain:
            domains = [d for d in domains if d.code == domain.lower()]
        if not domains:
            raise CommandError(f"没有编码为 {domain} 的领域。" if domain else "目录是空的，请先导入。")
        sheets = exporting.sheets(domains)
        try:
            _write(output, format, domains, sheets)
        except OSError as error:
            raise CommandError(f"不能写入 {output}：{error.strerror}") from error
        self.stdout.write(f"导出 {len(sheets)} 个领域，{sum(len(sheet.rows) for sheet in sheets)} 项。")


def _write(output: Path, format: str, domains, sheets) -> None:
    if format == "xlsx":
        output.write_bytes(write_xlsx(sheets))
        return
    output.mkdir(parents=True, exist_ok=True)
    for domain, sheet in zip(domains, sheets, strict=True):
        (output / f"{domain.code}.csv").write_bytes(write_csv(sheet))
