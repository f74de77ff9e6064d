"""A small county with one domain, and change requests in it at any step."""

from datetime import date

from catalog import obligations
from catalog.changes import procedure
from catalog.models import CatalogItem, ChangeKind, ChangeRequest, ChangeRow, Origin
from tests.factories import make_matter, make_organization, make_user

ELEMENTS = {
    "content": "收支总表；编制说明",
    "legal_basis": "《中华人民共和国预算法》",
    "responsible": "县财政局",
    "channels": ["政府网站"],
    "audience": "全社会",
}
WITHIN_20 = "信息形成或者变更之日起20个工作日内"
NEW = {**ELEMENTS, "name": "惠民补贴", "time_limit": WITHIN_20, "method": "主动公开", "tiers": ["县级"]}
GROUND = {"basis_document": "《补贴条例》", "basis_article": "第八条"}


class County:
    """`author` of the finance bureau proposes; `inspector` and `administrator` of the county office decide."""

    def __init__(self, domain: CatalogItem):
        self.domain = domain
        self.office = make_organization(
            "县人民政府办公室", short_name="县政府办公室", is_competent_authority=True
        )
        self.finance = make_organization("县财政局")
        self.author = make_user(organization=self.finance, roles=["经办人"])
        self.inspector = make_user(organization=self.office, roles=["督查员"])
        self.administrator = make_user(organization=self.office, roles=["系统管理员"])
        self.local = self.matter("部门决算", origin=Origin.LOCAL)
        self.official = self.matter("部门预算")
        obligations.sync(date(2025, 1, 1))

    def matter(self, name: str, **fields) -> CatalogItem:
        return make_matter(name, self.domain, **{**ELEMENTS, **fields})

    def draft(self, *rows: ChangeRow, user=None, organization=None, **fields) -> ChangeRequest:
        user = user or self.author
        request = ChangeRequest.objects.create(
            organization=organization or user.organization,
            proposed_by=user,
            **{"title": "调整财政事项", "reason": "条例有新的规定。", **fields},
        )
        procedure.save_rows(request, list(rows), user)
        return request

    def at(self, step: str, *rows: ChangeRow, **fields) -> ChangeRequest:
        """A request that has passed `step`: submit or assess."""
        request = self.draft(*rows, **fields)
        request = procedure.carry_out(request, "submit", fields.get("user") or self.author)
        if step == "assess":
            request = procedure.carry_out(request, "assess", self.inspector, remark="符合规定。")
        return request

    def carried(self, *rows: ChangeRow, today: date, **fields):
        """The revision that `rows` became."""
        request = self.at("assess", *rows, **fields)
        return procedure.carry_out(request, "approve", self.administrator, effective_on=today).revision


def change(matter: CatalogItem, **values) -> ChangeRow:
    return ChangeRow(kind=ChangeKind.CHANGE, matter=matter, values=values, **GROUND)


def end(matter: CatalogItem, **fields) -> ChangeRow:
    return ChangeRow(kind=ChangeKind.END, matter=matter, **GROUND, **fields)


def move(matter: CatalogItem, parent: CatalogItem, group: str = "", **fields) -> ChangeRow:
    return ChangeRow(
        kind=ChangeKind.MOVE, matter=matter, parent=parent, new_group_name=group, **GROUND, **fields
    )


def add(parent: CatalogItem, group: str = "", **values) -> ChangeRow:
    return ChangeRow(
        kind=ChangeKind.ADD, parent=parent, new_group_name=group, values={**NEW, **values}, **GROUND
    )
