"""Zip archives: every file inside is read as if it had been uploaded. An archive in an archive is refused."""

from . import limits
from .collector import Collector
from .package import Package
from .parts import ExtractionFailed

NOT_CONTENTS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(package: Package, collector: Collector) -> None:
    """Hands each file of the archive to the collector. Raises ExtractionFailed when it is empty or has too many."""
    names = [name for name in package.names if not any(idle in name for idle in NOT_CONTENTS)]
    if len(names) > limits.ARCHIVE_MAX_ENTRIES:
        raise ExtractionFailed(
            f"压缩包里有 {len(names)} 个文件，超过 {limits.ARCHIVE_MAX_ENTRIES} 个。请分成几个再上传。"
        )
    if not names:
        raise ExtractionFailed("压缩包是空的。请在电脑上打开核对，再重新上传。")
    for name in names:
        collector.enclose(name, f"“{name}”：", _loader(package, name), hidden=False)


def _loader(package: Package, name: str):
    return lambda: package.read(name)
