"""Synchronising the catalog with spreadsheets: plan, then all or nothing; stable codes; nothing is ever deleted."""

import io
from datetime import date

import pytest

from catalog import exporting, importing, obligations, report, tree
from catalog.importing import ImportRefused, apply, make_plan
from catalog.models import CatalogItem, Evidence, ItemKind, Obligation, Origin, Revision
from catalog.spreadsheets import read_catalog, write_csv, write_xlsx
from portal.ledger.models import LedgerEntry
from tests.catalog.spreadsheet_builder import book_bytes, csv_bytes, matter, new_book, official_book
from tests.factories import make_domain, make_matter, make_organization

DAY, LATER = date(2025, 6, 3), date(2025, 9, 1)
BUDGET, REPORTS = {"二级事项": "部门预算"}, {"二级事项": "部门决算"}


def plan_of(*lines, name="03-budget.csv"):
    result = read_catalog(io.BytesIO(csv_bytes(*lines)), name)
    return make_plan(result.sheets, result.errors)


def put_in(*lines, day=DAY, **kwargs):
    plan = plan_of(*lines, **kwargs)
    apply(plan, day)
    return plan


def by_name(name: str) -> CatalogItem:
    return CatalogItem.objects.get(name=name, kind=ItemKind.MATTER)


@pytest.fixture
def county(db):
    """One domain, and the organs its matters name."""
    importing.load_domains(DAY)
    return {name: make_organization(name) for name in ("县财政局", "县审计局")}


def test_domains_that_are_missing_are_added_to_those_there(db):
    make_domain("财政预决算", code="03-budget")
    assert importing.load_domains(DAY) == 2 + 31
    assert list(tree.problems()) == []


