"""Choosing a matter or a group by typing: the admin's autocomplete, with labels that tell namesakes apart."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.urls import reverse

from catalog.models import CatalogItem, ItemKind


def label_of(item: CatalogItem) -> str:
    """03-012 部门预算（财政预决算 › 财政预决算）; `parent` and `domain` are read."""
    if item.kind == ItemKind.MATTER:
        return f"{item.code} {item.name}（{item.domain.name} › {item.parent.name}）"
    if item.kind == ItemKind.GROUP:
        return f"{item.code} {item.name}（{item.domain.name}）"
    return f"{item.code} {item.name}（整个领域）"


class MatterSearchView(AutocompleteJsonView):
    """What the widget asks: the same rights and limits as the admin's own."""

    def get_queryset(self):
        return super().get_queryset().select_related("parent", "domain")

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": label_of(obj)}


class MatterSelect(AutocompleteSelect):
    def get_url(self):
        return reverse("admin:catalog_matter_search")


class MatterField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return label_of(obj)
