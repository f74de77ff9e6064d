"""Validity at the desk: what changed when and by what, changes to come, the countdown and the proposed end."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from disclosure.documents import terms, validity, validity_rules
from disclosure.models import Publication, ValidityChange
from disclosure.reassessing import add_months
from disclosure.vocabulary import Kind, Validity
from portal.refusal import NotAllowed

from .life import DateInput, LifeList, ScopeOrganizationFilter, change_url, own_page, page_url, title_link
from .prefill import key_in


class ValidityForm(forms.Form):
    after = forms.ChoiceField(label="变动后的有效性", error_messages={"required": "请选择变动后的有效性。"})
    on = forms.DateField(
        label="生效日期",
        widget=DateInput(),
        help_text="晚于今天的，到那一天自动生效。",
        error_messages={"required": "请填写生效日期。", "invalid": "日期的形式应为：2026-03-01。"},
    )
    by_number = forms.CharField(
        label="依据文件",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="在本站公开的，填写它的发文字号或者索引号，页面会互相链接。",
    )
    basis = forms.CharField(
        label="依据",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="依据不在本站公开的，写明文件名称和文号。群众会看到。",
    )
    until = forms.DateField(
        label="有效期延长至",
        required=False,
        widget=DateInput(),
        help_text="只有继续有效、延长有效期时填写。",
        error_messages={"invalid": "日期的形式应为：2026-03-01。"},
    )

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        before = Validity(document.validity)
        following = dict.fromkeys([*validity_rules.ALLOWED[before], before])
        labels = {v: v.label for v in following} | {before: f"{before.label}（不变，延长有效期或者补登依据）"}
        self.fields["after"].choices = [("", "请选择"), *((v.value, labels[v]) for v in following)]

    def clean_by_number(self):
        """The public document of that number."""
        number = self.cleaned_data["by_number"].strip()
        if not number:
            return None
        public = Publication.objects.public().select_related("organization").defer("body")
        found = list(public.filter(index_number=number) or public.filter(document_number=_normal(number))[:2])
        if len(found) != 1:
            what = (
                "有几份公开的文件用这个文号，请改填索引号。"
                if found
                else "本站没有公开这个文号的文件，请核对，或者写在“依据”里。"
            )
            raise forms.ValidationError(what)
        return found[0]

    def answers(self) -> dict:
        data = self.cleaned_data
        return {
            "after": data["after"],
            "on": data["on"],
            "by_document": data["by_number"],
            "basis": data["basis"],
            "until": data["until"],
        }


def _normal(number: str) -> str:
    from disclosure.numbers import normalize_document_number

    return normalize_document_number(number)


class ValidityMixin:
    """For the desk of policy documents: the page `<pk>/validity/`, the countdown, the proposed end of the period."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/validity/", view(self.validity_view), name=f"{name}_validity"),
            *super().get_urls(),
        ]

    def validity_view(self, request, object_id):
        """The evidence, and the form for a change; or why not."""
        document = self.visible_object(request, object_id)
        if document is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        is_change = request.method == "POST" and "_change" in request.POST
        form = ValidityForm(request.POST if is_change else None, document=document)
        done = False
        if is_change and form.is_valid():
            done = self._try_change(request, document, form)
        elif request.method == "POST" and "_cancel" in request.POST:
            done = self._try_cancel(request, document)
        if done:
            return HttpResponseRedirect(page_url(document, "validity"))
        return own_page(self, request, "validity", self._validity_context(request, document, form))

    def _try_change(self, request, document, form) -> bool:
        try:
            change = validity.change_validity(document, user=request.user, **form.answers())
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return False
        when = f"{change.on:%Y-%m-%d}自动生效" if change.is_waiting else "已经生效，群众马上能看到"
        messages.success(request, f"有效性变动已经登记，{when}。")
        self.log_change(request, document, f"有效性变动：{change.get_after_display()}。")
        return True

    def _try_cancel(self, request, document) -> bool:
        pk = key_in(request.POST.get("_cancel"))
        found = (
            pk and document.validity_changes.select_related("document__organization").filter(pk=pk).first()
        )
        if not found:
            messages.error(request, "这一条已经取消。")
            return True
        try:
            validity.cancel_change(found, request.user)
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return True
        messages.success(request, "已取消这一条有效性变动。")
        return True

    def _validity_context(self, request, document, form) -> dict:
        today = timezone.localdate()
        changes = document.validity_changes.select_related("by_document", "cleanup__result", "recorded_by")
        return {
            "title": "有效性",
            "original": document,
            "change_url": change_url(document),
            "form": form,
            "changes": list(changes),
            "time_left": terms.time_left(document.ceases_on, today),
            "reasons": [
                *validity_rules.about_document(document),
                *validity_rules.about_user(document, request.user),
            ],
        }

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.published_at:
            return fieldsets
        return [*fieldsets, ("有效性变动", {"fields": ["validity_note"]})]

    def get_readonly_fields(self, request, obj=None):
        fixed = [*super().get_readonly_fields(request, obj), "validity_note"]
        return [*fixed, "validity"] if obj and obj.corrects_id else fixed

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        field = form.base_fields.get("ceases_on")
        if field:
            field.help_text = proposal(obj)
        return form

    @admin.display(description="有效性")
    def validity_note(self, document):
        left = terms.time_left(document.ceases_on, timezone.localdate())
        words = f"{document.get_validity_display()}{'，' + left if left else ''}。"
        return format_html('{} <a href="{}">登记有效性变动</a>', words, page_url(document, "validity"))

    @admin.display(description="有效期", ordering="ceases_on")
    def period_left(self, document):
        """The countdown for the list; what ends within six months stands out."""
        if document.validity in validity_rules.ENDED:
            return document.get_validity_display()
        today = timezone.localdate()
        left = terms.time_left(document.ceases_on, today)
        if not left:
            return "" if document.ceases_on is None else "已到期"
        if terms.ends_soon(document.ceases_on, today):
            return format_html('<strong class="ends-soon">{}</strong>', left)
        return left


