"""The catalog tree: numbered from its parents, checked, and mended when somebody broke it behind its back."""

import io
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalog import importing, tree
from catalog.models import CatalogItem, ItemKind
from catalog.spreadsheets import read_catalog
from catalog.tree_repair import repair
from portal.nested_sets import places
from tests.catalog.spreadsheet_builder import csv_bytes, matter
from tests.factories import make_domain, make_matter, make_organization
from tests.threads import together

DAY = date(2025, 6, 3)


@st.composite
def forests(draw) -> list[tuple[int, int | None]]:
    """Links (node, parent) where a parent always comes first."""
    size = draw(st.integers(1, 25))
    return [(n, draw(st.sampled_from([None, *range(n)]))) for n in range(size)]


@given(forests())
def test_numbers_are_a_nested_set(links):
    found = dict(places(links))
    parents = dict(links)
    assert found.keys() == parents.keys()
    for node, place in found.items():
        below = [n for n, p in found.items() if p.tree_id == place.tree_id and place.lft < p.lft < place.rght]
        assert place.rght - place.lft == 2 * len(below) + 1
        parent = parents[node]
        if parent is None:
            assert (place.lft, place.level) == (1, 0)
        else:
            assert found[parent].lft < place.lft < place.rght < found[parent].rght
            assert place.level == found[parent].level + 1


@given(forests())
def test_siblings_keep_the_order_given(links):
    found = dict(places(links))
    for (a, parent), (b, other) in pairwise(links):
        if parent == other and parent is not None:
            assert found[a].rght < found[b].lft


@pytest.fixture
def catalog(db):
    """Two domains with two matters each; by name."""
    for domain in (make_domain("财政预决算", "03-budget"), make_domain("税收管理", "05-taxation")):
        make_matter(f"{domain.name}一", domain)
        make_matter(f"{domain.name}二", domain)
    return {item.name if item.kind != ItemKind.GROUP else f"{item.domain.name}组": item
            for item in CatalogItem.objects.select_related("domain")}  # fmt: skip


def fresh(item: CatalogItem) -> CatalogItem:
    return CatalogItem.objects.get(pk=item.pk)


def break_it(item: CatalogItem, **fields) -> None:
    CatalogItem.objects.filter(pk=item.pk).update(**fields)


@pytest.mark.django_db
class TestWriting:
    def test_a_new_node_stands_last_and_the_tree_stays_sound(self, catalog):
        make_matter("财政预决算三", catalog["财政预决算"])
        names = [m.name for m in CatalogItem.objects.matters().in_order()]
        assert names == ["财政预决算一", "财政预决算二", "财政预决算三", "税收管理一", "税收管理二"]
        assert list(tree.problems()) == []

    def test_only_the_named_fields_are_written(self, catalog):
        """Somebody corrects the summary on a page opened before an import reworded the matter."""
        stale = fresh(catalog["财政预决算一"])
        break_it(stale, content="新一版的公开内容")
        stale.summary = "政府的钱花到哪里去"
        tree.save_item(stale, ["summary"])
        now = fresh(stale)
        assert (now.content, now.summary) == ("新一版的公开内容", "政府的钱花到哪里去")
        assert now.updated_at > catalog["财政预决算一"].updated_at

    def test_the_readable_mark_follows_the_time_limit(self, catalog):
        item = fresh(catalog["财政预决算一"])
        assert item.is_rule_readable
        item.time_limit = "适时公开"
        tree.save_item(item, ["time_limit"])
        assert not fresh(item).is_rule_readable

    def test_the_lock_is_asked_for_inside_a_transaction(self, transactional_db):
        with pytest.raises(RuntimeError, match="outside a transaction"):
            tree.lock_tree()