class TestOneFile:
    @pytest.fixture(autouse=True)
    def two_matters(self, county):
        self.organs = county
        put_in(matter(**BUDGET), matter(**REPORTS | {"序号": "2"}))

    def test_a_new_matter_gets_a_code_a_group_and_an_obligation(self):
        budget = by_name("部门预算")
        assert budget.code == "03-001" and budget.parent.code == "03-g01"
        assert (budget.parent.name, budget.domain.code) == ("财政预决算", "03-budget")
        assert (budget.origin, budget.evidence) == (Origin.OFFICIAL, Evidence.LOCAL)
        assert budget.channels == ["政府网站", "公开查阅点"] and budget.tiers == ["县级", "乡级"]
        assert Obligation.objects.current().get(matter=budget).organization == self.organs["县财政局"]

    def test_changed_wording_shows_before_and_after_and_keeps_the_code(self):
        new = matter(**BUDGET | {"公开时限": "批复后30日内", "公开主体": "县审计局"})
        plan = plan_of(new, matter(**REPORTS | {"序号": "2"}))
        (change,) = plan.changed
        assert change.lines == [
            ("公开时限", "批复后20日内", "批复后30日内"),
            ("公开主体", "县财政局", "县审计局"),
        ]
        assert by_name("部门预算").time_limit == "批复后20日内", "planning writes nothing"
        apply(plan, LATER)
        budget = by_name("部门预算")
        assert budget.code == "03-001" and budget.time_limit == "批复后30日内"
        old, new = (Obligation.objects.get(matter=budget, organization=o) for o in self.organs.values())
        assert old.ended_on == LATER and new.ended_on is None and new.since == LATER

    def test_a_time_limit_that_becomes_unreadable_is_marked(self):
        put_in(matter(**BUDGET | {"公开时限": "适时"}), matter(**REPORTS | {"序号": "2"}))
        budget = by_name("部门预算")
        assert not budget.is_rule_readable
        assert Obligation.objects.get(matter=budget).state == "undetermined"
        assert [m for m, _ in report.unreadable_time_limits()] == [budget]

    def test_a_removed_row_ends_with_its_obligations_and_comes_back_under_its_code(self):
        plan = put_in(matter(**BUDGET), day=LATER)
        assert [item.name for item in plan.ended] == ["部门决算"]
        ended = by_name("部门决算")
        assert ended.ended_on == LATER and ended.code == "03-002"
        assert not Obligation.objects.current().filter(matter=ended).exists()
        put_in(matter(**BUDGET), matter(**REPORTS | {"序号": "2", "公开内容": "决算表"}), day=LATER)
        back = by_name("部门决算")
        assert (back.code, back.ended_on, back.content) == ("03-002", None, "决算表")
        assert Obligation.objects.current().filter(matter=back).count() == 1

    def test_a_code_is_never_used_twice(self):
        put_in(matter(**BUDGET), day=LATER)
        put_in(matter(**BUDGET), matter(二级事项="绩效目标", 序号="3"), day=LATER)
        assert by_name("绩效目标").code == "03-003"

    def test_a_group_ends_with_its_last_matter_and_comes_back_with_a_new_one(self):
        other = matter(一级事项="政府债务", 二级事项="债务限额", 序号="9")
        both = matter(**BUDGET), matter(**REPORTS | {"序号": "2"})
        put_in(*both, other)
        group = by_name("债务限额").parent
        put_in(*both, day=LATER)
        group.refresh_from_db()
        assert group.ended_on == LATER
        put_in(*both, matter(一级事项="政府债务", 二级事项="债务余额", 序号="9"), day=LATER)
        group.refresh_from_db()
        assert group.ended_on is None
        assert by_name("债务余额").parent == group
        assert list(tree.problems()) == []

    def test_rows_in_another_order_are_only_a_change_of_order(self):
        plan = plan_of(matter(**REPORTS), matter(**BUDGET | {"序号": "2"}))
        assert len(plan.reordered) == 2 and not plan.reworded
        apply(plan, LATER)
        in_order = CatalogItem.objects.matters().filter(domain__code="03-budget").in_order()
        assert [m.name for m in in_order] == ["部门决算", "部门预算"]

    def test_groups_move_with_their_first_matter(self):
        debt = {"一级事项": "政府债务", "二级事项": "债务限额"}
        put_in(matter(**debt | {"序号": "1"}), matter(**BUDGET | {"序号": "2"}))
        groups = CatalogItem.objects.filter(kind=ItemKind.GROUP, domain__code="03-budget").in_order()
        assert [g.name for g in groups] == ["政府债务", "财政预决算"]

    @pytest.mark.parametrize("sequence", ["", "1.1", "一", "²", "99999999999999"])
    def test_a_sequence_that_is_no_number_falls_back_to_the_line(self, sequence):
        put_in(matter(**BUDGET | {"序号": sequence}))
        assert by_name("部门预算").sequence == 2
        assert plan_of(matter(**BUDGET | {"序号": sequence})).is_empty

    def test_local_entries_are_never_ended_by_an_import(self):
        domain = CatalogItem.objects.get(code="03-budget")
        local = make_matter("惠民补贴一卡通", domain, origin=Origin.LOCAL, responsible="县财政局")
        plan = put_in(matter(**BUDGET), day=LATER)
        assert [item.name for item in plan.ended] == ["部门决算"]
        local.refresh_from_db()
        assert local.ended_on is None and Obligation.objects.current().filter(matter=local).exists()

    def test_a_local_entry_named_in_the_file_stays_local(self):
        domain = CatalogItem.objects.get(code="03-budget")
        make_matter("惠民补贴一卡通", domain, origin=Origin.LOCAL)
        group = by_name("惠民补贴一卡通").parent.name
        put_in(matter(**BUDGET), matter(一级事项=group, 二级事项="惠民补贴一卡通", 序号="3"))
        assert by_name("惠民补贴一卡通").origin == Origin.LOCAL

    def test_an_import_that_ends_most_of_a_domain_is_pointed_out(self):
        lines = [matter(**BUDGET), *(matter(二级事项=f"事项{n}", 序号=str(n)) for n in range(2, 8))]
        put_in(*lines)
        plan = plan_of(matter(**BUDGET))
        assert "将停用“财政预决算”现有 7 项中的 6 项" in plan.warnings[-1].message
        assert not plan_of(*lines[:5]).warnings

    def test_an_unknown_organ_is_warned_of_imported_and_reported(self):
        plan = put_in(matter(**BUDGET | {"公开主体": "县铁路局"}), matter(**REPORTS | {"序号": "2"}))
        (warning,) = plan.warnings
        assert (warning.row, warning.column, warning.value) == (2, "公开主体", "县铁路局")
        assert "请在“机构”中登记其名称或其他称呼" in warning.message
        budget = by_name("部门预算")
        assert not Obligation.objects.current().filter(matter=budget).exists()
        assert list(report.unreadable_responsible()) == [(budget, ["县铁路局"])]

    def test_the_ledger_says_how_much_was_changed(self):
        put_in(matter(**BUDGET), matter(二级事项="绩效目标", 序号="3"), day=LATER)
        entry = LedgerEntry.objects.latest("sequence")
        assert entry.verb == "catalog_imported"
        number = Revision.objects.newest().first().label
        assert entry.payload == {"number": number, "added": 1, "changed": 0, "ended": 1}


