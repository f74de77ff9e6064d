"""Plain text and tables in text (txt, csv), in the encodings that office software in China writes."""

import codecs
import csv
import io
import re

from .collector import Collector, Row
from .parts import ExtractionFailed
from .sniffing import UNKNOWN

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = {"csv": ",", "tsv": "\t"}


def read(data: bytes, name: str, collector: Collector) -> str:
    """Fills the collector; returns `csv` or `txt`. Raises ExtractionFailed when it is no text."""
    text = decode(data)
    delimiter = DELIMITERS.get(name.rpartition(".")[2].lower())
    if delimiter is None:
        for number, line in enumerate(text.splitlines(), start=1):
            collector.text(f"第{number}行", line)
        return "txt"
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    collector.table("表格", [Row(f"第{number}行", cells) for number, cells in _counted(rows, collector)])
    return "csv"


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB 18030-2022."""
    marked = next((charset for mark, charset in MARKS.items() if data.startswith(mark)), None)
    for charset in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
        break
    raise ExtractionFailed(UNKNOWN)


def _counted(rows, collector: Collector):
    """Rows with their numbers; stops before a table grows past all limits."""
    left = collector.budget.parts
    try:
        for number, cells in enumerate(rows, start=1):
            if number > left:
                collector.budget.spend("parts", number)
            yield number, cells
    except csv.Error as error:
        raise ExtractionFailed(
            "表格里有过长的单元格，无法检查。请在电脑上打开核对，另存一份再上传。"
        ) from error
