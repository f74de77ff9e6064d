"""Loads the whole demo county. Calendar and organisations go first, so that what follows them is not redone."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disclosure.models import Publication
from portal.ledger import checking
from portal.organizations.models import Organization, User
from portal.tasks import refresh_statistics
from portal.workdays.services import current_calendar, load_known_years

from . import (
    archive,
    catalog_adoption,
    catalog_changes,
    compilations,
    documents_life,
    exemptions,
    extras,
    organizations,
    people,
    pipeline_story,
    publications,
    statutory,
    systems,
    villages,
)
from .clock import DemoClock
from .documents import read_documents
from .errors import DemoRefused
from .freshness import freshen

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
    load_known_years()
    organizations.load()
    with transaction.atomic():
        staff = people.load()
        report("机构、人员和工作日历已装入。")
        calendar = current_calendar()
        clock = DemoClock(timezone.localtime(), calendar)
        catalog_adoption.adopt(clock)
        catalog_changes.revise(clock, staff)
        report("公开目录已导入，公开责任已落实到单位。")
        _write(clock, staff, report)
    checking.run()  # the ledger's page says that it was verified from the first visit on
    refresh_statistics()
    return Publication.objects.count()


def _write(clock: DemoClock, staff: people.Staff, report: Report) -> None:
    obligations = publications.Obligations()
    known = organizations.by_catalog_name()
    writer = publications.Writer(clock, known, obligations, staff)
    exempted = exemptions.Exemptions(obligations)
    documents = freshen(read_documents(organizations.FIXTURES / "publications"))
    written = {document.key: writer.entry(document) for document in documents}
    publications.order_interpretations(documents, written)
    extra = extras.Extras(clock, writer)
    others = [
        *statutory.StatutoryPages(clock, obligations, staff, known).entries(),
        *villages.Villages(clock, obligations, staff).entries(_villages(known)),
        *extra.entries(),
    ]
    answered = [*written.values(), *others]
    compiled = _compile(clock, staff, documents, obligations, exempted, answered)
    everything = archive.store([*answered, *compiled], clock.calendar)
    report(f"已发布 {len(written)} 篇文件、解读和信息，{len(others) + len(compiled)} 条其他公开信息。")
    publications.relate(documents, written)
    publications.attach(documents, written)
    archive.hand_down(everything, clock.calendar)
    extra.withdraw()
    extra.draft()
    documents_life.DocumentsLife(clock, staff, known, written).load()
    pipeline_story.load(clock, writer, written)
    administrator = User.objects.get(username="admin")
    exempted.decide(clock, administrator)
    systems.hand_in(clock, known, obligations, administrator)
    report("附件、图片、公开状态和不适用说明已生成。")


def _villages(known: dict[str, Organization]) -> list[Organization]:
    by_id = {o.pk: o for o in known.values()}
    found = [o for o in known.values() if o.is_village]
    for village in found:
        village.parent = by_id[village.parent_id]
    return found


def _compile(clock, staff, documents, obligations, exempted, answered) -> list[archive.Entry]:
    """Compilations for what nothing else answers and nobody is exempted from."""
    done = exempted.all() | {o.pk for entry in answered for o in entry.obligations}
    left = [o for o in obligations.all if o.pk not in done]
    topics = compilations.topics_by_domain(documents)
    return list(compilations.Compilations(clock, staff, topics).entries(left))
