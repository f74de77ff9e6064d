"""Decides by content what a file is, has it read, and then the files inside it."""

from collections.abc import Callable

from . import archives, excel, limits, ofd, pdf, pictures, plain, safe_xml, slides, sniffing, word
from .collector import Collector, Enclosure
from .limits import Budget
from .package import Package
from .parts import Extracted, ExtractionFailed

OFFICE: dict[str, Callable[[Package, str, Collector], None]] = {
    "docx": word.read,
    "xlsx": excel.read,
    "pptx": slides.read,
}


def extract(data: bytes, name: str) -> Extracted:
    """Text and metadata of a file. `name` only decides between kinds of plain text.

    Raises ExtractionFailed, and nothing else, for what cannot be read, is encrypted, or asks for too much.
    """
    if len(data) > limits.FILE_MAX_BYTES:
        raise ExtractionFailed(limits.TOO_BIG)
    return _extract(data, name, Budget(), depth=0)


def _extract(data: bytes, name: str, budget: Budget, depth: int) -> Extracted:
    collector = Collector(budget)
    try:
        file_type = _read(data, name, collector, depth)
        for enclosure in collector.enclosures:
            _read_inner(enclosure, collector, file_type, depth + 1)
    except ExtractionFailed:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise ExtractionFailed(safe_xml.DAMAGED) from error
    return collector.finish(file_type)


def _read(data: bytes, name: str, collector: Collector, depth: int) -> str:
    """Fills the collector; returns the kind of file."""
    if not data:
        raise ExtractionFailed("文件是空的。请在电脑上打开核对，再重新上传。")
    if sniffing.is_zip(data):
        return _read_package(data, collector, depth)
    if sniffing.is_pdf(data):
        pdf.read(data, collector)
        return "pdf"
    picture = sniffing.picture_type(data)
    if picture:
        pictures.read(data, collector)
        return picture
    sniffing.refuse_unreadable(data)
    return plain.read(data, name, collector)


def _read_package(data: bytes, collector: Collector, depth: int) -> str:
    package = Package(data, collector.budget)
    file_type, main = sniffing.package_type(package)
    if file_type in OFFICE:
        OFFICE[file_type](package, main, collector)
    elif file_type == "ofd":
        ofd.read(package, collector)
    elif depth:
        raise sniffing.IsArchive("这是压缩包，里面的内容没有检查。请删除，或者解压后逐个上传。")
    else:
        archives.read(package, collector)
    return file_type


def _read_inner(enclosure: Enclosure, collector: Collector, outer: str, depth: int) -> None:
    """A file inside a file: what cannot be read is said in a warning. An archive in an archive refuses the whole."""
    if depth > limits.DEPTH_MAX:
        collector.warn(f"{enclosure.place}层层嵌套，没有检查，请另行核对。")
        return
    try:
        inner = _extract(enclosure.load(), enclosure.name, collector.budget, depth)
    except ExtractionFailed as failure:
        collector.budget.refuse_if_spent()
        if outer == "zip" and isinstance(failure, sniffing.IsArchive):
            raise ExtractionFailed(
                f"压缩包里还有压缩包“{enclosure.name}”，不能检查。请解压后逐个上传。"
            ) from failure
        collector.warn(f"{enclosure.place}没有检查。{failure.reason}")
        return
    collector.adopt(enclosure, inner)
