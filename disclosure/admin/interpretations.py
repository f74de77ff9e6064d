"""Interpretations at the desk: what one lacks, how much it copies, and which documents have none."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from disclosure.documents import elements, interpretations
from disclosure.models import Interpretation, UnexplainedDocument
from disclosure.similarity import COPIED_AT_MOST
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.workdays.services import current_calendar

from .life import PublicationList, ScopeOrganizationFilter, page_url, title_link
from .plans import plan_words


class InterpretationCheckMixin:
    """For the desk of interpretations: which elements are missing, and how much repeats the document."""

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        first, *others = fieldsets
        about = "由系统对照保存的正文算出，保存以后更新。"
        return [
            first,
            ("解读质量", {"fields": ["elements_note", "likeness_note"], "description": about}),
            *others,
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "elements_note", "likeness_note"]

    @admin.display(description="解读要素")
    def elements_note(self, interpretation):
        missing = elements.missing_elements(interpretation.body)
        if not missing:
            return "各要素都有。"
        head = "还缺（小标题下没有内容的也算缺）："
        items = [
            format_html("<li>{}{}：{}</li>", "" if e.is_required else "（文件有的才写）", e.name, e.hint)
            for e in missing
        ]
        return format_html('{}<ul class="element-list">{}</ul>', head, _joined(items))

    @admin.display(description="与文件原文的重复")
    def likeness_note(self, interpretation):
        found = interpretations.likeness(interpretation)
        if not found:
            return "还没有关联所解读的文件，请在“关联文件”中添加。"
        items = [
            format_html("<li>{}：{}%{}</li>", title_link(document), round(100 * share), _verdict(share))
            for document, share in found
        ]
        limit = f"超过{COPIED_AT_MOST:.0%}不能送审。"
        return format_html('<ul class="element-list">{}</ul>{}', _joined(items), limit)


def _joined(items):
    return format_html("{}" * len(items), *items)


def _verdict(share: float) -> str:
    if share > COPIED_AT_MOST:
        return "，大部分照抄原文，请用自己的话重写"
    return "，偏多，请尽量用自己的话" if share > COPIED_AT_MOST / 2 else ""


class LatenessFilter(admin.SimpleListFilter):
    title = "期限"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("1", "已逾期"), ("0", "期限以内")]

    def queryset(self, request, queryset):
        since = interpretations.overdue_since(timezone.localdate(), current_calendar())
        if self.value() == "1":
            return queryset.filter(published_at__lt=interpretations.end_of(since))
        until = interpretations.end_of(since)
        return queryset.filter(published_at__gte=until) if self.value() == "0" else queryset


class NormativeFilter(admin.SimpleListFilter):
    title = "文件性质"
    parameter_name = "normative"

    def lookups(self, request, model_admin):
        return [("1", "行政规范性文件"), ("0", "其他文件")]

    def queryset(self, request, queryset):
        if self.value() in ("0", "1"):
            return queryset.filter(policydocument__is_normative=self.value() == "1")
        return queryset


@admin.register(UnexplainedDocument)
class UnexplainedDocumentAdmin(PublicationList):
    """Public documents in force that nobody explains yet, with the days they are overdue (rule 8.2)."""

    list_display = [
        "title",
        "organization",
        "document_number",
        "published_on",
        "due_on",
        "days_overdue",
        "plan_state",
    ]
    list_filter = [LatenessFilter, ScopeOrganizationFilter, NormativeFilter]
    ordering = ["published_at", "pk"]
    change_list_template = "admin/disclosure/plan_lacking.html"
    empty_list_text = "范围内现行有效的文件都有解读，或者已经批准不作解读。"

    def rows(self):
        # Every request begins here: its rows are counted by one calendar.
        self.calendar = current_calendar()
        documents = interpretations.proactive_documents(self.model.objects.all())
        found = interpretations.awaiting_interpretation(documents)
        return found.select_related("organization", "interpretation_plan__interpretation").defer(
            "interpretation_plan__interpretation__body"
        )

    def row_view(self, request, row):
        return HttpResponseRedirect(page_url(row, "plan"))

    def changelist_view(self, request, extra_context=None):
        today, calendar = timezone.localdate(), current_calendar()
        documents, forms_ = interpretations.proactive_documents(), Interpretation.objects.public()
        if not sees_every_organization(request.user):
            reach = organizations_in_scope(request.user)
            documents, forms_ = documents.in_scope(reach), forms_.in_scope(reach)
        extra = {
            "figures": interpretations.figures(documents, today, calendar),
            "share": interpretations.share_beyond_text(forms_),
        }
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    @admin.display(description="发布日期", ordering="published_at")
    def published_on(self, row):
        return row.date

    @admin.display(description="解读期限")
    def due_on(self, row):
        return interpretations.due_day(row.date, self.calendar)

    @admin.display(description="逾期天数")
    def days_overdue(self, row):
        due = interpretations.due_day(row.date, self.calendar)
        return max(0, (timezone.localdate() - due).days) if due else None

    @admin.display(description="解读方案")
    def plan_state(self, row):
        return plan_words(getattr(row, "interpretation_plan", None))
