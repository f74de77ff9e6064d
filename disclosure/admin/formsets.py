"""What the rows under a publication must be to each other and to the publication."""

from django import forms
from django.forms.models import BaseInlineFormSet

from catalog.models import Obligation
from disclosure.files import store_attachment, store_picture
from disclosure.services import link_obligations

from .prefill import key_in


def obligation_label(obligation: Obligation) -> str:
    """领域 › 一级事项 › 二级事项."""
    matter = obligation.matter
    return f"{obligation.domain.name} › {matter.parent.name} › {matter.name}"


def labelled(obligations) -> list[tuple[int, str]]:
    """(pk, label) of `obligations` in the order of the catalog. One query."""
    rows = obligations.select_related("domain", "matter__parent").order_by("matter__tree_id", "matter__lft")
    return [(obligation.pk, obligation_label(obligation)) for obligation in rows]


class RowsFormSet(BaseInlineFormSet):
    def filled(self):
        """The forms that say something and are not marked for deletion."""
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if data and not data.get("DELETE") and (form.instance.pk or form.has_changed()):
                yield form

    def refuse_repeated(self, *fields: str, message: str) -> None:
        """Put `message` on the last of `fields` in every form that repeats what an earlier one says."""
        seen = set()
        for form in self.filled():
            said = tuple(form.cleaned_data.get(field) for field in fields)
            if None in said:
                continue
            if said in seen:
                form.add_error(fields[-1], message)
            seen.add(said)

    def validate_unique(self):
        """`refuse_repeated` says the same in words a clerk understands; rows of others cannot clash."""


class FulfilmentFormSet(RowsFormSet):
    """The obligations a publication answers. `choices`: those of its organisation, filled in by the inline."""

    choices: list[tuple[int, str]] = []

    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields.get("obligation")
        if field:
            field.queryset = Obligation.objects.select_related("organization")
            field.widget = forms.Select(choices=[("", "请选择"), *self._choices_with(form)])

    def _choices_with(self, form):
        """The choices, and what the row says already although it is not among them."""
        bound = form.data.get(form.add_prefix("obligation")) if form.is_bound else form.instance.obligation_id
        said = key_in(str(bound or ""))
        if said is None or any(pk == said for pk, _ in self.choices):
            return self.choices
        return [*self.choices, *labelled(Obligation.objects.filter(pk=said))]

    def clean(self):
        super().clean()
        self.refuse_repeated("obligation", message="这一事项已经选过了，请删除重复的一行。")
        for form in self.filled():
            obligation = form.cleaned_data.get("obligation")
            if obligation and (reason := self._why_not(obligation, form)):
                form.add_error("obligation", reason)

    def _why_not(self, obligation, form) -> str:
        organization = getattr(self.instance, "organization", None) if self.instance.organization_id else None
        if organization and obligation.organization_id != organization.pk:
            return (
                f"这一事项由{obligation.organization.short_name}承担，不是{organization.short_name}的公开事项，"
                "请改选或者删除这一行。"
            )
        if obligation.ended_on and "obligation" in form.changed_data:
            return "这一事项已经终止，请改选。"
        return ""

    def save(self, commit=True):
        kept = list(self.filled())
        link_obligations(self.instance, [form.cleaned_data["obligation"] for form in kept])
        self.new_objects = [form.instance for form in kept if form in self.extra_forms]
        self.changed_objects = [
            (form.instance, form.changed_data)
            for form in kept
            if form in self.initial_forms and form.has_changed()
        ]
        self.deleted_objects = [form.instance for form in self.deleted_forms]
        return self.new_objects


class RelationFormSet(RowsFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk and "target" in form.fields:
            form.fields["target"].widget.widget.known = form.instance.target

    def clean(self):
        super().clean()
        self.refuse_repeated("type", "target", message="这条关联已经有了，请删除重复的一行。")
        for form in self.filled():
            target = form.cleaned_data.get("target")
            if target and target.pk == self.instance.pk:
                form.add_error("target", "一份文件不能与自己关联。")


class AttachmentFormSet(RowsFormSet):
    def clean(self):
        super().clean()
        seen = {form.instance.sha256: form.instance.name for form in self.filled() if form.instance.pk}
        for form in self.filled():
            if not form.sha256:
                continue
            if form.sha256 in seen:
                form.add_error("upload", f"这个文件与“{seen[form.sha256]}”内容完全相同，不用重复上传。")
            seen[form.sha256] = form.cleaned_data["name"]

    def save_new(self, form, commit=True):
        data = form.cleaned_data
        return store_attachment(self.instance, data["upload"], data["name"], data["position"])


class PictureFormSet(RowsFormSet):
    def save_new(self, form, commit=True):
        data = form.cleaned_data
        return store_picture(self.instance, data["upload"], data["alt"], data["caption"], data["position"])