class TestRefused:
    @pytest.fixture(autouse=True)
    def a_county(self, county):
        pass

    def refused(self, plan) -> list:
        before = list(CatalogItem.objects.order_by("pk").values())
        entries = LedgerEntry.objects.count()
        with pytest.raises(ImportRefused, match="没有导入任何内容"):
            apply(plan, DAY)
        assert list(CatalogItem.objects.order_by("pk").values()) == before
        assert LedgerEntry.objects.count() == entries
        return plan.errors

    def test_one_bad_row_in_one_sheet_holds_back_every_sheet(self):
        good = read_catalog(io.BytesIO(csv_bytes(matter(**BUDGET))), "03-budget.csv")
        bad = read_catalog(
            io.BytesIO(csv_bytes(matter(), matter(二级事项="税收优惠", 公开时限=""))), "05-taxation.csv"
        )
        (error,) = self.refused(make_plan([*good.sheets, *bad.sheets], [*good.errors, *bad.errors]))
        assert (error.sheet, error.row, error.column) == ("05-taxation", 3, "公开时限")

    def test_a_sheet_that_names_no_domain(self):
        (error,) = self.refused(plan_of(matter(), name="我的目录.csv"))
        assert error.sheet == "我的目录" and "请用领域的编码或者名称命名" in error.message

    def test_the_same_domain_by_code_and_by_name(self):
        sheet = read_catalog(io.BytesIO(csv_bytes(matter())), "03-budget.csv").sheets[0]
        again = read_catalog(io.BytesIO(csv_bytes(matter())), "财政预决算.csv").sheets[0]
        (error,) = self.refused(make_plan([sheet, again]))
        assert "与工作表“03-budget”是同一个领域" in error.message

    def test_a_table_without_a_single_matter_does_not_end_the_domain(self):
        put_in(matter(**BUDGET))
        errors = self.refused(plan_of())
        assert errors and all(error.message for error in errors)
        assert by_name("部门预算").ended_on is None

    def test_a_row_that_stands_there_twice(self):
        (error,) = self.refused(plan_of(matter(), matter(序号="2")))
        assert error.row == 3 and "与第 2 行重复" in error.message

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"PK\x03\x04" + b"\x00" * 200,
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
            b"<html><table></table></html>",
            bytes(range(256)) * 40,
            book_bytes(official_book())[:-200],
        ],
        ids=["empty", "cut zip", "old xls", "html", "noise", "cut xlsx"],
    )
    def test_a_broken_file_is_an_error_with_advice(self, data):
        result = read_catalog(io.BytesIO(data), "03-budget.xlsx")
        (error, *_) = self.refused(make_plan(result.sheets, result.errors))
        assert error.message.endswith("。")

    def test_a_failure_in_the_middle_leaves_nothing_behind(self, monkeypatch):
        def fail(*args, **kwargs):
            raise RuntimeError("power cut")

        monkeypatch.setattr(obligations, "recount_deadlines", fail)
        before = CatalogItem.objects.count()
        with pytest.raises(RuntimeError):
            put_in(matter(**BUDGET))
        assert CatalogItem.objects.count() == before


class TestTwoPlansAtOnce:
    """Both were made from the same state; the second is applied after the first."""

    def test_the_same_new_matter_is_added_once(self, county):
        first, second = plan_of(matter(**BUDGET)), plan_of(matter(**BUDGET))
        apply(first, DAY)
        apply(second, DAY)
        assert by_name("部门预算").code == "03-001"
        assert list(tree.problems()) == []

    def test_two_new_matters_get_two_codes(self, county):
        first, second = plan_of(matter(**BUDGET)), plan_of(matter(**REPORTS))
        apply(first, DAY)
        apply(second, DAY)
        assert {by_name("部门预算").code, by_name("部门决算").code} == {"03-001", "03-002"}
        assert CatalogItem.objects.filter(kind=ItemKind.GROUP).count() == 1

    def test_plans_that_do_the_same_have_the_same_fingerprint(self, county):
        assert plan_of(matter(**BUDGET)).fingerprint == plan_of(matter(**BUDGET)).fingerprint
        assert plan_of(matter(**BUDGET)).fingerprint != plan_of(matter(**REPORTS)).fingerprint


class TestExport:
    def test_local_and_official_entries_come_back_unchanged_and_ended_ones_stay_out(self, county):
        put_in(matter(**BUDGET), matter(**REPORTS | {"序号": "2"}))
        domain = CatalogItem.objects.get(code="03-budget")
        make_matter(
            "一卡通", domain, origin=Origin.LOCAL, content="发放\n名单", responsible="县财政局",
            channels=["政府网站", "其他（村务公开栏、微信群）"], audience="特定群体（补贴对象）",
        )  # fmt: skip
        put_in(matter(**BUDGET), day=LATER)
        (sheet,) = exporting.sheets([domain])
        assert [row.name for row in sheet.rows] == ["部门预算", "一卡通"]
        for data, name in ((write_csv(sheet), "03-budget.csv"), (write_xlsx([sheet]), "目录.xlsx")):
            result = read_catalog(io.BytesIO(data), name)
            plan = make_plan(result.sheets, result.errors)
            assert not plan.errors and plan.is_empty and plan.unchanged == 2

    def test_a_name_no_workbook_allows_gives_way_to_the_code(self, db):
        domain = make_domain("水/电/气", code="31-utilities")
        assert exporting.sheets([domain])[0].name == "31-utilities"

    def test_an_empty_domain_is_an_empty_sheet(self, db):
        assert exporting.sheets([make_domain()])[0].rows == ()


def test_a_workbook_with_several_domains_is_taken_sheet_by_sheet(county):
    from tests.catalog.spreadsheet_builder import add_official_sheet, official

    book = new_book()
    add_official_sheet(book, "财政预决算", [official()])
    add_official_sheet(book, "05-taxation", [official(一级事项="纳税服务", 二级事项="办税指南")])
    result = read_catalog(io.BytesIO(book_bytes(book)), "目录.xlsx")
    apply(make_plan(result.sheets, result.errors), DAY)
    assert by_name("办税指南").domain.code == "05-taxation"
    assert by_name("部门预算").domain.code == "03-budget"
