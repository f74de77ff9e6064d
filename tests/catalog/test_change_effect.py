"""What a revision does to the tree, the obligations and the record of differences."""

import pytest
from django.utils import timezone

from catalog import obligations, tree
from catalog.changes.wording import LABELS, VALUES, of_row
from catalog.models import CatalogItem, EntryKind, Evidence, ItemKind, Obligation, Origin
from catalog.standard import standard_rows
from tests.catalog.changing import County, add, change, end, move
from tests.factories import make_domain, make_group, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County(make_domain("财政预决算", "03-budget"))


@pytest.fixture
def today():
    return timezone.localdate()


def owed_by(matter) -> list[str]:
    return [o.organization.short_name for o in Obligation.objects.current().filter(matter=matter)]


def test_a_new_matter_stands_last_with_a_free_code_and_is_owed(county, today):
    (entry,) = county.carried(add(county.local.parent), today=today).entries.all()
    new = entry.matter
    assert (new.name, new.origin, new.evidence, new.started_on) == (
        "惠民补贴",
        Origin.LOCAL,
        Evidence.LOCAL,
        today,
    )
    assert new.code.startswith("03-") and new.is_rule_readable and new.at_county
    assert new.lft > county.official.lft and list(tree.problems()) == []
    assert owed_by(new) == ["县财政局"]
    assert Obligation.objects.get(matter=new).since == today
    assert entry.kind == EntryKind.ADD and list(entry.differences) == list(LABELS)


def test_a_group_is_made_with_its_first_matters(county, today):
    rows = [add(county.domain, "补贴", name="甲"), add(county.domain, "补贴", name="乙")]
    county.carried(*rows, today=today)
    group = CatalogItem.objects.get(kind=ItemKind.GROUP, name="补贴")
    assert [child.name for child in group.get_children()] == ["甲", "乙"]
    assert list(tree.problems()) == []


def test_an_ended_matter_comes_back_as_itself(county, today):
    county.carried(end(county.local), today=today)
    assert owed_by(county.local) == []
    row = add(county.local.parent, name=county.local.name, content="另一种内容")
    (entry,) = county.carried(row, today=today).entries.all()
    assert (entry.kind, entry.matter_id) == (EntryKind.RESUME, county.local.pk)
    assert list(entry.differences) == ["content"]
    assert owed_by(county.local) == ["县财政局"]


def test_a_group_ends_with_its_last_matter(county, today):
    group = make_group(county.domain, "小组")
    lone = county.matter("独苗", parent=group, origin=Origin.LOCAL)
    obligations.sync(today)
    county.carried(end(lone), today=today)
    group.refresh_from_db()
    assert group.ended_on == today


def test_a_matter_moves_with_its_obligations(county, today):
    other = make_group(county.domain, "预算管理")
    (entry,) = county.carried(move(county.local, other), today=today).entries.all()
    now = CatalogItem.objects.get(pk=county.local.pk)
    assert now.parent == other and now.code == county.local.code
    assert entry.differences == {"group": ["一级事项", "预算管理"]}
    assert owed_by(now) == ["县财政局"] and list(tree.problems()) == []


def test_who_owes_it_follows_the_new_wording(county, today):
    make_organization("县审计局")
    county.carried(change(county.local, responsible="县审计局"), today=today)
    assert owed_by(county.local) == ["县审计局"]


def test_two_matters_exchange_their_names(county, today):
    other = county.matter("政府采购", origin=Origin.LOCAL)
    obligations.sync(today)
    rows = [change(county.local, name="政府采购"), change(other, name="部门决算")]
    county.carried(*rows, today=today)
    names = [CatalogItem.objects.get(pk=item.pk).name for item in (county.local, other)]
    assert names == ["政府采购", "部门决算"]


def test_differences_are_kept_element_by_element_with_their_ground(county, today):
    row = change(county.official, content="收支总表；编制说明；绩效目标", tiers=["县级", "乡级"])
    revision = county.carried(row, today=today)
    (entry,) = revision.entries.all()
    assert entry.differences == {
        "content": ["收支总表；编制说明", "收支总表；编制说明；绩效目标"],
        "tiers": [["县级"], ["县级", "乡级"]],
    }
    assert entry.basis == "《补贴条例》第八条" and entry.fields_changed == ["公开内容", "公开层级"]
    assert (revision.added, revision.changed, revision.moved, revision.ended) == (0, 1, 0, 0)
    assert (revision.proposed_by, revision.decided_by) == (county.finance.name, "县政府办公室")
    now = CatalogItem.objects.get(pk=county.official.pk)
    assert now.at_town and now.origin == Origin.OFFICIAL


def test_a_national_matter_added_by_procedure_is_official(county, today):
    key, row = next((k, r) for k, r in standard_rows().items() if k.domain == "03-budget")
    values = {name: of_row(row)[name] for name in VALUES}
    revision = county.carried(add(county.domain, key.level1, **values), today=today)
    new = revision.entries.get().matter
    assert (new.origin, new.parent.name) == (Origin.OFFICIAL, key.level1)
    assert new.evidence != Evidence.LOCAL
