from django import forms
from django.contrib import admin
from django.utils.html import format_html

from catalog.changes import checks
from catalog.changes.wording import LABELS, VALUES, differences, plain, snapshot
from catalog.models import CatalogItem, ChangeKind, ChangeRow
from catalog.models.item import Tier

from .item_form import METHODS, ChannelsField
from .matter_choice import MatterField, MatterSelect

TIERS = [(tier.label, tier.label) for tier in Tier]
PLACE = ["kind", "matter", "parent", "new_group_name"]
GROUNDS = ["basis_document", "basis_article", "is_law_changed", "explanation"]
NEW = [f"new_{name}" for name in VALUES]
LONG = ("content", "legal_basis", "time_limit", "responsible")


def _value_field(name: str) -> forms.Field:
    if name == "channels":
        return ChannelsField(label=LABELS[name], required=False)
    if name == "tiers":
        return forms.MultipleChoiceField(
            label=LABELS[name], required=False, choices=TIERS, widget=forms.CheckboxSelectMultiple
        )
    if name == "method":
        return forms.ChoiceField(label=LABELS[name], required=False, choices=METHODS)
    rows = 3 if name in ("content", "legal_basis") else 2
    attributes = {"rows": rows, "cols": 80} if name in LONG else {"class": "vTextField"}
    widget = (forms.Textarea if name in LONG else forms.TextInput)(attrs=attributes)
    return forms.CharField(
        label=LABELS[name], required=False, max_length=300 if name == "name" else None, widget=widget
    )


class RowForm(forms.ModelForm):
    """One matter: what is to be done with it, its new elements with the present ones beside, the legal reason.

    An element left blank stays as it is.
    """

    class Meta:
        model = ChangeRow
        fields = [*PLACE, *GROUNDS]
        widgets = {"explanation": forms.TextInput(attrs={"class": "vTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = self._present()
        for name in VALUES:
            field = _value_field(name)
            field.initial = self.instance.values.get(name)
            field.help_text = _beside(now[name]) if now else ""
            self.fields[f"new_{name}"] = field

    def clean(self):
        data = super().clean()
        if not self.has_changed() and not self.instance.pk:
            return data
        row = self.instance
        for name in PLACE[1:3]:
            setattr(row, name, data.get(name))
        row.kind, row.new_group_name = data.get("kind") or "", data.get("new_group_name") or ""
        row.values = self._values(data, row)
        row.basis_document, row.basis_article = (data.get(name) or "" for name in GROUNDS[:2])
        row.is_law_changed = bool(data.get("is_law_changed"))
        if not self.errors:
            for name, sentence in checks.field_faults(row):
                self.add_error(self._field_of(name), sentence)
        return data

    def _present(self) -> dict:
        """The elements of the matter in hand: stored, just chosen, or prefilled."""
        chosen = self.data.get(self.add_prefix("matter")) if self.is_bound else self.initial.get("matter")
        row = self.instance
        if row.matter_id and str(row.matter_id) == str(chosen or row.matter_id):
            return snapshot(row.matter)
        if not str(chosen or "").isdecimal() or len(str(chosen)) > 18:
            return {}
        found = CatalogItem.objects.matters().select_related("parent", "domain").filter(pk=chosen).first()
        return snapshot(found) if found else {}

    def _values(self, data: dict, row: ChangeRow) -> dict:
        given = {name: data[f"new_{name}"] for name in VALUES if data.get(f"new_{name}")}
        if row.matter is None or row.kind == ChangeKind.ADD:
            return given
        return {name: after for name, (_, after) in differences(snapshot(row.matter), given).items()}

    def _field_of(self, name: str) -> str | None:
        wanted = f"new_{name}" if name in VALUES else {"group": "parent"}.get(name, name)
        return wanted if wanted in self.fields else None


def _beside(value) -> str:
    """Help texts are shown as they are: what the catalog says must be escaped."""
    return format_html('<span class="present">现在：{}</span>', plain(value) or "（空）")


class RowFormSet(forms.BaseInlineFormSet):
    """Rows that contradict each other are refused together."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        rows = [
            form.instance
            for form in self.forms
            if not form.cleaned_data.get("DELETE") and (form.instance.pk or form.has_changed())
        ]
        if found := checks.conflicts(rows):
            raise forms.ValidationError(found)


class ChangeRowInline(admin.StackedInline):
    """Shown only to those who may write in the request: the change page decides."""

    model = ChangeRow
    form = RowForm
    formset = RowFormSet
    fieldsets = [
        (None, {"fields": PLACE}),
        (
            "新的内容",
            {"fields": NEW, "description": "只填写要改变的栏目，留空的保持不变；新增的应当填写全部栏目。"},
        ),
        ("法定依据", {"fields": GROUNDS}),
    ]

    def get_extra(self, request, obj=None, **kwargs):
        """An empty row for a new request; for others the script adds one, or without scripts `?more`."""
        return 1 if obj is None or "more" in request.GET else 0

    def get_queryset(self, request):
        related = ("matter__parent", "matter__domain", "parent__domain")
        return super().get_queryset(request).select_related(*related)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{**kwargs, "fields": [*PLACE, *GROUNDS]})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("matter", "parent"):
            kwargs["widget"] = MatterSelect(db_field, self.admin_site)
            kwargs["form_class"] = MatterField
            kwargs["queryset"] = CatalogItem.objects.select_related("parent", "domain")
        return db_field.formfield(**kwargs)

    def has_add_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return True


def shown_differences(row: ChangeRow) -> list[tuple[str, str, str]]:
    """(element, before, after) of a row; `before` is how it read when the clerk filled it in."""
    if row.kind == ChangeKind.END:
        return []
    after = (
        row.values
        if row.matter_id and row.kind == ChangeKind.CHANGE
        else {**row.values, "group": row.group_name}
    )
    found = differences(row.before, {name: after[name] for name in LABELS if name in after})
    return [(LABELS[name], plain(before), plain(now)) for name, (before, now) in found.items()]
