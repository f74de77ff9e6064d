from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from disclosure.files.responses import attachment_response, picture_response
from disclosure.models import Publication, Rendition
from disclosure.versions import save_version
from disclosure.vocabulary import WRITABLE, Status
from portal.organizations.scope import can_act_for, organizations_in_scope, sees_every_organization
from portal.spreadsheet_export import ExportMixin

from .bulk import BulkMixin
from .corrections import CorrectionsMixin
from .filters import OrganizationFilter, TopicFilter
from .forms import PublicationForm
from .hidden_links import warn_of_hidden_links
from .importing import ImportDocxMixin
from .inlines import AttachmentInline, FulfilmentInline, PictureInline, RelationInline
from .pen import PenMixin
from .prefill import asked_obligation, document_number_note, initial_data, organization_in_hand
from .preview import PreviewMixin
from .rescreening import RescreenMixin
from .review import ReviewMixin
from .verbs import VERBS, VerbsMixin
from .versions import VersionsMixin
from .writing import WritingMixin, with_staff_pictures

BODY_HELP = (
    "可以从 Word、WPS 直接粘贴，多余的格式会自动去掉。按 Alt+F10 到工具栏，用左右键选择，按 Esc 回到正文。"
)

KEY_DIGITS = 18


class DeskAdmin(ExportMixin, RescreenMixin, BulkMixin, VerbsMixin, admin.ModelAdmin):
    """A list of publications in the user's scope."""

    list_display = [
        "title",
        "organization",
        "status_badge",
        "formed_on",
        "published_at",
        "index_number",
    ]
    list_filter = ["status", OrganizationFilter, "attribute", "stage", TopicFilter]
    list_select_related = ["organization"]
    list_per_page = 50
    search_fields = ["title", "document_number", "index_number"]
    search_help_text = "按标题、发文字号或者索引号查找"
    show_full_result_count = False
    ordering = ["-pk"]

    class Media:
        css = {"all": ["css/desk.css"]}
        js = ["js/desk.js"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if sees_every_organization(request.user):
            return rows
        return rows.in_scope(organizations_in_scope(request.user))

    def get_object(self, request, object_id, from_field=None):
        """A number too large for the database names nothing."""
        is_possible = len(str(object_id)) <= KEY_DIGITS
        return super().get_object(request, object_id, from_field) if is_possible else None

    def get_actions(self, request):
        """Deleting many at once is not offered: it would not ask whether each is a draft."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and _in_scope(request, obj)

    @admin.display(description="状态", ordering="status")
    def status_badge(self, publication):
        return format_html(
            '<span class="badge badge-{}">{}</span>', publication.status, publication.get_status_display()
        )


class PublicationAdmin(
    ImportDocxMixin,
    WritingMixin,
    VersionsMixin,
    CorrectionsMixin,
    PreviewMixin,
    PenMixin,
    ReviewMixin,
    DeskAdmin,
):
    """The desk of one kind. Subclasses name the fields that are their kind's own."""

    form = PublicationForm
    inlines = [FulfilmentInline, AttachmentInline, PictureInline, RelationInline]
    own_fields: list[str] = []
    view_on_site = False
    save_on_top = False

    def get_fieldsets(self, request, obj=None):
        can_write = obj is None or self.has_change_permission(request, obj)
        fields = ["title", *self.own_fields, "summary", "body" if can_write else "body_as_read"]
        if obj and can_write:
            fields.append("base_version")
        return [
            ("内容", {"fields": fields, "description": BODY_HELP if can_write else ""}),
            (
                "归属和分类",
                {
                    "fields": ["organization", "index_number_note", "topic", "stage", "keywords", "source"],
                    "description": "分类决定这条信息出现在哪里，请按内容选择，不要随意填“其他”。",
                },
            ),
            (
                "公开属性",
                {
                    "fields": ["attribute", "ground"],
                    "description": "起草时就要确定。只有主动公开的信息才能发布到网站；其余的只在这里留存。",
                },
            ),
            (
                "日期和文号",
                {
                    "fields": [
                        "formed_on",
                        "document_number",
                        "genre",
                        "validity",
                        "effective_on",
                        "ceases_on",
                        "expires_at",
                    ],
                    "description": "不是正式公文的，文号、体裁、实施日期留空。",
                },
            ),
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = ["index_number_note", "body_as_read"]
        if obj and (obj.index_number or obj.corrects_id):
            fixed.append("organization")
        if obj and obj.corrects_id:
            fixed += ["attribute", "ground"]
        return fixed

    @admin.display(description="索引号")
    def index_number_note(self, publication):
        return publication.index_number or "发布时自动生成"

    @admin.display(description="正文")
    def body_as_read(self, publication):
        """The text as citizens will read it, for those who sign it and do not write in it."""
        body = with_staff_pictures(publication)
        return format_html('<div class="body-as-read">{}</div>', mark_safe(body))  # noqa: S308

    def has_change_permission(self, request, obj=None):
        """Only a draft is written in; what was handed over, signed or published is taken back or corrected."""
        is_open = obj is None or obj.status in WRITABLE
        return is_open and super().has_change_permission(request, obj) and _in_scope(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_draft = obj is None or (obj.status == Status.DRAFT and not obj.published_at)
        return is_draft and super().has_delete_permission(request, obj) and _in_scope(request, obj)

    def get_deleted_objects(self, objs, request):
        """The base row goes with its kind: deleting it needs no right of its own."""
        found, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return found, counts, perms_needed - {Publication._meta.verbose_name}, protected

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        self._propose_number(form, request, obj)
        field = form.base_fields.get("organization")
        if field:
            rows = organizations_in_scope(request.user).order_by("tree_id", "lft")
            field.queryset = rows.active() | rows.filter(pk=obj.organization_id if obj else None)
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = False
        return form

    def _propose_number(self, form, request, obj):
        field = form.base_fields.get("document_number")
        if field and (note := document_number_note(organization_in_hand(request, obj))):
            field.help_text = f"{field.help_text}{note}"

    def get_changeform_initial_data(self, request):
        return {**super().get_changeform_initial_data(request), **initial_data(request)}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, FulfilmentInline) and not obj.pk and request.method == "GET":
            asked = asked_obligation(request)
            kwargs["initial"] = [{"obligation": asked}] if asked else None
        return kwargs

    def save_model(self, request, obj, form, change):
        """A change writes the fields of the form alone, so that it never undoes a publication meanwhile."""
        if not change:
            obj.created_by = request.user
            obj.save()
            return
        _refuse_if_moved_on(obj)
        own = {field.name for field in obj._meta.concrete_fields}
        obj.save(update_fields={*(own & form.fields.keys()), "updated_at"})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # The day it comes down is no part of a version's content; who sets it wrote in the draft all the same.
        only_outside = "expires_at" in form.changed_data
        save_version(form.instance, request.user, even_if_same=change and only_outside)
        warn_of_hidden_links(request, form)

    def response_add(self, request, obj, post_url_continue=None):
        return self._submit_if_asked(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.lay_down_pen(request, obj)
        return self._submit_if_asked(request, obj) or super().response_change(request, obj)

    def _submit_if_asked(self, request, obj):
        if "_submit" not in request.POST:
            return None
        verb = next(verb for verb in VERBS if verb.code == "submit")
        if not self.try_to(request, verb, obj, {"remark": ""}):
            messages.info(request, "填写的内容已经保存。")
        return self.to_change_page(obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if context.get("errors") and request.FILES:
            messages.warning(request, "页面上有需要改正的地方。刚才选择的文件没有保存，请改正后重新选择。")
        if obj and obj.pk:
            context["desk"] = self.desk(request, obj)
            context["pen"] = getattr(request, "pen_held_by", None)
        is_open = obj is None or obj.status in WRITABLE
        context["show_submit"] = is_open and self.has_submit_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/attachments/<int:pk>/",
                view(self.attachment_view),
                name=f"{name}_attachment",
            ),
            path("<path:object_id>/pictures/<int:pk>/", view(self.picture_view), name=f"{name}_picture"),
            *super().get_urls(),
        ]

    def attachment_view(self, request, object_id, pk):
        """A stored attachment for staff, whatever the status of its publication."""
        publication = self.visible_object(request, object_id)
        found = publication and publication.attachments.filter(pk=pk).first()
        if not found:
            raise Http404
        return attachment_response(request, found)

    def picture_view(self, request, object_id, pk):
        """A stored picture for staff, in its largest width."""
        publication = self.visible_object(request, object_id)
        renditions = Rendition.objects.filter(
            picture__pk=pk, picture__publication=publication and publication.pk
        )
        if not (publication and renditions):
            raise Http404
        return picture_response(request, renditions.latest("width"))


def _refuse_if_moved_on(publication) -> None:
    """Raises PermissionDenied when it was published, withdrawn or deleted while the form was being checked.

    The right to write in it was judged by its former status. The lock holds until the form is saved.
    """
    status = Publication.objects.select_for_update().values_list("status", flat=True)
    if status.filter(pk=publication.pk).first() != publication.status:
        raise PermissionDenied


def _in_scope(request, obj) -> bool:
    return obj is None or can_act_for(request.user, obj.organization)
