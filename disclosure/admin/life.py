"""What the lists of the life of documents share: scope, no writing in place, the change page of the kind."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from disclosure.models import Publication
from portal.organizations.scope import can_act_for, organizations_in_scope, sees_every_organization
from portal.spreadsheet_export import ExportMixin

MODELS = {
    "article": "article",
    "policy": "policydocument",
    "interpretation": "interpretation",
    "statutory_page": "statutorypage",
    "annual_report": "annualreportpage",
}
SEES = "disclosure.view_publication"


def change_url(publication: Publication) -> str:
    """The change page of a publication at the desk of its kind."""
    return reverse(f"admin:disclosure_{MODELS[publication.kind]}_change", args=[publication.pk])


def page_url(publication: Publication, page: str) -> str:
    """A page of the document's own desk: plan, validity."""
    return reverse(f"admin:disclosure_{MODELS[publication.kind]}_{page}", args=[publication.pk])


class LifeList(ExportMixin, admin.ModelAdmin):
    """A list in the user's scope whose rows are acted on elsewhere. `organization_path` leads to the organ."""

    organization_path = "organization"
    list_per_page = 50
    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ["css/desk.css", "css/documents.css"]}

    def get_queryset(self, request):
        rows = self.rows()
        if sees_every_organization(request.user):
            return rows
        reach = organizations_in_scope(request.user).values("pk")
        return rows.filter(**{f"{self.organization_path}__in": reach})

    def rows(self):
        return self.model.objects.all()

    def has_module_permission(self, request):
        return request.user.has_perm(SEES)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(SEES)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PublicationList(LifeList):
    """A list of publications; a click leads to `target(row)`."""

    list_select_related = ["organization"]
    search_fields = ["title", "document_number"]
    search_help_text = "按标题或者发文字号查找"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = (
            self.get_object(request, object_id)
            if str(object_id).isdecimal() and len(str(object_id)) < 19
            else None
        )
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return self.row_view(request, row)

    def row_view(self, request, row):
        return HttpResponseRedirect(change_url(row))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)


class ScopeOrganizationFilter(admin.SimpleListFilter):
    """Organisations in the user's scope; not shown when there is only one."""

    title = "单位"
    parameter_name = "organ"

    def lookups(self, request, model_admin):
        self.path = model_admin.organization_path
        rows = organizations_in_scope(request.user).order_by("tree_id", "lft")
        found = list(rows.values_list("pk", "short_name"))
        return [(str(pk), name) for pk, name in found] if len(found) > 1 else []

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        is_known = value in {pk for pk, _ in self.lookup_choices}
        return queryset.filter(**{self.path: value}) if is_known else queryset.none()


def may_see(request, publication: Publication) -> bool:
    return request.user.has_perm(SEES) and can_act_for(request.user, publication.organization)


def title_link(publication: Publication, url: str | None = None):
    return format_html('<a href="{}">{}</a>', url or change_url(publication), publication.title)


def own_page(model_admin, request, template: str, context: dict) -> TemplateResponse:
    """A page of the desk with what its frame needs."""
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
    return TemplateResponse(request, f"admin/disclosure/{template}.html", {**frame, **context})


class DateInput(forms.DateInput):
    """The browser's own date field: needs no script."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)
