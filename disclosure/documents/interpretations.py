"""Interpretation of documents: the plan, the draft that starts from it, and what is lacking (rules 8.1-8.6)."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from disclosure.html import plain_text
from disclosure.models import DocumentRelation, Interpretation, InterpretationPlan, Publication
from disclosure.pipeline.acting import lock, record
from disclosure.rules import INTERPRETED_WITHIN
from disclosure.similarity import copied_share
from disclosure.versions import save_version
from disclosure.vocabulary import APPROVED, InterpretationForm, Kind, RelationType, Status
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed
from portal.workdays.calendar import CalendarUnknown, WorkCalendar

from .elements import template
from .validity_rules import ALIVE

PLAN_FIELDS = ("interpreter", "form", "due_on", "interpretation", "exemption_reason")


def why_not_plan(document: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot write the interpretation plan of `document`."""
    reasons = []
    if document.kind != Kind.POLICY:
        reasons.append("只有政策文件需要解读方案。")
    if document.corrects_id:
        reasons.append("更正稿沿用原文件的解读方案，请在原文件中修改。")
    if not user.has_perm("disclosure.change_interpretationplan"):
        reasons.append("您的岗位没有这项权限，请由本单位经办人填写解读方案。")
    if not can_act_for(user, document.organization):
        reasons.append(f"这份文件属于{document.organization.short_name}，不在您的单位范围之内。")
    if document.status in APPROVED:
        reasons.append("文件已经签发，解读方案与文件一并生效；要改的，请先退回。")
    if document.status in (Status.WITHDRAWN, Status.ARCHIVED):
        reasons.append(f"这份文件已经是“{document.get_status_display()}”，不再需要解读方案。")
    return reasons


@transaction.atomic
def save_plan(document: Publication, user: User, **values) -> InterpretationPlan:
    """Write the plan (any of PLAN_FIELDS). Another reason for an exemption has to be approved again. Raises NotAllowed."""
    locked = lock(document)
    NotAllowed.if_any(why_not_plan(locked, user))
    plan = InterpretationPlan.objects.select_for_update().filter(document=locked).first()
    plan = plan or InterpretationPlan(document=locked)
    reason_before = plan.exemption_reason
    for name in PLAN_FIELDS:
        if name in values:
            setattr(plan, name, values[name])
    NotAllowed.if_any(_faults(plan, user))
    if plan.exemption_reason != reason_before:
        plan.exemption_approved_by = plan.exemption_approved_at = None
        _keep_version(locked, user, "填写不作解读的理由")
    plan.save()
    if plan.interpretation and _link(plan.interpretation, locked):
        _keep_version(lock(plan.interpretation), user, f"关联所解读的文件《{locked.title}》")
    record("interpretation_planned", locked, user, {"title": locked.title}, is_public=False)
    return plan


def _keep_version(publication: Publication, user: User, note: str) -> None:
    """Who wrote this is a writer of it (four eyes); screening has nothing new to look at."""
    is_screened = publication.screened_version == publication.version_number
    version = save_version(publication, user, note, even_if_same=True)
    if is_screened:
        Publication.objects.filter(pk=publication.pk).update(screened_version=version.number)


def _faults(plan: InterpretationPlan, user: User) -> list[str]:
    found = plan.interpretation
    if plan.exemption_reason and (found or plan.is_complete):
        return ["要么填写解读人、形式、日期和解读稿，要么写明不作解读的理由，两者只填一样。"]
    if found is None:
        return []
    reasons = []
    if found.kind != Kind.INTERPRETATION or found.corrects_id:
        reasons.append("所选的不是解读稿。")
    if not (found.is_public or can_act_for(user, found.organization)):
        reasons.append("所选的解读稿不在您的单位范围之内。")
    other = (
        InterpretationPlan.objects.filter(interpretation=found).exclude(document_id=plan.document_id).first()
    )
    if other and other.document.status not in (Status.PUBLISHED, Status.WITHDRAWN, Status.ARCHIVED):
        reasons.append(f"所选的解读稿已经列入《{other.document.title}》的解读方案。")
    return reasons


def _link(interpretation: Publication, document: Publication) -> bool:
    """The link between the two, read both ways (rule 8.6); whether it is new."""
    relation = {
        "publication_id": interpretation.pk,
        "type": RelationType.INTERPRETS,
        "target_id": document.pk,
    }
    return DocumentRelation.objects.get_or_create(**relation)[1]


