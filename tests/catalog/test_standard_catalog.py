"""The standard catalog as shipped: imported whole, and back out into the official form without a difference."""

import io
from datetime import date

import pytest
from django.db import transaction

from catalog import exporting, importing, report, tree
from catalog.importing import apply, make_plan
from catalog.management.commands.import_catalog import plan_for
from catalog.models import CatalogItem, Evidence, ItemKind, Obligation
from catalog.spreadsheets import read_catalog, write_csv, write_xlsx
from portal.demo import organizations as demo
from portal.ledger.models import LedgerEntry

DAY, LATER = date(2025, 6, 3), date(2025, 9, 1)


@pytest.fixture(scope="class")
def standard(django_db_setup, django_db_blocker):
    """The demo county with the shipped catalog, imported once for the whole class."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        importing.load_domains(DAY)
        plan = plan_for(importing.standard_files())
        apply(plan, DAY, provenance=importing.standard_provenance())
        yield plan
        transaction.set_rollback(True)


class TestTheShippedCatalog:
    @pytest.fixture(autouse=True)
    def loaded(self, standard, db):
        self.plan = standard

    def test_it_holds_thirty_two_domains_and_1196_matters(self):
        assert not self.plan.errors and len(self.plan.added) == 1196
        assert CatalogItem.objects.domains().count() == 32
        assert CatalogItem.objects.matters().current().count() == 1196
        assert CatalogItem.objects.schemes().count() == 3
        named = {(key.domain, key.level1) for key, _ in self.plan.added}
        assert CatalogItem.objects.filter(kind=ItemKind.GROUP).count() == len(named)

    def test_the_tree_is_sound_and_each_matter_in_its_domain(self):
        assert list(tree.problems()) == []
        for domain in CatalogItem.objects.domains():
            below = domain.get_descendants().filter(kind=ItemKind.MATTER)
            assert set(below) == set(CatalogItem.objects.matters().filter(domain=domain))

    def test_matters_stand_in_the_order_of_their_file(self):
        for path in importing.standard_files():
            with path.open("rb") as file:
                rows = read_catalog(file, path.name).sheets[0].rows
            matters = CatalogItem.objects.matters().filter(domain__code=path.stem.lower())
            assert set(matters.values_list("name", "sequence")) == {(r.name, int(r.sequence)) for r in rows}
            groups = CatalogItem.objects.filter(kind=ItemKind.GROUP, domain__code=path.stem.lower())
            assert [g.name for g in groups.in_order()] == list(dict.fromkeys(row.level1 for row in rows))

    def test_every_row_says_how_well_it_is_founded(self):
        matters = CatalogItem.objects.matters()
        counts = {e: matters.filter(evidence=e).count() for e in Evidence}
        assert counts == {"seen": 431, "name seen": 72, "compiled": 693, "local": 0}

    def test_every_matter_is_owed_by_somebody_or_reported(self):
        owed = set(Obligation.objects.current().values_list("matter", flat=True))
        reported = {m.pk for m, _ in report.unreadable_responsible()}
        assert owed | reported == set(CatalogItem.objects.matters().values_list("pk", flat=True))
        assert owed.isdisjoint(reported)

    def test_the_same_files_again_change_nothing(self):
        before = list(CatalogItem.objects.order_by("pk").values())
        entries = LedgerEntry.objects.count()
        assert importing.load_domains(LATER) == 0
        plan = plan_for(importing.standard_files())
        assert plan.is_empty and plan.unchanged == 1196
        apply(plan, LATER)
        assert list(CatalogItem.objects.order_by("pk").values()) == before
        assert LedgerEntry.objects.count() == entries

    @pytest.mark.parametrize("write", ["xlsx", "csv"])
    def test_what_is_exported_and_read_in_again_changes_nothing(self, write):
        domains = list(exporting.domains_in_order())
        sheets = exporting.sheets(domains)
        assert [len(sheet.rows) for sheet in sheets] == [
            d.domain_items.filter(kind="matter").count() for d in domains
        ]
        if write == "xlsx":
            results = [read_catalog(io.BytesIO(write_xlsx(sheets)), "目录.xlsx")]
        else:
            results = [read_catalog(io.BytesIO(write_csv(sheet)), f"{sheet.name}.csv") for sheet in sheets]
        assert not [error for result in results for error in result.errors]
        plan = make_plan([sheet for result in results for sheet in result.sheets])
        assert not plan.errors and plan.is_empty and plan.unchanged == 1196

    def test_planning_everything_takes_few_queries(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            plan_for(importing.standard_files())

    def test_exporting_everything_takes_two_queries(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            exporting.sheets(exporting.domains_in_order())
