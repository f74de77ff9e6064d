"""等我办理: what has come to my desk, and what other organs ask of mine."""

from datetime import date

from django.db.models import Count, DateTimeField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Consent, Publication, Step
from disclosure.vocabulary import Attribute, ConsentAnswer, FindingState, Status

from .base import SHOWN, Card, Line
from .scope import change_url, listing, not_written_by, within_right, work_organizations

TURNS = {
    Status.SUBMITTED: ("review", "审核"),
    Status.REVIEWED: ("check_secrecy", "保密审查"),
    Status.CHECKED: ("sign", "签发"),
    Status.SIGNED: ("publish", "发布"),
}
LONG = 3
"""Days after which something that waits is marked."""


def card(user, today: date) -> Card | None:
    """What waits for the user's step, longest first; never the user's own writing, except to send it out."""
    conditions = {status: _condition(user, status, right, today) for status, (right, _) in TURNS.items()}
    conditions = {status: found for status, found in conditions.items() if found is not None}
    if not conditions:
        return None
    rows = Publication.objects.filter(_either(conditions.values()))
    lines = tuple(_line(row, today) for row in _told(rows)[:SHOWN])
    duties = "、".join(TURNS[status][1] for status in conditions)
    statuses = ",".join(conditions)
    return Card(
        "waiting",
        "等我办理",
        f"没有等您{duties}的稿子。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=any(line.note for line in lines),
        more=("全部待办", listing(status__in=statuses)),
    )


def _condition(user, status: str, right: str, today: date) -> Q | None:
    place = within_right(user, f"disclosure.{right}_publication", today)
    if place is None:
        return None
    if status == Status.SIGNED:  # whoever wrote it may send it out; what is withheld ends here
        return Q(status=status, attribute=Attribute.PROACTIVE) & place
    return Q(status=status) & place & not_written_by(user)


def _either(conditions) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _told(rows):
    arrived = Step.objects.filter(publication=OuterRef("pk"), target=OuterRef("status")).order_by("-pk")
    return (
        rows.select_related("organization", "created_by")
        .defer("body")
        .annotate(
            since=Coalesce(Subquery(arrived.values("at")[:1], output_field=DateTimeField()), F("updated_at")),
            open_findings=Count(
                "findings", filter=Q(findings__state=FindingState.OPEN) & ~Q(findings__level="hint")
            ),
        )
        .order_by("since")
    )


def _line(row, today: date) -> Line:
    label = TURNS[Status(row.status)][1]
    since = timezone.localtime(row.since)
    facts = [row.organization.short_name, f"{since:%m月%d日 %H:%M}送到"]
    if row.created_by:
        facts.append(f"{row.created_by}起草")
    if row.open_findings:
        facts.append(f"{row.open_findings}处检查发现待处理")
    days = (today - since.date()).days
    note = f"已经等了{days}天。" if days >= LONG else ""
    return Line(row.title, change_url(row), tuple(facts), f"待{label}", note, (label, change_url(row)))


def consents(user, today: date) -> Card | None:
    """What other organs ask the user's about information that concerns it (条例 Art. 11)."""
    if not (user.has_perm("disclosure.review_publication") or user.has_perm("disclosure.sign_publication")):
        return None
    own = work_organizations(user).values("pk")
    rows = Consent.objects.filter(answer=ConsentAnswer.PENDING, organization__in=own).select_related(
        "publication__organization"
    )
    lines = tuple(_asked(row, today) for row in rows.order_by("asked_at").defer("publication__body")[:SHOWN])
    return Card(
        "consents",
        "其他单位征求意见",
        "没有其他单位就公开事项征求本单位意见。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=any(line.note for line in lines),
    )


def _asked(row, today: date) -> Line:
    asked = timezone.localtime(row.asked_at)
    days = (today - asked.date()).days
    facts = (row.publication.organization.short_name, f"{asked:%m月%d日}征求")
    note = f"已经等了{days}天，请尽快答复。" if days >= LONG else ""
    return Line(row.publication.title, _consent_url(row), facts, "待答复", row.question or note)


def _consent_url(row) -> str:
    """The page of the question: the publication itself is another organ's and out of the user's reach."""
    return reverse("admin:disclosure_consent_change", args=[row.pk])
