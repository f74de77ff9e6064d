from django.contrib import admin
from django.urls import reverse

from disclosure.models import (
    AnnualReportPage,
    Article,
    Interpretation,
    PolicyDocument,
    Publication,
    StatutoryPage,
)

from .base import DeskAdmin, PublicationAdmin
from .forms import AnnualReportForm
from .inlines import linkable
from .interpretations import InterpretationCheckMixin
from .plans import PlanMixin
from .validity import PeriodFilter, ValidityMixin

MODELS = {
    str(model.KIND): model
    for model in (Article, PolicyDocument, Interpretation, StatutoryPage, AnnualReportPage)
}


@admin.register(Publication)
class AllPublicationsAdmin(DeskAdmin):
    """Every kind in one list. Writing is done at the desk of the kind, where a click leads."""

    list_display = ["title", "kind", *DeskAdmin.list_display[1:]]
    list_filter = ["kind", *DeskAdmin.list_filter]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        # The look-up field of relations asks this list; there, what others have made public may be named too.
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return linkable(request.user).order_by("-pk")
        return super().get_queryset(request).defer("body")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self.to_change_page(publication)

    def change_url(self, publication) -> str:
        model = MODELS[publication.kind]._meta.model_name
        return reverse(f"admin:disclosure_{model}_change", args=[publication.pk])


@admin.register(Article)
class ArticleAdmin(PublicationAdmin):
    pass


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(PlanMixin, ValidityMixin, PublicationAdmin):
    own_fields = ["is_normative"]
    list_display = [*PublicationAdmin.list_display[:3], "period_left", *PublicationAdmin.list_display[3:]]
    list_filter = [*PublicationAdmin.list_filter, "validity", PeriodFilter]


@admin.register(Interpretation)
class InterpretationAdmin(InterpretationCheckMixin, PublicationAdmin):
    own_fields = ["form"]


@admin.register(StatutoryPage)
class StatutoryPageAdmin(PublicationAdmin):
    own_fields = ["part"]


@admin.register(AnnualReportPage)
class AnnualReportAdmin(PublicationAdmin):
    form = AnnualReportForm
    own_fields = ["year"]
