"""The county's catalog against the national data: missing, different, extra; and what is made of it."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from catalog import importing
from catalog.changes import checks, procedure, repair
from catalog.changes.wording import VALUES, of_row
from catalog.comparison import Gap, compare
from catalog.models import CatalogItem, ChangeKind, ChangeRequest, Origin, Revision, RevisionSource
from catalog.plan import Key
from catalog.standard import standard_rows
from tests.admin_forms import page, said, sign_in
from tests.catalog.changing import add, end, move
from tests.factories import make_domain, make_matter, make_organization, make_user

pytestmark = pytest.mark.django_db
URL = "/admin/catalog/catalogitem/comparison/"


@pytest.fixture(scope="module")
def budget_plan():
    from catalog.management.commands.import_catalog import plan_for

    (path,) = [path for path in importing.standard_files() if path.stem == "03-budget"]
    return lambda: plan_for([path])


@pytest.fixture
def county(budget_plan):
    """One domain exactly as the nation has it."""
    office = make_organization("县人民政府办公室", short_name="县政府办公室", is_competent_authority=True)
    make_organization("县财政局")
    make_domain("财政预决算", "03-budget")
    importing.apply(budget_plan(), timezone.localdate(), actor="县政府办公室")
    return office


@pytest.fixture
def people(county):
    return {
        "author": make_user(organization=county, roles=["系统管理员"]),
        "inspector": make_user(organization=county, roles=["督查员"]),
        "head": make_user(organization=county, roles=["签发人"]),
    }


def of_budget(gap: Gap) -> list:
    return [line for line in compare().lines if line.gap == gap and line.key.domain == "03-budget"]


def carry(people, request) -> Revision:
    request = procedure.carry_out(request, "submit", people["author"])
    request = procedure.carry_out(request, "assess", people["inspector"], remark="同意。")
    today = timezone.localdate()
    return procedure.carry_out(request, "approve", people["head"], effective_on=today).revision


def propose(people, *rows) -> ChangeRequest:
    user = people["author"]
    request = ChangeRequest.objects.create(
        title="调整", reason="理由", organization=user.organization, proposed_by=user
    )
    procedure.save_rows(request, list(rows), user)
    return request


def test_what_reads_the_same_is_no_line(county):
    assert not of_budget(Gap.MISSING) and not of_budget(Gap.DIFFERENT) and not of_budget(Gap.EXTRA)
    comparison = compare()
    assert comparison.total == len(standard_rows())
    assert comparison.count(Gap.MISSING) == comparison.total - CatalogItem.objects.matters().count()


def test_the_first_import_is_the_initial_catalog_without_rows(county):
    revision = Revision.objects.get()
    assert (revision.source, revision.added) == (
        RevisionSource.INITIAL,
        CatalogItem.objects.matters().count(),
    )
    assert not revision.entries.exists()
    assert revision.standard_missing == compare().count(Gap.MISSING)


def test_a_later_import_records_each_difference(county, budget_plan):
    item = CatalogItem.objects.matters().first()
    CatalogItem.objects.filter(pk=item.pk).update(content="别的内容", at_county=not item.at_county)
    revision = importing.apply(budget_plan(), timezone.localdate(), title="导入", reason="新版指引")
    (entry,) = revision.entries.all()
    assert (revision.source, revision.changed, revision.reason) == (RevisionSource.IMPORT, 1, "新版指引")
    assert entry.differences["content"] == ["别的内容", item.content]
    assert "tiers" in entry.differences


def test_an_import_that_only_reorders_is_no_revision(county, budget_plan):
    CatalogItem.objects.matters().update(sequence=9)
    assert importing.apply(budget_plan(), timezone.localdate()) is None
    assert Revision.objects.count() == 1


def test_missing_different_and_extra(county):
    first, second = CatalogItem.objects.matters().order_by("pk")[:2]
    CatalogItem.objects.filter(pk=first.pk).update(ended_on=timezone.localdate())
    CatalogItem.objects.filter(pk=second.pk).update(time_limit="适时公开")
    extra = make_matter("惠民补贴", first.domain, origin=Origin.LOCAL)
    assert [line.name for line in of_budget(Gap.MISSING)] == [first.name]
    (different,) = of_budget(Gap.DIFFERENT)
    assert different.lines == [("公开时限", second.time_limit, "适时公开")]
    assert [line.matter for line in of_budget(Gap.EXTRA)] == [extra]


def test_a_matter_ended_because_the_law_changed_stays_missing_and_says_so(county, people):
    item = CatalogItem.objects.matters().first()
    row = end(item, is_law_changed=True)
    revision = carry(people, propose(people, row))
    (line,) = of_budget(Gap.MISSING)
    assert line.note == f"已由{revision}终止，上位法已变更"
    assert revision.standard_missing == compare().count(Gap.MISSING)


def test_a_matter_that_moved_is_the_same_matter(county, people):

    item = CatalogItem.objects.matters().first()
    carry(people, propose(people, move(item, item.domain, "另一组", is_law_changed=True)))
    (line,) = of_budget(Gap.DIFFERENT)
    assert line.lines == [("一级事项", "财政预决算", "另一组")] and not of_budget(Gap.MISSING)


class TestRepair:
    def test_a_missing_matter_becomes_an_addition_that_restores_it(self, county, people):
        item = CatalogItem.objects.matters().first()
        CatalogItem.objects.filter(pk=item.pk).update(ended_on=timezone.localdate())
        (line,) = of_budget(Gap.MISSING)
        request = repair.propose(line, people["author"])
        assert request.rows.get().kind == ChangeKind.ADD
        carry(people, request)
        assert not of_budget(Gap.MISSING)
        assert CatalogItem.objects.get(pk=item.pk).ended_on is None

    def test_a_different_one_is_brought_back_to_the_national_wording(self, county, people):
        item = CatalogItem.objects.matters().first()
        longer, spoilt = item.content + "；本县补充的内容", "适时公开"
        CatalogItem.objects.filter(pk=item.pk).update(content=longer, time_limit=spoilt)
        (line,) = of_budget(Gap.DIFFERENT)
        carry(people, repair.propose(line, people["author"]))
        assert not of_budget(Gap.DIFFERENT)

    def test_a_national_matter_is_added_as_the_nation_has_it(self, county, people):
        key, row = next((k, r) for k, r in standard_rows().items() if k.domain == "03-budget")
        CatalogItem.objects.matters().filter(name=key.name).update(ended_on=timezone.localdate())
        short = {name: of_row(row)[name] for name in VALUES} | {"content": "只有一点"}
        found = checks.faults(propose(people, add(CatalogItem.objects.domains().get(), key.level1, **short)))
        assert "“公开内容”可以补充，不能减少" in "".join(found)


class TestPage:
    @pytest.mark.parametrize(
        ("roles", "status"), [(None, 302), ([], 403), (["督查员"], 200), (["经办人"], 200)]
    )
    def test_by_every_visitor(self, client, county, roles, status):
        user = None if roles is None else make_user(organization=make_organization("县民政局"), roles=roles)
        assert sign_in(client, user).get(URL).status_code == status
        if status == 200 and roles == ["督查员"]:
            assert client.post(URL, {"domain": "x"}).status_code == 403

    def test_one_press_makes_a_draft(self, client, county, people):
        item = CatalogItem.objects.matters().first()
        CatalogItem.objects.filter(pk=item.pk).update(time_limit="适时公开")
        sign_in(client, people["author"])
        shown = page(client.get(URL, {"gap": "different"}))
        form = {field["name"]: field["value"] for field in shown.select("#lines form input[type=hidden]")}
        response = client.post(URL, form, follow=True)
        assert "已经生成调整申请草稿" in said(response)
        row = ChangeRequest.objects.get().rows.get()
        assert row.matter == item and row.values == {"time_limit": item.time_limit}

    def test_what_is_settled_meanwhile_is_said(self, client, county, people):
        key = Key("03-budget", "没有", "没有")
        sign_in(client, people["author"])
        assert "已经不存在" in said(client.post(URL, key._asdict(), follow=True))

    def test_as_a_workbook(self, client, county, people):
        CatalogItem.objects.matters().filter(pk=CatalogItem.objects.matters().first().pk).update(
            time_limit="=1"
        )
        sign_in(client, people["author"])
        response = client.get(URL, {"gap": "different", "format": "xlsx"})
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        assert [cell.value for cell in sheet[2]][:3] == ["03-budget", "财政预决算", "不一致"]

    def test_it_does_not_ask_again_for_every_line(
        self, client, county, people, django_assert_max_num_queries
    ):
        CatalogItem.objects.matters().update(time_limit="适时公开")
        sign_in(client, people["author"])
        with django_assert_max_num_queries(14):
            client.get(URL)
