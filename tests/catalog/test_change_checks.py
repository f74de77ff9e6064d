"""What a change request may not do, each answered with a sentence."""

import pytest
from django.utils import timezone

from catalog.changes import checks, procedure
from catalog.changes.national import why_not_change
from catalog.changes.wording import snapshot
from catalog.models import CatalogItem, ChangeRow
from portal.refusal import NotAllowed
from tests.catalog.changing import ELEMENTS, County, add, change, end, move
from tests.factories import make_domain, make_group

pytestmark = pytest.mark.django_db
LAW = {"is_law_changed": True}


@pytest.fixture
def county():
    return County(make_domain("财政预决算", "03-budget"))


def faults(county, *rows) -> str:
    return "".join(checks.faults(county.draft(*rows)))


class TestRows:
    def test_nothing_at_all(self, county):
        assert "至少填写一项" in faults(county)

    def test_the_same_matter_twice(self, county):
        assert "出现了不止一次" in faults(county, change(county.local, content="甲"), end(county.local))

    def test_two_of_one_name_side_by_side(self, county):
        assert "不止一个“部门决算”" in faults(county, add(county.local.parent, name="部门决算"))
        both = add(county.domain, "补贴", name="甲"), add(county.domain, "补贴", name="甲")
        assert "“补贴”之下将有不止一个“甲”" in faults(county, *both)
        assert "不止一个“部门预算”" in faults(county, change(county.local, name="部门预算"))

    def test_a_name_that_is_given_up_in_the_same_request_is_free(self, county):
        assert faults(county, end(county.local), add(county.local.parent, name="部门决算")) == ""

    def test_what_has_ended_is_neither_ended_again_nor_changed(self, county):
        CatalogItem.objects.filter(pk=county.local.pk).update(ended_on=timezone.localdate())
        county.local.refresh_from_db()
        assert "已经终止" in faults(county, end(county.local))
        assert "已经终止" in faults(county, change(county.local, content="甲"))

    def test_a_change_that_changes_nothing(self, county):
        assert "没有填写任何新的内容" in faults(county, change(county.local))
        assert "没有填写任何新的内容" in faults(county, change(county.local, content=ELEMENTS["content"]))

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"content": ""}, "“公开内容”为空"),
            ({"audience": "村里人"}, "应为“全社会”或“特定群体"),
            ({"tiers": []}, "至少选一项"),
            ({"method": ""}, "“公开方式”没有选择"),
        ],
    )
    def test_an_addition_is_whole_as_the_official_form_wants_it(self, county, values, sentence):
        assert sentence in faults(county, add(county.local.parent, **values))

    def test_a_place_is_a_group_or_a_domain_with_a_new_name(self, county):
        assert "请写明要新建的一级事项" in faults(county, add(county.domain))
        assert "这一栏请留空" in faults(county, add(county.local.parent, "补贴"))
        assert "已经在这个一级事项之下" in faults(county, move(county.local, county.local.parent))

    def test_the_legal_reason_is_compulsory(self, county):
        row = ChangeRow(kind="end", matter=county.local, basis_document=" ", basis_article="")
        assert "请写明依据的文件和条款" in faults(county, row)

    def test_what_was_changed_meanwhile_is_not_overwritten(self, county):
        request = county.at("assess", change(county.local, content="甲"))
        county.carried(change(county.local, content="乙"), today=timezone.localdate())
        with pytest.raises(NotAllowed, match="“公开内容”在填写之后已由另一次目录修订改变"):
            procedure.carry_out(request, "approve", county.administrator, effective_on=timezone.localdate())

    def test_another_element_changed_meanwhile_is_no_matter(self, county):
        request = county.at("assess", change(county.local, content="甲"))
        county.carried(change(county.local, audience="特定群体（单位）"), today=timezone.localdate())
        assert procedure.why_not(request, "approve", county.administrator) == []

    def test_another_request_that_waits_for_its_day_goes_first(self, county):
        later = timezone.localdate() + timezone.timedelta(days=9)
        first = county.at("assess", end(county.local), title="终止决算")
        second = county.at("assess", change(county.local, content="甲"))
        procedure.carry_out(first, "approve", county.administrator, effective_on=later)
        assert "“终止决算”也调整其中的事项" in "".join(checks.faults(second))

    def test_vague_limits_and_unknown_organs_are_pointed_out(self, county):
        rows = [add(county.local.parent, time_limit="适时公开", responsible="县铁路局")]
        found = " ".join(checks.warnings(rows))
        assert "换算不成日期" in found and "“县铁路局”在本县没有对应的机构" in found
        assert faults(county, *rows) == ""


class TestNationalMatters:
    def test_they_are_not_ended_unless_the_law_has_changed(self, county):
        assert "不能自行终止" in faults(county, end(county.official))
        assert faults(county, end(county.official, **LAW)) == ""

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"name": "预算"}, "“二级事项”由国家标准目录规定"),
            ({"time_limit": "每年公布一次"}, "“公开时限”由国家标准目录规定"),
            ({"method": "依申请公开"}, "“公开方式”由国家标准目录规定"),
            ({"content": "收支总表"}, "“公开内容”可以补充，不能减少（缺“编制说明”）"),
            ({"legal_basis": "《补贴条例》"}, "“公开依据”可以补充"),
            ({"tiers": ["村级"]}, "“公开层级”可以补充，不能减少（缺“县级”）"),
            ({"channels": ["政府公报"]}, "应当保留政府网站"),
        ],
    )
    def test_what_the_nation_fixed_stays_unless_the_law_has_changed(self, county, values, sentence):
        row = change(county.official, **values)
        assert sentence in faults(county, row)
        row.is_law_changed = True
        assert checks.row_faults(row) == []

    @pytest.mark.parametrize(
        "values",
        [
            {"content": "收支总表；编制说明；绩效目标"},
            {"responsible": "县财政局、县审计局"},
            {"tiers": ["县级", "乡级"]},
            {"channels": ["政府网站", "公开查阅点"]},
        ],
    )
    def test_the_county_may_supplement_and_detail(self, county, values):
        assert faults(county, change(county.official, **values)) == ""

    def test_they_do_not_move_unless_the_law_has_changed(self, county):
        other = make_group(county.domain, "预算管理")
        assert "“一级事项”由国家标准目录规定" in faults(county, move(county.official, other))
        assert faults(county, move(county.local, other)) == ""

    def test_what_the_county_added_may_be_taken_away_again(self, county):
        standard = snapshot(county.official)
        supplemented = {**standard, "content": "收支总表；编制说明；绩效目标"}
        assert why_not_change(supplemented, standard, standard, False) == []
        spoilt = {**standard, "time_limit": "适时公开"}
        assert why_not_change(spoilt, standard, standard, False) == []
