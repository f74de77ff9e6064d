from django import forms

from catalog import tree
from catalog.models import CatalogItem, ItemKind
from catalog.spreadsheets.channels import parse_channels
from catalog.spreadsheets.rows import ON_REQUEST, PROACTIVE
from portal.form_fields import NameListField

HELP = {
    "code": "用于网址，启用后不再改变。一级事项留空时自动编号；领域请自拟，如 31-water。",
    "sequence": "决定在同一层中的先后；留空或者填 0 时排在本领域最后。",
}
METHODS = [("", "请选择"), (PROACTIVE, PROACTIVE), (ON_REQUEST, ON_REQUEST)]


class ChannelsField(NameListField):
    """Channels as the form lists them: 政府网站、公开查阅点、其他（微信群、广播）."""

    def to_python(self, value) -> list[str]:
        try:
            return list(parse_channels(forms.CharField.to_python(self, value)))
        except ValueError as error:
            raise forms.ValidationError("请用顿号分开各个渠道，如“政府网站、公开查阅点”。") from error

    def has_changed(self, initial, data):
        try:
            return super().has_changed(initial, data)
        except forms.ValidationError:
            return True


class ItemForm(forms.ModelForm):
    """A local entry above the matters, or the plain-words summary of any entry. Matters change by procedure alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [kind for kind in ItemKind.choices if kind[0] != ItemKind.MATTER]
            self.fields["kind"].choices = kinds
        for name, help_text in HELP.items():
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = help_text

    def clean_sequence(self):
        return self.cleaned_data["sequence"] or 0

    def clean(self):
        data = super().clean()
        if "parent" not in self.fields:
            return data
        kind = data.get("kind") or self.instance.kind
        self._check_place(kind, data.get("parent"))
        self._check_name(kind, data)
        self._check_end(data.get("ended_on"))
        return data

    def _check_place(self, kind: str, parent: CatalogItem | None) -> None:
        if not kind or "parent" in self.errors:
            return
        wanted = tree.PARENT_KIND[ItemKind(kind)]
        if parent and self.instance.pk and parent.is_descendant_of(self.instance, include_self=True):
            self.add_error("parent", "上一层不能是自己或者自己的下层，请另选。")
        elif (parent.kind if parent else None) != wanted:
            place = f"“{ItemKind(wanted).label}”之下" if wanted else "最上层"
            self.add_error("parent", f"{ItemKind(kind).label}应当放在{place}，请另选上一层。")
        elif self.instance.domain_id and domain_under(kind, parent).pk != self.instance.domain_id:
            self.add_error("parent", "不能移到另一个领域：请在那个领域另行增加，再停用这一条。")

    def _check_name(self, kind: str, data: dict) -> None:
        if kind in (ItemKind.SCHEME, ItemKind.DOMAIN) and "code" in self.fields and not data.get("code"):
            self.add_error("code", "请填写编码，如 31-water。")
        same = CatalogItem.objects.current().filter(parent=data.get("parent"), name=data.get("name"))
        if not data.get("ended_on") and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", "同一层已经有这个名称，请换一个名称。")

    def _check_end(self, ended_on) -> None:
        if ended_on and self.instance.pk and self.instance.children.current().exists():
            self.add_error("ended_on", "下面还有在用的事项，请先停用它们。")


def domain_under(kind: str, parent: CatalogItem | None) -> CatalogItem | None:
    """The domain that an entry of `kind` under `parent` belongs to; None for schemes and domains."""
    if kind == ItemKind.GROUP:
        return parent
    return parent.domain if kind == ItemKind.MATTER else None
