"""What stands against a change request: Chinese sentences that say what to do, empty when nothing does."""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalog.assignment import county_directory
from catalog.models import (
    CatalogItem,
    ChangeKind,
    ChangeRequest,
    ChangeRow,
    ChangeState,
    ItemKind,
    Obligation,
)
from catalog.plan import Key
from catalog.responsible import read_responsible
from catalog.standard import standard_row, standard_rows
from catalog.time_limits import read_time_limit
from portal.organizations.scope import is_county_wide

from . import national
from .wording import LABELS, Elements, differences, of_row, plain, read, snapshot


def rows_of(request: ChangeRequest) -> list[ChangeRow]:
    """The rows with all that checking and applying them reads."""
    related = ("matter__parent", "matter__domain", "parent__domain")
    return list(request.rows.select_related(*related).order_by("pk"))


def faults(request: ChangeRequest, rows: list[ChangeRow] | None = None) -> list[str]:
    """Everything that forbids the request to go on at any step."""
    rows = rows_of(request) if rows is None else rows
    if not rows:
        return ["请至少填写一项调整内容。"]
    found = [f"{row}：{fault}" for row in rows for fault in (*row_faults(row), *stale_faults(row))]
    return [*found, *conflicts(rows), *_approved_elsewhere(request, rows)]


def submission_faults(request: ChangeRequest) -> list[str]:
    """The same, and that the matters are the proposing organisation's own."""
    rows = rows_of(request)
    return [*faults(request, rows), *_foreign(request, rows)]


def row_faults(row: ChangeRow) -> list[str]:
    """What is wrong with a row by itself."""
    return [sentence for _, sentence in field_faults(row)]


def field_faults(row: ChangeRow) -> list[tuple[str, str]]:
    """(element or field of the row, sentence) of everything wrong with it; the element is empty for the whole row."""
    if row.kind == ChangeKind.ADD:
        found = list(_addition_faults(row))
    elif row.matter is None:
        found = [("matter", f"{row.get_kind_display()}的，请选择事项。")]
    elif row.matter.ended_on is not None:
        found = [("matter", "这一事项已经终止，不能再调整；需要恢复的，请用“新增”。")]
    else:
        found = list(_CHECKS[row.kind](row))
    if not (row.basis_document.strip() and row.basis_article.strip()):
        found.append(("basis_document", "请写明依据的文件和条款。"))
    return found


def planned(row: ChangeRow) -> Elements:
    """The whole elements of the matter as they will read."""
    before = snapshot(row.matter) if row.matter_id else {}
    return {**before, **row.values, "group": row.group_name}


def stale_faults(row: ChangeRow) -> list[str]:
    """What of the matter has changed since the clerk filled the row in, so that the change would undo it unseen."""
    if row.matter is None or not row.before:
        return []
    touched = set(row.values) if row.kind == ChangeKind.CHANGE else set(row.before)
    if row.kind == ChangeKind.MOVE:
        touched = {"group", "name", *row.values}
    changed = differences(row.before, snapshot(row.matter))
    names = [LABELS[name] for name in changed if name in touched]
    if not names:
        return []
    return [
        f"这一事项的“{'”“'.join(names)}”在填写之后已由另一次目录修订改变，请退回，由提出单位打开核对、重新保存后再提交。"
    ]


def conflicts(rows: Iterable[ChangeRow]) -> list[str]:
    """Rows that contradict each other, or would leave two matters of one name side by side. Three queries."""
    rows = list(rows)
    times = Counter(row.matter_id for row in rows if row.matter_id)
    twice = {row.matter for row in rows if row.matter_id and times[row.matter_id] > 1}
    found = [f"“{matter}”出现了不止一次，请合并成一行。" for matter in twice]
    places = _places_after(rows)
    return found + [
        f"“{group}”之下将有不止一个“{name}”，请换一个名称，或者改为修改原有事项。"
        for (_, group, name), number in places.items()
        if number > 1
    ]


def warnings(rows: Iterable[ChangeRow]) -> list[str]:
    """What does not forbid the change, and should be known before it is approved."""
    directory = county_directory()
    found = []
    for row in (row for row in rows if row.kind != ChangeKind.END):
        limit, who = row.values.get("time_limit"), row.values.get("responsible")
        if limit and not read_time_limit(limit).readable:
            found.append(
                f"{row}：公开时限“{limit}”换算不成日期，生效后公开情况显示为“未能判定”，不计入公开率。"
                "请写明期限，如“信息形成或者变更之日起20个工作日内”。"
            )
        if who and not directory.organs_that_owe(read_responsible(who)):
            found.append(f"{row}：公开主体“{who}”在本县没有对应的机构，生效后暂时没有单位承担。")
    return found


