import io

from django import forms

from catalog import tree
from catalog.models import CatalogItem, ItemKind
from catalog.plan import TEXTS, TIERS
from catalog.spreadsheets import CatalogRow, ReadResult, SheetRows, read_catalog, write_csv
from catalog.spreadsheets.channels import parse_channels
from catalog.spreadsheets.rows import ON_REQUEST, PROACTIVE
from portal.form_fields import NameListField

FIELD_OF_COLUMN = {
    "一级事项": "parent",
    "二级事项": "name",
    "公开内容": "content",
    "公开依据": "legal_basis",
    "公开时限": "time_limit",
    "公开主体": "responsible",
    "公开渠道": "channels",
    "公开对象": "audience",
    "公开方式": "method",
    "公开层级": "at_county",
}
HELP = {
    "code": "用于网址，启用后不再改变。一级、二级事项留空时自动编号；领域请自拟，如 31-water。",
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
    """A local entry. It has to fit the official form: the same reader that checks imports checks it."""

    channels = ChannelsField(
        label="公开渠道", required=False, help_text="用顿号分开，如“政府网站、公开查阅点”。"
    )
    method = forms.ChoiceField(label="公开方式", required=False, choices=METHODS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
        if kind == ItemKind.MATTER:
            self._check_elements(data)
        elif kind:
            self._refuse_elements(data)
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

    def _refuse_elements(self, data: dict) -> None:
        for field in (*TEXTS, "channels", *TIERS.values()):
            if data.get(field):
                self.add_error(field, "只有二级事项填写这一栏，请留空。")

    def _check_elements(self, data: dict) -> None:
        if not data.get("parent") or not data.get("name") or "channels" in self.errors:
            return
        read = _through_the_form(data)
        for error in read.errors:
            self.add_error(FIELD_OF_COLUMN.get(error.column), error.message)
        if not read.errors:
            row = read.sheets[0].rows[0]
            data.update(
                {name: getattr(row, name) for name in TEXTS}, channels=list(row.channels), name=row.name
            )


def domain_under(kind: str, parent: CatalogItem | None) -> CatalogItem | None:
    """The domain that an entry of `kind` under `parent` belongs to; None for schemes and domains."""
    if kind == ItemKind.GROUP:
        return parent
    return parent.domain if kind == ItemKind.MATTER else None


def _through_the_form(data: dict) -> ReadResult:
    row = CatalogRow(
        number=2,
        sequence="1",
        level1=data["parent"].name,
        name=data["name"],
        channels=tuple(data["channels"]),
        tiers=tuple(tier for tier, column in TIERS.items() if data.get(column)),
        **{name: data.get(name) or "" for name in TEXTS},
    )
    return read_catalog(io.BytesIO(write_csv(SheetRows("entry", (row,)))), "entry.csv")
