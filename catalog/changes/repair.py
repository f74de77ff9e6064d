"""查漏补缺: a change request made out of one difference from the national data."""

from django.db import transaction

from catalog.comparison import Gap, Line
from catalog.models import CatalogItem, ChangeKind, ChangeRequest, ChangeRow, ItemKind
from catalog.plan import Key
from portal.refusal import NotAllowed

from . import procedure
from .wording import VALUES, of_row

TITLES = {Gap.MISSING: "补充国家标准目录事项“{}”", Gap.DIFFERENT: "按国家标准目录改正事项“{}”"}
REASON = "与国家标准目录比对，本县目录{}这一事项，按照国家标准目录予以{}。"


@transaction.atomic
def propose(line: Line, user) -> ChangeRequest:
    """A draft of the user's organisation that would bring `line` in step. Raises NotAllowed when there is nothing to do
    or the user may not propose."""
    NotAllowed.if_any(_why_not(line, user))
    request = ChangeRequest.objects.create(
        title=TITLES[line.gap].format(line.name[:80]),
        reason=REASON.format(*(("缺少", "补充") if line.gap == Gap.MISSING else ("不一致于", "改正"))),
        organization=user.organization,
        proposed_by=user,
    )
    procedure.save_rows(request, [_row(line)], user)
    return request


def _why_not(line: Line, user) -> list[str]:
    if user.organization is None:
        return ["您的账号没有所属单位，不能提出目录调整，请由系统管理员设置。"]
    if not line.is_repairable:
        return ["这一事项是本县增加的，与国家标准目录没有差异需要补充。"]
    if line.gap == Gap.MISSING and _domain(line.key) is None:
        return ["本县目录还没有这一领域，请先由县政府办公室增加领域，或者导入国家标准目录。"]
    return []


def _row(line: Line) -> ChangeRow:
    ground = {
        "basis_document": f"国家标准目录（{_domain(line.key).name}领域）",
        "basis_article": f"序号{line.row.sequence}“{line.key.level1}—{line.key.name}”"[:120],
        "explanation": "查漏补缺",
    }
    standard = of_row(line.row)
    if line.gap == Gap.MISSING:
        values = {name: standard[name] for name in VALUES}
        return ChangeRow(kind=ChangeKind.ADD, values=values, **_place(line.key), **ground)
    values = {name: standard[name] for name in line.differences if name in VALUES}
    if "group" in line.differences:
        return ChangeRow(
            kind=ChangeKind.MOVE, matter=line.matter, values=values, **_place(line.key), **ground
        )
    return ChangeRow(kind=ChangeKind.CHANGE, matter=line.matter, values=values, **ground)


def _domain(key: Key) -> CatalogItem | None:
    return CatalogItem.objects.domains().current().filter(code=key.domain).first()


def _place(key: Key) -> dict:
    groups = CatalogItem.objects.current().filter(
        kind=ItemKind.GROUP, domain__code=key.domain, name=key.level1
    )
    if group := groups.first():
        return {"parent": group}
    return {"parent": _domain(key), "new_group_name": key.level1}
