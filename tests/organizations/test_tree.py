"""The organisation tree and what follows from it: moving, abolishing, succession, obligations."""

import csv
import random
from contextlib import suppress
from datetime import date

import pytest

from catalog import obligations
from catalog.assignment import county_directory
from catalog.models import Obligation
from catalog.responsible import read_responsible
from portal.demo import organizations as demo
from portal.nested_sets import Place, places
from portal.organizations.models import Kind, Organization
from portal.organizations.signals import organizations_changed
from portal.organizations.tree import NotPossible, load_organizations, save_organization, why_not_save
from tests.factories import make_matter, make_organization, make_user
from tests.threads import together

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 3)


@pytest.fixture
def county():
    return make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)


@pytest.fixture
def towns(county):
    return [make_organization(name, Kind.TOWN, parent=county) for name in ("云溪镇", "青石镇")]


def is_sound() -> bool:
    stored = {o.pk: (o.tree_id, o.lft, o.rght, o.level) for o in Organization.objects.all()}
    in_order = Organization.objects.order_by("tree_id", "lft")
    return stored == dict(places((o.pk, o.parent_id) for o in in_order))


def fresh(organization: Organization) -> Organization:
    return Organization.objects.get(pk=organization.pk)


def test_numbering_follows_the_links():
    links = [("a", None), ("b", "a"), ("c", "a"), ("d", "b"), ("x", None)]
    assert dict(places(links)) == {
        "a": Place(1, 1, 8, 0),
        "b": Place(1, 2, 5, 1),
        "d": Place(1, 3, 4, 2),
        "c": Place(1, 6, 7, 1),
        "x": Place(2, 1, 2, 0),
    }


def test_numbering_does_not_reach_a_cycle():
    assert dict(places([("a", None), ("b", "c"), ("c", "b")])) == {"a": Place(1, 1, 2, 0)}


