"""The only writer of the catalog tree. django-mptt is not safe under concurrent writes, hence the lock.

Rows are written in bulk with nested-set columns blank, then the tree is numbered once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction

from portal.locks import lock_until_commit

from .models import CatalogItem, ItemKind

LOCK = "catalog.tree"
PARENT_KIND = {
    ItemKind.SCHEME: None,
    ItemKind.DOMAIN: ItemKind.SCHEME,
    ItemKind.GROUP: ItemKind.DOMAIN,
    ItemKind.MATTER: ItemKind.GROUP,
}


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
def update(items: list[CatalogItem], fields: list[str]) -> None:
    """Write `fields` of existing nodes in bulk; the readable mark follows the wording."""
    lock_tree()
    for item in items:
        item.is_rule_readable = item.kind == ItemKind.MATTER and item.time_limit_reading.readable
    CatalogItem.objects.bulk_update(items, {*fields, "is_rule_readable"}, batch_size=200)
    if {"parent", "sequence"} & set(fields):
        renumber()


@transaction.atomic
def save_item(item: CatalogItem) -> None:
    """Insert or change one node (local entries, from admin)."""
    if item.pk:
        update(
            [item],
            [f.name for f in item._meta.concrete_fields if not f.primary_key and f.name != "updated_at"],
        )
    else:
        insert([item])


def renumber() -> int:
    """Compute tree_id, lft, rght and level from parents and sequence; returns how many nodes were wrong.

    Much faster than the library's rebuild(): one read, and one bulk write of the nodes that change.
    """
    nodes = {node.pk: node for node in CatalogItem.objects.order_by("sequence", "pk")}
    wrong = []
    for pk, place in places(nodes.values()):
        node = nodes[pk]
        if (node.tree_id, node.lft, node.rght, node.level) != place:
            node.tree_id, node.lft, node.rght, node.level = place
            wrong.append(node)
    CatalogItem.objects.bulk_update(wrong, ["tree_id", "lft", "rght", "level"], batch_size=200)
    return len(wrong)


def places(nodes: Iterable[CatalogItem]) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Yield (pk, (tree_id, lft, rght, level)) for nodes given in sibling order. Nodes in a cycle are not reached."""
    children = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node.pk)
    for tree_id, root in enumerate(children[None], start=1):
        yield from _walk(root, tree_id, children)


def _walk(root: int, tree_id: int, children: dict) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    counter, left = 0, {}
    stack = [(root, 0, False)]
    while stack:
        pk, level, is_leaving = stack.pop()
        counter += 1
        if is_leaving:
            yield pk, (tree_id, left[pk], counter, level)
            continue
        left[pk] = counter
        stack.append((pk, level, True))
        stack.extend((child, level + 1, False) for child in reversed(children[pk]))


def problems() -> Iterator[str]:
    """Yield what is wrong with the stored tree, one Chinese sentence each; nothing when it is sound."""
    nodes = {node.pk: node for node in CatalogItem.objects.order_by("sequence", "pk")}
    true_places = dict(places(nodes.values()))
    for pk, node in nodes.items():
        if pk not in true_places:
            yield f"{node.code}：上一层形成了环，或者上一层不存在。"
        elif (node.tree_id, node.lft, node.rght, node.level) != true_places[pk]:
            yield f"{node.code}：树的编号与上下层关系不一致。"
        yield from _kind_problems(node, nodes)


def _kind_problems(node: CatalogItem, nodes: dict) -> Iterator[str]:
    parent = nodes.get(node.parent_id)
    if (parent.kind if parent else None) != PARENT_KIND[ItemKind(node.kind)]:
        yield f"{node.code}：{node.get_kind_display()}不能放在“{parent or '最上层'}”之下。"
    if node.kind in (ItemKind.GROUP, ItemKind.MATTER) and node.domain_id is None:
        yield f"{node.code}：没有标明所属领域。"
