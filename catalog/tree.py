"""The only writer of the catalog tree. django-mptt is not safe under concurrent writes, hence the lock.

Rows are written in bulk with nested-set columns blank, then the tree is numbered once.
"""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.utils import timezone

from portal.locks import lock_until_commit
from portal.nested_sets import places

from .models import CatalogItem, ItemKind

LOCK = "catalog.tree"
PARENT_KIND = {
    ItemKind.SCHEME: None,
    ItemKind.DOMAIN: ItemKind.SCHEME,
    ItemKind.GROUP: ItemKind.DOMAIN,
    ItemKind.MATTER: ItemKind.GROUP,
}
PLACE = ("tree_id", "lft", "rght", "level")


def lock_tree() -> None:
    """Wait for the tree. Call inside a transaction, before reading what will be changed."""
    lock_until_commit(LOCK)


@transaction.atomic
def insert(items: list[CatalogItem]) -> None:
    """Insert nodes, parents before children (parents may be unsaved items of the same list)."""
    lock_tree()
    for kind in ItemKind:
        level = [item for item in items if item.kind == kind]
        for item in level:
            item.parent = item.parent
            item.domain = item.domain
            item.lft = item.rght = item.tree_id = item.level = 0
            item.is_rule_readable = kind == ItemKind.MATTER and item.time_limit_reading.readable
        CatalogItem.objects.bulk_create(level, batch_size=200)
    renumber()


@transaction.atomic
def update(items: list[CatalogItem], fields: Collection[str]) -> None:
    """Write `fields` of existing nodes in bulk; the readable mark follows the wording."""
    lock_tree()
    fields = {*fields, "updated_at"}
    for item in items:
        item.updated_at = timezone.now()
        if "time_limit" in fields:
            item.is_rule_readable = item.kind == ItemKind.MATTER and item.time_limit_reading.readable
            fields.add("is_rule_readable")
    CatalogItem.objects.bulk_update(items, fields, batch_size=200)
    if {"parent", "sequence"} & fields:
        renumber()


@transaction.atomic
def save_item(item: CatalogItem, fields: Collection[str] | None = None) -> None:
    """Insert one node, or write `fields` of it (all by default). Only what changed should be named: an import
    may have rewritten the rest since `item` was read."""
    if item.pk is None:
        insert([item])
        return
    own = [f.name for f in item._meta.concrete_fields if not f.primary_key and f.name not in PLACE]
    update([item], [name for name in own if fields is None or name in fields])


def renumber() -> int:
    """Compute tree_id, lft, rght and level from parents and sequence; returns how many nodes were wrong.

    Much faster than the library's rebuild(): one read, and one bulk write of the nodes that change.
    """
    nodes = _in_sibling_order()
    wrong = []
    for pk, place in places((node.pk, node.parent_id) for node in nodes.values()):
        node = nodes[pk]
        if _place(node) != place:
            node.tree_id, node.lft, node.rght, node.level = place
            wrong.append(node)
    CatalogItem.objects.bulk_update(wrong, PLACE, batch_size=200)
    return len(wrong)


def problems() -> Iterator[str]:
    """Yield what is wrong with the stored tree, one Chinese sentence each; nothing when it is sound."""
    nodes = _in_sibling_order()
    true_places = dict(places((node.pk, node.parent_id) for node in nodes.values()))
    for pk, node in nodes.items():
        if pk not in true_places:
            yield f"{node.code}：上一层形成了环，或者上一层不存在。"
        elif _place(node) != true_places[pk]:
            yield f"{node.code}：树的编号与上下层关系不一致。"
        if fault := misplacement(node, nodes):
            yield f"{node.code}：{fault}"


def misplacement(node: CatalogItem, nodes: dict[int, CatalogItem]) -> str:
    """What is wrong with the parent or domain of `node`, as a Chinese sentence; empty when sound."""
    parent = nodes.get(node.parent_id)
    if (parent.kind if parent else None) != PARENT_KIND[ItemKind(node.kind)]:
        return f"{node.get_kind_display()}不能放在“{parent or '最上层'}”之下。"
    if node.kind == ItemKind.GROUP and node.domain_id != node.parent_id:
        return f"标明的领域与所在的领域“{parent}”不一致。"
    if node.kind == ItemKind.MATTER and (node.domain_id is None or node.domain_id != parent.domain_id):
        return f"标明的领域与所在的一级事项“{parent}”不一致。"
    return ""


def _in_sibling_order() -> dict[int, CatalogItem]:
    return {node.pk: node for node in CatalogItem.objects.order_by("sequence", "pk")}


def _place(node: CatalogItem) -> tuple[int, int, int, int]:
    return node.tree_id, node.lft, node.rght, node.level