def _addition_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    if row.matter is not None:
        yield "matter", "新增的不选事项；要调整原有事项的，请把调整方式改为“修改”。"
    if row.parent is None:
        yield "parent", "请选择新增事项放在哪个一级事项之下。"
    else:
        yield from _place_faults(row)
    values, faults = read(row.values)
    yield from faults
    standard = standard_rows().get(_key(row)) if row.domain else None
    if standard and not faults:
        national_wording, added = of_row(standard), {**values, "group": row.group_name}
        found = national.why_not_change(national_wording, added, national_wording, row.is_law_changed)
        yield from (("", reason) for reason in found)


def _key(row: ChangeRow) -> Key:
    return Key(row.domain.code, row.group_name, row.name)


def _change_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    if row.parent is not None or row.new_group_name:
        yield "parent", "修改的不选位置；要换一级事项的，请把调整方式改为“移到另一个一级事项”。"
        return
    if not differences(snapshot(row.matter), planned(row)):
        yield "", "没有填写任何新的内容，请填写要修改的栏目，或者删除这一行。"
    yield from _wording_faults(row)


def _move_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    if row.parent is None:
        yield "parent", "请选择移到哪个一级事项之下。"
        return
    if row.domain_of_place.pk != row.matter.domain_id:
        yield "parent", "不能移到另一个领域：请在那个领域新增，再终止这一事项。"
    elif row.group_name == row.matter.parent.name:
        yield "parent", "这一事项已经在这个一级事项之下，请另选。"
    yield from _place_faults(row)
    yield from _wording_faults(row)


def _end_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    if row.values or row.parent is not None:
        yield "", "终止的不填写新的内容和位置，请清空，或者改变调整方式。"
    if row.matter.is_locked:
        yield from (("is_law_changed", reason) for reason in national.why_not_end(row.is_law_changed))


_CHECKS = {
    ChangeKind.CHANGE: _change_faults,
    ChangeKind.MOVE: _move_faults,
    ChangeKind.END: _end_faults,
}


def _place_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    if row.parent.ended_on is not None:
        yield "parent", f"“{row.parent}”已经停用，请另选，或者选领域并新建一级事项。"
    is_domain = row.parent.kind == ItemKind.DOMAIN
    if is_domain and not row.new_group_name.strip():
        yield "new_group_name", "选的是领域，请写明要新建的一级事项的名称，或者改选一个一级事项。"
    if not is_domain and row.new_group_name.strip():
        yield "new_group_name", "已经选了一级事项，这一栏请留空；要新建一级事项的，上一栏请选领域。"


def _wording_faults(row: ChangeRow) -> Iterator[tuple[str, str]]:
    before, after = snapshot(row.matter), planned(row)
    yield from ((name, fault) for name, fault in read(after)[1] if name in row.values)
    if row.matter.is_locked:
        found = standard_row(row.matter)
        standard = of_row(found) if found else None
        for reason in national.why_not_change(before, after, standard, row.is_law_changed):
            yield "", reason


def _places_after(rows: list[ChangeRow]) -> Counter:
    """How many matters in force each (domain, group, name) would have, in the domains the rows touch."""
    domains = {row.domain.pk for row in rows if row.domain}
    ids = {row.matter_id for row in rows if row.matter_id}
    matters = CatalogItem.objects.matters().current().filter(domain__in=domains).exclude(pk__in=ids)
    places = Counter(matters.values_list("domain_id", "parent__name", "name"))
    named = [row for row in rows if row.kind != ChangeKind.END and row.domain]
    touched = Counter((row.domain.pk, row.group_name, plain(planned(row).get("name", ""))) for row in named)
    return Counter({place: number + places[place] for place, number in touched.items() if place[2]})


def _approved_elsewhere(request: ChangeRequest, rows: list[ChangeRow]) -> list[str]:
    """Another request on the same matter that is approved and waits for its day."""
    matters = [row.matter_id for row in rows if row.matter_id]
    others = ChangeRequest.objects.filter(state=ChangeState.APPROVED, rows__matter__in=matters)
    if request.state == ChangeState.APPROVED:
        return []
    return [
        f"“{other}”也调整其中的事项，已经批准、{other.effective_on}起生效，请等它生效后再办理。"
        for other in others.exclude(pk=request.pk).distinct()
    ]


def _foreign(request: ChangeRequest, rows: list[ChangeRow]) -> list[str]:
    if is_county_wide(request.organization):
        return []
    own = request.organization.get_descendants(include_self=True)
    owed = Obligation.objects.current().filter(organization__in=own)
    mine = set(owed.filter(matter__in=[row.matter_id for row in rows]).values_list("matter_id", flat=True))
    directory, keys = county_directory(), {organization.pk for organization in own}
    return [
        f"{row}：这一事项不由{request.organization.short_name}公开，请由公开主体或者县政府办公室提出。"
        for row in rows
        if not (row.matter_id in mine if row.matter_id else _would_owe(row, directory, keys))
    ]


def _would_owe(row: ChangeRow, directory, keys: set[int]) -> bool:
    organs = directory.organs_that_owe(read_responsible(row.values.get("responsible", "")))
    return any(organ.pk in keys for organ in organs)
