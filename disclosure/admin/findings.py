"""检查发现: what screening found, across publications. Answered on the reviewing page of each."""

from django.contrib import admin
from django.db.models import Case, When
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html

from disclosure import link_checks, metadata_checks
from disclosure.jobs import review_url
from disclosure.models import Finding, FindingLevel
from disclosure.vocabulary import FindingState, Status
from portal.screening import CODES

from .life import LifeList, ScopeOrganizationFilter
from .rescreening import may_rescreen_all, rescreen_all

LABELS = {code: row.label for code, row in CODES.items()} | metadata_checks.LABELS | link_checks.LABELS


WEIGHT = Case(When(level=FindingLevel.BLOCKS, then=0), When(level=FindingLevel.ANSWER, then=1), default=2)
"""What must be put right comes first."""


class StateFilter(admin.SimpleListFilter):
    """What waits for somebody, unless asked otherwise."""

    title = "处理"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", "全部"), *FindingState.choices]

    def value(self):
        return super().value() or FindingState.OPEN.value

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            chosen = self.value() == value
            asked = {} if value == FindingState.OPEN else {self.parameter_name: value}
            query = changelist.get_query_string(asked, [self.parameter_name])
            yield {"selected": chosen, "query_string": query, "display": label}

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in FindingState.values else queryset


class CodeFilter(admin.SimpleListFilter):
    title = "类型"
    parameter_name = "code"

    def lookups(self, request, model_admin):
        return list(LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(code=self.value()) if self.value() else queryset


class PublicFilter(admin.SimpleListFilter):
    """What citizens can read now comes before what they cannot."""

    title = "信息"
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("1", "已经公开的"), ("0", "没有公开的")]

    def queryset(self, request, queryset):
        if self.value() == "1":
            return queryset.filter(publication__status=Status.PUBLISHED)
        return queryset.exclude(publication__status=Status.PUBLISHED) if self.value() == "0" else queryset


@admin.register(Finding)
class FindingAdmin(LifeList):
    """Read only. A click leads to the reviewing page, where the secrecy officer answers."""

    organization_path = "publication__organization"
    list_display = [
        "title",
        "organ",
        "status",
        "level",
        "kind",
        "what",
        "proposal",
        "state",
    ]
    list_display_links = None
    list_filter = [StateFilter, "level", CodeFilter, ScopeOrganizationFilter, PublicFilter]
    list_select_related = ["publication__organization"]
    search_fields = ["publication__title", "excerpt"]
    search_help_text = "按标题或者发现的内容查找"
    ordering = [WEIGHT.asc(), "-pk"]
    change_list_template = "admin/disclosure/finding_list.html"
    empty_list_text = "发布前检查发现的问题会在这里列出，目前没有待处理的。"

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("disclosure.view_finding")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("publication__body")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("rescreen/", view(self.rescreen_view), name="disclosure_rescreen_all"),
            *super().get_urls(),
        ]

    def rescreen_view(self, request):
        return rescreen_all(self, request)

    def changelist_view(self, request, extra_context=None):
        extra = {"may_rescreen_all": may_rescreen_all(request)}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The reviewing page of the publication, when it is in the user's scope."""
        is_number = str(object_id).isdecimal() and len(str(object_id)) < 19
        found = self.get_queryset(request).filter(pk=object_id).first() if is_number else None
        if found is None or not self.has_view_permission(request):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(review_url(found.publication))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    @admin.display(description="信息", ordering="publication__title")
    def title(self, found):
        return format_html('<a href="{}">{}</a>', review_url(found.publication), found.publication.title)

    @admin.display(description="单位", ordering="publication__organization__lft")
    def organ(self, found):
        return found.publication.organization.short_name

    @admin.display(description="状态", ordering="publication__status")
    def status(self, found):
        return found.publication.get_status_display()

    @admin.display(description="位置和内容", ordering="place")
    def what(self, found):
        return f"{found.place}：{found.excerpt}" if found.excerpt else found.place

    @admin.display(description="类型", ordering="code")
    def kind(self, found):
        return LABELS.get(found.code, found.code)