@pytest.mark.django_db
class TestMending:
    BROKEN = [
        ("财政预决算一", {"lft": 99}),
        ("财政预决算", {"rght": 3}),
        ("税收管理组", {"level": 7}),
        ("税收管理二", {"tree_id": 42}),
        ("standard目录", {"lft": 5, "rght": 6}),
    ]

    @pytest.mark.parametrize(("name", "fields"), BROKEN)
    def test_wrong_numbers_are_found_and_counted_again(self, catalog, name, fields):
        before = CatalogItem.objects.order_by("pk").values_list("pk", *tree.PLACE)
        sound = list(before)
        break_it(catalog[name], **fields)
        (problem,) = tree.problems()
        assert problem == f"{catalog[name].code}：树的编号与上下层关系不一致。"
        assert repair() == ["重新编号 1 个节点。"]
        assert list(tree.problems()) == [] and list(before.all()) == sound

    def test_a_group_under_the_wrong_parent_goes_back_to_its_domain(self, catalog):
        break_it(catalog["财政预决算组"], parent=catalog["税收管理"], name="政府债务")
        assert any("标明的领域与所在的领域“税收管理”不一致" in problem for problem in tree.problems())
        assert "放回“财政预决算”之下，请核对" in repair()[0]
        assert list(tree.problems()) == []
        assert fresh(catalog["财政预决算组"]).parent == catalog["财政预决算"]

    def test_a_matter_in_another_domain_goes_back_beside_its_neighbour(self, catalog):
        break_it(catalog["财政预决算二"], parent=catalog["税收管理组"])
        assert any("标明的领域与所在的一级事项" in problem for problem in tree.problems())
        repair()
        assert list(tree.problems()) == []
        assert fresh(catalog["财政预决算二"]).parent == catalog["财政预决算组"]

    @pytest.mark.parametrize("parent", [None, "税收管理", "财政预决算二"])
    def test_a_matter_under_something_that_is_no_group(self, catalog, parent):
        break_it(catalog["财政预决算一"], parent=catalog.get(parent))
        assert any("二级事项不能放在" in problem for problem in tree.problems())
        repair()
        assert list(tree.problems()) == []
        assert fresh(catalog["财政预决算一"]).parent == catalog["财政预决算组"]

    def test_a_cycle_is_broken_open(self, catalog):
        break_it(catalog["财政预决算组"], parent=catalog["财政预决算一"])
        assert any("形成了环" in problem for problem in tree.problems())
        repair()
        assert list(tree.problems()) == []

    def test_a_missing_domain_is_filled_in_from_the_parent(self, catalog):
        break_it(catalog["财政预决算一"], domain=None)
        assert list(tree.problems())
        repair()
        assert fresh(catalog["财政预决算一"]).domain == catalog["财政预决算"]
        assert list(tree.problems()) == []

    def test_a_domain_without_scheme_is_left_to_people(self, catalog):
        break_it(catalog["财政预决算"], parent=None)
        with pytest.raises(CommandError, match="请在管理后台改正"):
            call_command("check_catalog", "--repair", stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db(transaction=True)
class TestTwoWritersAtOnce:
    def sheet(self, domain: str, *names: str):
        lines = [matter(二级事项=name, 序号=str(n)) for n, name in enumerate(names, start=1)]
        return read_catalog(io.BytesIO(csv_bytes(*lines)), f"{domain}.csv").sheets[0]

    def take(self, *sheets):
        importing.apply(importing.make_plan(sheets), DAY)

    def test_two_imports(self):
        importing.load_domains(DAY)
        make_organization("县财政局")
        budget = self.sheet("03-budget", "预算", "决算", "绩效")
        taxes = self.sheet("05-taxation", "税收优惠", "办税指南")
        assert together(lambda: self.take(budget), lambda: self.take(taxes)) == []
        assert CatalogItem.objects.matters().current().count() == 5
        assert list(tree.problems()) == []

    def test_the_same_import_twice(self):
        importing.load_domains(DAY)
        sheet = self.sheet("03-budget", "预算", "决算", "绩效")
        assert together(lambda: self.take(sheet), lambda: self.take(sheet)) == []
        codes = CatalogItem.objects.matters().values_list("code", flat=True)
        assert sorted(codes) == ["03-001", "03-002", "03-003"]
        assert list(tree.problems()) == []

    def test_two_who_add_entries_one_by_one(self):
        importing.load_domains(DAY)
        domains = [CatalogItem.objects.get(code=code) for code in ("03-budget", "05-taxation")]
        for domain in domains:
            make_matter("事项", domain)
        failures = together(*(lambda d=d: [make_matter("", d) for _ in range(6)] for d in domains))
        assert failures == []
        assert CatalogItem.objects.matters().count() == 14
        assert list(tree.problems()) == []
