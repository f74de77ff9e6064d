"""Loads the whole demo county, step by step, in one transaction."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure.models import Publication
from portal.workdays.services import current_calendar, load_known_years

from . import archive, catalog_adoption, organizations, people, publications
from .clock import DemoClock
from .documents import read_documents
from .errors import DemoRefused

Report = Callable[[str], None]


def why_not_load(force: bool = False) -> str:
    """Why demo data must not be loaded into this database, as a Chinese sentence; empty when it may."""
    if not getattr(settings, "DEMO", False):
        return "本环境不允许装入演示数据（DEMO 未开启）。演示数据只用于试用和测试。"
    if not force and Publication.objects.exists():
        return "数据库里已经有公开信息，没有装入演示数据。确需追加的，请加 --force；重新开始请用 make demo。"
    return ""


def load(report: Report = lambda line: None, *, force: bool = False) -> int:
    """Load the county relative to now; returns the number of publications. Raises DemoRefused, DemoDataError."""
    if reason := why_not_load(force):
        raise DemoRefused(reason)
    with transaction.atomic():
        load_known_years()
        organizations.load()
        staff = people.load()
        report("机构、人员和工作日历已装入。")
        calendar = current_calendar()
        clock = DemoClock(timezone.localtime(), calendar)
        catalog_adoption.adopt(clock)
        report("公开目录已导入，公开责任已落实到单位。")
        _write(clock, staff, report)
    return Publication.objects.count()


def _write(clock: DemoClock, staff: people.Staff, report: Report) -> None:
    obligations = publications.Obligations()
    writer = publications.Writer(clock, organizations.by_catalog_name(), obligations, staff)
    documents = read_documents(organizations.FIXTURES / "publications")
    entries = {document.key: writer.entry(document) for document in documents}
    archive.store(entries.values(), clock.calendar)
    publications.relate(documents, entries)
    publications.attach(documents, entries)
    archive.hand_down(entries.values(), clock.calendar)
    report(f"已发布 {len(entries)} 篇文件、解读和信息。")
