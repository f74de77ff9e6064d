from django.contrib import admin

from catalog.models import Obligation
from disclosure.models import Attachment, DocumentRelation, Fulfilment, Picture, Publication
from portal.organizations.scope import organizations_in_scope

from .forms import AttachmentForm, PictureForm
from .formsets import AttachmentFormSet, FulfilmentFormSet, PictureFormSet, RelationFormSet, labelled
from .prefill import organization_in_hand
from .widgets import TargetSelect, stored_file_link


class Rows(admin.TabularInline):
    extra = 1
    view_on_site = False


class FulfilmentInline(Rows):
    model = Fulfilment
    formset = FulfilmentFormSet
    fields = ["obligation"]
    verbose_name_plural = "对应的公开事项（发布后出现在这些事项之下；改变发布机构后请先保存，再选择事项）"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("obligation__organization", "obligation__matter")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        organization = organization_in_hand(request, obj)
        owed = Obligation.objects.current().for_organization(organization) if organization else None
        formset.choices = labelled(owed) if owed is not None else []
        return formset


class AttachmentInline(Rows):
    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    fields = ["upload", "name", "position"]

    @admin.display(description="文件")
    def upload(self, attachment):
        return stored_file_link("attachments", attachment)


class PictureInline(Rows):
    model = Picture
    form = PictureForm
    formset = PictureFormSet
    fields = ["upload", "alt", "caption", "position"]

    @admin.display(description="文件")
    def upload(self, picture):
        return stored_file_link("pictures", picture)


class RelationInline(Rows):
    model = DocumentRelation
    formset = RelationFormSet
    fk_name = "publication"
    fields = ["type", "target"]
    autocomplete_fields = ["target"]
    verbose_name_plural = "关联文件（解读应当关联它所解读的文件）"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("target").defer("target__body")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            kwargs["queryset"] = linkable(request.user)
            kwargs["widget"] = TargetSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "target":
            field.widget.can_view_related = False
        return field


def linkable(user):
    """What `user` may name in a relation: everything public, and all of the organisations in scope; no corrections."""
    own = Publication.objects.in_scope(organizations_in_scope(user))
    return (own | Publication.objects.public()).filter(corrects__isnull=True).defer("body")
