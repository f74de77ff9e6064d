"""Workbooks (xlsx): every sheet, shown or not, and what the file keeps behind them."""

from . import excel_hidden
from .collector import Collector
from .excel_sheet import MARKS, Sheet
from .excel_values import Formats, Strings, Values
from .ooxml import read_surroundings
from .package import Package
from .safe_xml import child, descendants, is_on, reference


def read(package: Package, main: str, collector: Collector) -> None:
    """Fills the collector from an xlsx whose main part is `main`."""
    root = package.xml(main)
    settings = child(root, "workbookPr")
    from_1904 = settings is not None and "date1904" in settings.attrib and is_on(settings, "date1904")
    strings = Strings(package, main)
    values = Values(strings, Formats(package, main), from_1904)
    relationships = package.relationships(main)
    done = {main, *package.related(main, "sharedStrings")}
    hidden = []
    for sheet in descendants(root, "sheet"):
        name, state = sheet.get("name", ""), sheet.get("state", "visible")
        part = relationships.get(reference(sheet))
        if state in MARKS:
            hidden.append(f"“{name}”")
        if part is not None and not part.is_external and part.target in package:
            shown = Sheet(package, part.target, name, state, values, collector)
            shown.read()
            done |= {part.target, *excel_hidden.read_comments(package, part.target, shown.label, collector)}
    if hidden:
        collector.warn(
            f"有{len(hidden)}个隐藏工作表：{'、'.join(hidden)}。请取消隐藏核对，不需要公开的删除后另存。"
        )
    excel_hidden.read_names(root, collector)
    done |= excel_hidden.read_caches(package, collector)
    excel_hidden.read_unused(strings, collector)
    read_surroundings(package, collector, done)