def why_not_start(document: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot start an interpretation of `document` here."""
    reasons = why_not_plan(document, user)
    if not user.has_perm("disclosure.add_interpretation"):
        reasons.append("您的岗位没有起草解读的权限，请由本单位经办人起草。")
    plan = getattr(document, "interpretation_plan", None)
    if plan and plan.interpretation:
        reasons.append(f"已经有解读稿《{plan.interpretation.title}》，请接着办理那一份。")
    if plan and plan.is_exempt:
        reasons.append("这份文件已经批准不作解读；确需解读的，请先清空不作解读的理由。")
    return reasons


@transaction.atomic
def start_interpretation(document: Publication, user: User) -> Interpretation:
    """A draft that explains `document`: title, organ, topic, form, link and the elements of rule 8.3 as headings.

    Raises NotAllowed.
    """
    locked = lock(document)
    NotAllowed.if_any(why_not_start(locked, user))
    plan = InterpretationPlan.objects.filter(document=locked).first() or InterpretationPlan(document=locked)
    draft = Interpretation.objects.create(
        title=title_for(locked.title),
        summary=f"对《{locked.title}》的解读。"[:500],
        body=template(),
        organization=locked.organization,
        topic=locked.topic,
        keywords=locked.keywords,
        stage=locked.stage,
        form=plan.form or InterpretationForm.TEXT,
        formed_on=timezone.localdate(),
        created_by=user,
    )
    _link(draft, locked)
    save_version(draft, user, "新建解读稿")
    plan.interpretation, plan.exemption_reason = draft, ""
    plan.save()
    record("interpretation_started", locked, user, {"interpretation": draft.pk}, is_public=False)
    return draft


def title_for(title: str) -> str:
    """《关于……的通知》政策解读, with inner book title marks turned into single ones (GB/T 15834)."""
    inner = title.replace("《", "〈").replace("》", "〉")
    return f"《{inner[:290]}》政策解读"


def likeness(interpretation: Publication) -> list[tuple[Publication, float]]:
    """Each document it explains, with the share of the interpretation that repeats it (0-1)."""
    rows = interpretation.relations.filter(type=RelationType.INTERPRETS).select_related(
        "target__organization"
    )
    return [(row.target, copied_from(interpretation, row.target)) for row in rows]


def copied_from(interpretation: Publication, document: Publication) -> float:
    names = (document.title, document.organization.name, document.document_number)
    return copied_share(plain_text(interpretation.body), plain_text(document.body), names)


def awaiting_interpretation(documents: QuerySet[Publication] | None = None) -> QuerySet[Publication]:
    """Of `documents` (all public ones in force) those without a public interpretation or an approved exemption."""
    public = Publication.objects.public()
    explained = DocumentRelation.objects.filter(
        public.reached_by("publication"), type=RelationType.INTERPRETS, target=OuterRef("pk")
    )
    exempt = InterpretationPlan.objects.filter(
        ~Q(exemption_reason=""), document=OuterRef("pk"), exemption_approved_at__isnull=False
    )
    rows = proactive_documents() if documents is None else documents
    return rows.filter(~Exists(explained), ~Exists(exempt)).order_by("published_at", "pk")


def due_day(published_on: date, calendar: WorkCalendar) -> date | None:
    """The last day for the interpretation (rule 8.2); None in a year without a calendar."""
    try:
        return _due_day(calendar, published_on)
    except CalendarUnknown:
        return None


@lru_cache(maxsize=512)
def _due_day(calendar: WorkCalendar, published_on: date) -> date:
    return calendar.add_workdays(published_on, INTERPRETED_WITHIN)


def overdue_since(today: date, calendar: WorkCalendar) -> date:
    """Documents published on this day or before are overdue today."""
    day = today - timedelta(days=INTERPRETED_WITHIN)
    while (due := due_day(day, calendar)) is not None and due >= today:
        day -= timedelta(days=1)
    return day


def figures(documents: QuerySet[Publication], today: date, calendar: WorkCalendar) -> dict:
    """What the list of lacking interpretations is measured by, among `documents` (public, in force). Three queries."""
    late = Count("pk", filter=Q(published_at__lt=end_of(overdue_since(today, calendar))))
    exempt = InterpretationPlan.objects.filter(
        documents.reached_by("document"), exemption_approved_at__isnull=False
    )
    return {
        "documents": documents.order_by().count(),
        **awaiting_interpretation(documents).order_by().aggregate(lacking=Count("pk"), overdue=late),
        "exempt": exempt.count(),
    }


def end_of(day: date) -> datetime:
    """The first moment after `day`, local time: what was published before it was published by that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def share_beyond_text(interpretations: QuerySet[Interpretation]) -> dict:
    """How many interpretations have which form, and the share in a form other than text (rule 8.5). One query."""
    counts = dict(interpretations.order_by().values_list("form").annotate(Count("pk")))
    total = sum(counts.values())
    beyond = total - counts.get(InterpretationForm.TEXT, 0)
    return {
        "total": total,
        "beyond_text": beyond,
        "percent": round(100 * beyond / total) if total else None,
        "forms": [(form.label, counts.get(form.value, 0)) for form in InterpretationForm],
    }


def proactive_documents(rows: QuerySet[Publication] | None = None) -> QuerySet[Publication]:
    """Of `rows` (all publications) the public documents in force: whatever is public is 主动公开."""
    rows = Publication.objects.all() if rows is None else rows
    return rows.public().of_kind(Kind.POLICY).filter(validity__in=ALIVE)