def test_the_demo_county_stands_in_the_order_of_its_file_and_loads_again_without_change():
    demo.load()
    with (demo.FIXTURES / "organizations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    children = [row["code"] for row in rows if row["parent_code"] == "county"]
    county = Organization.objects.get(code="county")
    assert [o.code for o in county.get_children()] == children
    before = list(Organization.objects.order_by("pk").values("pk", "tree_id", "lft", "rght", "level"))
    demo.load()
    assert list(Organization.objects.order_by("pk").values("pk", "tree_id", "lft", "rght", "level")) == before
    assert is_sound()


def test_a_file_that_puts_an_organisation_under_itself_is_refused_whole(county, towns):
    rows = [{"code": county.code, "parent_code": towns[0].code, "phone": "0700-6880001"}]
    with pytest.raises(NotPossible, match="形成了环"):
        load_organizations(rows)
    assert fresh(county).phone == ""
    assert is_sound()


def test_a_village_moves_to_another_town_with_all_numbers_right(towns):
    village = make_organization("东村", Kind.VILLAGE, parent=towns[0])
    make_organization("西村", Kind.VILLAGE, parent=towns[0])
    village = fresh(village)
    village.parent = fresh(towns[1])
    save_organization(village)
    assert fresh(village).is_descendant_of(fresh(towns[1]))
    assert is_sound()


@pytest.mark.parametrize("under", ["itself", "its child"])
def test_no_organisation_goes_under_itself(county, under):
    bureau = make_organization("县卫生健康局", parent=county)
    child = make_organization("县卫生监督局", parent=bureau)
    bureau = fresh(bureau)
    bureau.parent = bureau if under == "itself" else fresh(child)
    with pytest.raises(NotPossible, match="上级单位不能是本单位或者本单位的下级"):
        save_organization(bureau)
    assert fresh(bureau).parent_id == county.pk
    assert is_sound()


def test_a_move_made_meanwhile_is_seen(county):
    """Two clerks: each moves one bureau under the other. The second one is told, the tree stays a tree."""
    first, second = (fresh(make_organization(name, parent=county)) for name in ("县一局", "县二局"))
    stale = fresh(second)
    first.parent = fresh(second)
    save_organization(first)
    stale.parent = Organization.objects.get(pk=first.pk)
    with pytest.raises(NotPossible):
        save_organization(stale)
    assert is_sound()


def test_a_stale_copy_does_not_spoil_the_numbers(county, towns):
    stale = fresh(towns[1])
    make_organization("东村", Kind.VILLAGE, parent=fresh(towns[0]))
    stale.phone = "0700-6880002"
    save_organization(stale)
    assert fresh(towns[1]).phone == "0700-6880002"
    assert is_sound()


@pytest.mark.parametrize("seed", range(5))
def test_any_sequence_of_moves_leaves_a_sound_tree(county, seed):
    chance = random.Random(seed)
    bureaus = [make_organization(f"县{n}局", parent=county) for n in "甲乙丙丁戊己"]
    for _ in range(12):
        moved, target = chance.sample([county, *bureaus], 2)
        moved = fresh(moved)
        moved.parent = target
        with suppress(NotPossible):
            save_organization(moved)
    assert is_sound()


@pytest.mark.parametrize(
    ("kind", "parent", "is_right"),
    [
        (Kind.COUNTY_GOVERNMENT, None, True),
        (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT, False),
        (Kind.DEPARTMENT, Kind.COUNTY_GOVERNMENT, True),
        (Kind.DEPARTMENT, None, False),
        (Kind.TOWN, Kind.DEPARTMENT, False),
        (Kind.VILLAGE, Kind.STREET, True),
        (Kind.VILLAGE, Kind.COUNTY_GOVERNMENT, False),
        (Kind.COMMUNITY, Kind.TOWN, True),
        (Kind.PUBLIC_BODY, Kind.DEPARTMENT, True),
        (Kind.PUBLIC_BODY, Kind.VILLAGE, False),
    ],
)
def test_each_kind_has_its_place(kind, parent, is_right):
    above = make_organization("上级", parent) if parent else None
    own = Organization(kind=kind, parent=above)
    assert (why_not_save(own) == {}) is is_right


class TestAbolition:
    def abolish(self, organization, successor=None):
        organization = fresh(organization)
        organization.abolished_on, organization.successor = TODAY, successor
        return save_organization(organization)

    def test_what_the_abolished_owed_ends_and_the_successor_owes_it(
        self, county, django_capture_on_commit_callbacks
    ):
        old = make_organization("县粮食局", parent=county, aliases=["县粮食行政管理部门"])
        new = make_organization("县发展和改革局", parent=county)
        named = make_matter("粮食储备", responsible="县粮食局")
        by_alias = make_matter("粮价监测", responsible="县粮食行政管理部门")
        obligations.sync(TODAY)
        assert set(Obligation.objects.current().values_list("matter", "organization")) == {
            (named.pk, old.pk),
            (by_alias.pk, old.pk),
        }
        with django_capture_on_commit_callbacks(execute=True):
            self.abolish(old, new)
        assert set(Obligation.objects.current().values_list("matter", "organization")) == {
            (named.pk, new.pk),
            (by_alias.pk, new.pk),
        }
        assert Obligation.objects.filter(organization=old, ended_on__isnull=False).count() == 2

    def test_without_a_successor_nobody_owes_it(self, county, django_capture_on_commit_callbacks):
        old = make_organization("县粮食局", parent=county)
        make_matter(responsible="县粮食局")
        obligations.sync(TODAY)
        with django_capture_on_commit_callbacks(execute=True):
            self.abolish(old)
        assert not Obligation.objects.current().exists()

    def test_a_successor_that_was_merged_in_turn_hands_on(self, county):
        first, second, third = (make_organization(n, parent=county) for n in ("县甲局", "县乙局", "县丙局"))
        self.abolish(first, second)
        self.abolish(second, third)
        assert county_directory().organs_that_owe(read_responsible("县甲局")) == [third]

    def test_a_name_given_to_a_new_organisation_means_the_new_one(self, county):
        old, heir = (make_organization(n, parent=county) for n in ("县旧局", "县承接局"))
        old.aliases = ["县商务局"]
        old.save()
        self.abolish(old, heir)
        new = make_organization("县商务局", parent=county)
        assert county_directory().organs_that_owe(read_responsible("县商务局")) == [new]

    def test_succession_in_a_circle_means_nobody(self, county):
        one, two = (make_organization(n, parent=county) for n in ("县甲局", "县乙局"))
        for organization, successor in ((one, two), (two, one)):
            Organization.objects.filter(pk=organization.pk).update(abolished_on=TODAY, successor=successor)
        assert county_directory().organs_that_owe(read_responsible("县甲局、县乙局")) == []

    def test_the_abolished_are_not_counted_among_every_department(self, county):
        old, new = (make_organization(n, parent=county) for n in ("县甲局", "县乙局"))
        self.abolish(old, new)
        assert county_directory().organs_that_owe(read_responsible("县政府各部门")) == [new]

    def test_the_successor_is_another_living_organisation(self, county):
        one, two = (make_organization(n, parent=county) for n in ("县甲局", "县乙局"))
        with pytest.raises(NotPossible, match="不能是本单位"):
            self.abolish(one, fresh(one))
        self.abolish(two)
        with pytest.raises(NotPossible, match="也已经撤销"):
            self.abolish(one, fresh(two))

    def test_a_town_with_villages_is_emptied_first(self, towns):
        make_organization("东村", Kind.VILLAGE, parent=towns[0])
        with pytest.raises(NotPossible, match="还有 1 个没有撤销的单位"):
            self.abolish(towns[0], towns[1])

    def test_staff_keep_their_account(self, county):
        old, new = (make_organization(n, parent=county) for n in ("县甲局", "县乙局"))
        clerk = make_user(organization=old)
        self.abolish(old, new)
        clerk.refresh_from_db()
        assert clerk.organization == old


class TestSignal:
    @pytest.fixture
    def heard(self):
        calls = []

        def listen(sender, **kwargs):
            calls.append(sender)

        organizations_changed.connect(listen)
        yield calls
        organizations_changed.disconnect(listen)

    @pytest.mark.parametrize(
        ("field", "value", "is_heard"),
        [("phone", "0700-6880009", False), ("aliases", ["县某部门"], True), ("catalog_name", "县新局", True)],
    )
    def test_only_what_decides_who_owes_what_is_announced(
        self, county, heard, field, value, is_heard, django_capture_on_commit_callbacks
    ):
        bureau = fresh(make_organization(parent=county))
        setattr(bureau, field, value)
        with django_capture_on_commit_callbacks(execute=True):
            save_organization(bureau)
        assert bool(heard) is is_heard

    def test_a_new_alias_brings_the_obligation(self, county, django_capture_on_commit_callbacks):
        matter = make_matter(responsible="县防汛指挥机构")
        bureau = fresh(make_organization("县水利局", parent=county))
        bureau.aliases = ["县防汛指挥机构"]
        with django_capture_on_commit_callbacks(execute=True):
            save_organization(bureau)
        assert Obligation.objects.current().get().matter == matter


@pytest.mark.django_db(transaction=True)
def test_two_clerks_moving_organisations_at_once_leave_a_sound_tree():
    county = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    bureaus = [make_organization(f"县{n}局", parent=county) for n in "甲乙丙丁戊己"]

    def shuffle(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(8):
            moved, target = chance.sample([county, *bureaus], 2)
            moved = fresh(moved)
            moved.parent = target
            with suppress(NotPossible):
                save_organization(moved)

    assert together(lambda: shuffle(1), lambda: shuffle(2)) == []
    assert is_sound()
