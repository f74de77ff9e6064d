"""Checks of what publishing stands on: the trees, the ledger, the obligations."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from catalog import tree
from catalog.models import Obligation
from portal.ledger import checking
from portal.organizations.models import Organization

from .found import Found

NAMED = 200
OLDEST_CHECK = timedelta(hours=26)


def catalog_tree() -> Iterator[Found]:
    for number, problem in enumerate(tree.problems()):
        yield Found(f"catalog:{number}:{problem}"[:120], f"目录树：{problem}")


def organization_tree() -> Iterator[Found]:
    """Every organisation lies within its parent."""
    rows = Organization.objects.select_related("parent").filter(parent__isnull=False)
    for row in rows:
        parent = row.parent
        if not (parent.tree_id == row.tree_id and parent.lft < row.lft and row.rght < parent.rght):
            yield Found(f"organization:{row.pk}", f"机构树：{row.short_name}不在其上级之内。", "", row.pk)


def ledger_chain() -> Iterator[Found]:
    """The chain as a whole verified last night; the nightly task does it just before."""
    check = checking.latest()
    if check is None or timezone.now() - check.finished_at > OLDEST_CHECK:
        check = checking.run()
    for sequence, problem in check.problems:
        yield Found(f"ledger:{sequence}", f"台账第{sequence}条：{problem}", "/admin/ledger/ledgerentry/")


def obligations_without_rule() -> Iterator[Found]:
    """Matters whose time limit nobody can read: their obligations cannot be judged."""
    rows = Obligation.objects.current().filter(is_rule_readable=False, not_applicable_reason="")
    matters = rows.order_by("matter").values_list("matter", "matter__name", "matter__time_limit").distinct()
    for pk, name, limit in matters[:NAMED]:
        url = f"/admin/catalog/catalogitem/{pk}/change/"
        yield Found(f"matter:{pk}", f"公开事项“{name}”的公开时限“{limit}”无法判定，请核对。", url)