def proposal(document) -> str:
    """What is said beside the field of the end: the usual period, and the day it would end."""
    years = settings.VALIDITY_YEARS
    text = f"规范性文件一般有效{years['default']}年，试行、暂行的{years['trial']}年；到期自动失效，到期前六个月提醒评估。"
    begins = document and (document.effective_on or document.formed_on)
    if not begins or document.ceases_on:
        return f"{text}长期有效的留空。"
    end = terms.proposed_end(document.title, begins, years)
    return f"{text}按{begins}起算，建议填 {end}。长期有效的留空。"


class PeriodFilter(admin.SimpleListFilter):
    title = "有效期"
    parameter_name = "period"

    def lookups(self, request, model_admin):
        return [("soon", "六个月内到期"), ("none", "没有写明有效期"), ("over", "已失效或者废止")]

    def queryset(self, request, queryset):
        today, value = timezone.localdate(), self.value()
        if value == "soon":
            until = add_months(today, terms.SOON_MONTHS)
            return queryset.filter(
                validity__in=validity_rules.ALIVE, ceases_on__gt=today, ceases_on__lte=until
            )
        if value == "none":
            return queryset.filter(ceases_on__isnull=True, validity__in=validity_rules.ALIVE)
        return queryset.filter(validity__in=validity_rules.ENDED) if value == "over" else queryset


def ending_soon(organizations):
    """Public documents of `organizations` that end within six months, soonest first: for the home page."""
    today = timezone.localdate()
    rows = Publication.objects.public().of_kind(Kind.POLICY).in_scope(organizations)
    until = add_months(today, terms.SOON_MONTHS)
    rows = rows.filter(validity__in=validity_rules.ALIVE, ceases_on__gt=today, ceases_on__lte=until)
    return rows.select_related("organization").defer("body").order_by("ceases_on", "pk")


@admin.register(ValidityChange)
class ValidityChangeAdmin(LifeList):
    """Every change with its evidence; recorded on the document's own page."""

    organization_path = "document__organization"
    list_display = ["document_title", "organ", "before", "after", "on", "evidence", "state"]
    list_display_links = None
    list_filter = [ScopeOrganizationFilter, "after", ("applied_at", admin.EmptyFieldListFilter), "on"]
    list_select_related = ["document__organization", "by_document", "cleanup"]
    search_fields = ["document__title", "document__document_number", "basis", "by_document__title"]
    search_help_text = "按文件或者依据查找"
    ordering = ["-on", "-pk"]
    empty_list_text = "文件修改、废止、失效以后会在这里列出。"

    @admin.display(description="文件", ordering="document__title")
    def document_title(self, change):
        return title_link(change.document, page_url(change.document, "validity"))

    @admin.display(description="单位", ordering="document__organization__lft")
    def organ(self, change):
        return change.document.organization.short_name

    @admin.display(description="依据")
    def evidence(self, change):
        return change.by_document.title if change.by_document else change.basis or str(change.cleanup)

    @admin.display(description="状态")
    def state(self, change):
        return "待生效" if change.is_waiting else "已生效"
