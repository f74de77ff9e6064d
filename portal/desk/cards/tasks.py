"""我的任务: what I am writing, what came back to me and why."""

from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from disclosure.models import Publication, Step
from disclosure.vocabulary import WRITABLE, Status

from .base import SHOWN, Card, Line
from .scope import change_url, listing


def card(user, today: date) -> Card | None:
    """Drafts of the user, returned ones first. Two queries."""
    if not user.has_perm("disclosure.submit_publication"):
        return None
    mine = Publication.objects.filter(created_by=user, status__in=WRITABLE)
    returned = Step.objects.filter(publication=OuterRef("pk"), verb="return_").order_by("-pk")
    rows = (
        mine.select_related("organization")
        .defer("body")
        .annotate(
            why_returned=Subquery(returned.values("remark")[:1]),
            open_remarks=Count("remarks", filter=Q(remarks__settled_at__isnull=True)),
            is_returned=Q(status=Status.RETURNED),
        )
        .order_by("-is_returned", "-updated_at")
    )
    lines = tuple(_line(row) for row in rows[:SHOWN])
    return Card(
        "tasks",
        "我的任务",
        "您没有正在写的稿子，也没有退回给您的。",
        count=mine.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=any(line.note for line in lines),
        more=("全部草稿", listing(status__exact=Status.DRAFT)),
    )


def _line(row) -> Line:
    facts = [row.organization.short_name, f"{timezone.localtime(row.updated_at):%m月%d日 %H:%M}修改"]
    if row.corrects_id:
        facts.append("更正稿")
    if row.open_remarks:
        facts.append(f"{row.open_remarks}条审核意见待处理")
    note = (
        f"退回理由：{row.why_returned or '没有写明，请联系审核人。'}" if row.status == Status.RETURNED else ""
    )
    label = "修改" if row.status == Status.RETURNED else "继续写"
    return Line(
        row.title, change_url(row), tuple(facts), row.get_status_display(), note, (label, change_url(row))
    )
