"""Checks of what was published: signatures, numbers, dates, schedules, files, versions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain, islice

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from disclosure.documents.validity import left_undone
from disclosure.files.deletion import unnamed
from disclosure.models import (
    Attachment,
    Cleanup,
    IndexNumberSeries,
    Publication,
    Rendition,
    Step,
    Version,
)
from disclosure.versions.content import MODELS, words_and_files
from disclosure.vocabulary import Attribute, Status

from .found import Found, about

BACKDATED_BY = timedelta(minutes=10)
GAPS_NAMED = 20
ROWS, FILES = 200, 2000
"""How many are looked at in one go."""
_SERIAL = re.compile(r"/(\d{4})-(\d{5,})$")


def public_without_signature() -> Iterator[Found]:
    """What anyone can read although nobody signed it, or an emergency that nobody approved in time."""
    latest = timezone.now() - timedelta(hours=settings.EMERGENCY_SIGNATURE_HOURS)
    for row in _listed(Publication.objects.public().filter(signed_at__isnull=True)):
        if row.emergency_at is None:
            yield about(row, "已经公开，但没有签发记录。")
        elif row.emergency_at < latest:
            yield about(row, f"紧急公开已超过{settings.EMERGENCY_SIGNATURE_HOURS}小时，还没有第二个人补签。")


def signed_by_its_writer() -> Iterator[Found]:
    """Four eyes: whoever signed has not written any version before."""
    written = Version.objects.filter(
        publication=OuterRef("pk"),
        saved_by=OuterRef("signed_by"),
        saved_at__lte=OuterRef("signed_at"),
        note="",
    )
    rows = Publication.objects.public().filter(signed_by__isnull=False)
    for row in _listed(rows.filter(Exists(written)) | rows.filter(created_by=F("signed_by"))):
        yield about(row, "签发的人就是写稿的人，不符合“写的人不签”。")


def numbering_gaps() -> Iterator[Found]:
    """Index numbers run from 1 without gaps, by organ and year (rule 10.1)."""
    used = defaultdict(set)
    numbers = Publication.objects.filter(index_number__isnull=False, corrects__isnull=True)
    for number, organization in numbers.values_list("index_number", "organization_id"):
        if found := _SERIAL.search(number):
            used[organization, int(found[1])].add(int(found[2]))
    for series in IndexNumberSeries.objects.select_related("organization"):
        here = used[series.organization_id, series.year]
        missing = [n for n in range(1, series.last + 1) if n not in here]
        if missing:
            named = "、".join(str(n) for n in missing[:GAPS_NAMED])
            text = f"{series.organization.short_name}{series.year}年的索引号缺{len(missing)}个：{named}。"
            yield Found(f"series:{series.pk}", text, "", series.organization_id)


def validity_left_behind() -> Iterator[Found]:
    """What the nightly task could not carry out: a repeal, an amendment or the end of a period without effect."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for row in _listed(Publication.objects.filter(pk__in=left_undone(yesterday))):
        yield about(row, "有效性应当变动而没有变动（修改、废止或者到期没有生效），请核对后登记。")
    pending = Cleanup.objects.filter(Publication.objects.public().reached_by("result"), applied_at=None)
    for cleanup in pending:
        text = f"文件清理“{cleanup.title}”的结果已经公布，但没有生效。"
        yield Found(f"cleanup:{cleanup.pk}", text, "", cleanup.organization_id)


def dates_out_of_order() -> Iterator[Found]:
    """成文 ≤ 发布, 签发 ≤ 发布 (rule 10.3)."""
    for row in _listed(Publication.objects.public().filter(formed_on__gt=F("published_at__date"))):
        yield about(row, f"成文日期（{row.formed_on}）晚于发布日期。")
    late = Publication.objects.public().filter(emergency_at__isnull=True, revised_at__isnull=True)
    for row in _listed(late.filter(signed_at__gt=F("published_at"))):
        yield about(row, "签发时间晚于发布时间。")


def backdated_publications() -> Iterator[Found]:
    """The moment of publication a row claims is the moment at which it was written down."""
    written = Step.objects.filter(verb__in=["publish", "publish_in_emergency"]).exclude(
        publication__status=Status.DRAFT
    )
    rows = written.filter(
        at__gt=F("publication__published_at") + BACKDATED_BY, source__in=["signed", "scheduled"]
    )
    for step in rows.select_related("publication").defer("publication__body")[:500]:
        when = timezone.localtime(step.publication.published_at)
        yield about(
            step.publication, f"记载的发布时间（{when:%Y-%m-%d %H:%M}）早于实际办理时间，可能是倒填日期。"
        )


def missed_schedules() -> Iterator[Found]:
    """What should have gone out by itself and did not."""
    late = timezone.now() - timedelta(minutes=10)
    for row in _listed(Publication.objects.due(late)):
        yield about(row, f"到了定时发布的时间没有发布：{row.schedule_problem or '定时服务可能没有运行。'}")


def withheld_but_public() -> Iterator[Found]:
    """Whatever is public is 主动公开; a constraint says so, this sees to the constraint."""
    for row in _listed(Publication.objects.public().exclude(attribute=Attribute.PROACTIVE)):
        yield about(row, "公开属性不是主动公开，却可以公开看到。")


def changed_behind_the_back() -> Iterator[Found]:
    """What the public reads is the last version that was published: nothing changed it past the pipeline."""
    for keys in in_batches(Publication.objects.public().order_by("pk").values_list("pk", flat=True)):
        for row in _differing(keys):
            if _differing([row.pk]):  # not merely corrected between the two reads
                yield about(row, "公开的内容与最后一次发布的版本不一致，可能绕过程序改动过。")


LIFE = ("validity", "ceases_on")
"""Fields that the life of a document changes with evidence of its own."""


def _differing(keys: list[int]) -> list[Publication]:
    """Those of the public ones that do not say what their last public version says. Three queries for each kind."""
    versions = Version.objects.filter(publication__in=keys, is_public=True).order_by("number")
    said = dict(versions.values_list("publication", "content"))
    differing = []
    for model in MODELS.values():
        rows = model.objects.public().filter(pk__in=said).prefetch_related("attachments")
        differing += [row for row in rows if _signed(words_and_files(row)) != _signed(said[row.pk])]
    return differing


def _signed(content: dict) -> tuple[dict, list]:
    fields = {name: value for name, value in content["fields"].items() if name not in LIFE}
    return fields, content["attachments"]


def orphan_files() -> Iterator[Found]:
    """Stored files that no row names, and rows whose file is gone."""
    for model in (Attachment, Rendition):
        storage = model._meta.get_field("file").storage
        for pk, path in model.objects.values_list("pk", "file").iterator(chunk_size=500):
            if not storage.exists(path):
                yield Found(f"{model._meta.model_name}:{pk}", f"登记的文件不在存储中：{path}")
    storage = Attachment._meta.get_field("file").storage
    for paths in in_batches(chain(_stored(storage, "attachments"), _stored(storage, "pictures")), FILES):
        for path in unnamed(paths):
            yield Found(f"file:{path}"[:120], f"存储中的文件没有任何信息使用：{path}")


def _stored(storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(storage, f"{folder}/{name}")


def in_batches(found: Iterable, size: int = ROWS) -> Iterator[list]:
    """`found` in pieces of `size`; of a query never more than two pieces are held."""
    items = found.iterator(chunk_size=size) if isinstance(found, QuerySet) else iter(found)
    while batch := list(islice(items, size)):
        yield batch


def _listed(rows):
    return rows.defer("body").order_by("pk")[:500]
