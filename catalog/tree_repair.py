"""Mending a broken catalog tree: parents first, by the domain each entry names; then the numbers."""

from django.db import transaction

from . import tree
from .models import CatalogItem, ItemKind


@transaction.atomic
def repair() -> list[str]:
    """Put every misplaced entry back and number the tree anew; returns what was done, Chinese sentences.

    A group belongs under the domain it names. A matter belongs under a group of its domain: the one where the
    matter before it stands, which a person then has to check. What names no domain is left to people.
    """
    tree.lock_tree()
    nodes = {node.pk: node for node in CatalogItem.objects.order_by("sequence", "pk")}
    done = [_mend(node, nodes) for kind in (ItemKind.GROUP, ItemKind.MATTER) for node in _of(kind, nodes)]
    if renumbered := tree.renumber():
        done.append(f"重新编号 {renumbered} 个节点。")
    return [sentence for sentence in done if sentence]


def _of(kind: ItemKind, nodes: dict) -> list[CatalogItem]:
    return [node for node in nodes.values() if node.kind == kind]


def _mend(node: CatalogItem, nodes: dict) -> str:
    if not tree.misplacement(node, nodes):
        return ""
    _find_domain(node, nodes)
    home = nodes.get(node.domain_id) if node.kind == ItemKind.GROUP else _group_for(node, nodes)
    if home is None:
        return ""
    node.parent = home
    tree.update([node], ["parent", "domain"])
    return f"{node.code}：放回“{home}”之下，请核对。"


def _find_domain(node: CatalogItem, nodes: dict) -> None:
    if node.domain_id is None and (parent := nodes.get(node.parent_id)):
        node.domain_id = parent.pk if parent.kind == ItemKind.DOMAIN else parent.domain_id


def _group_for(matter: CatalogItem, nodes: dict) -> CatalogItem | None:
    own = nodes.get(matter.parent_id)
    if own and own.kind == ItemKind.GROUP and own.domain_id == matter.domain_id:
        return own
    siblings = [
        m for m in _of(ItemKind.MATTER, nodes) if m.domain_id == matter.domain_id and _is_sound(m, nodes)
    ]
    before = [m for m in siblings if m.sequence <= matter.sequence]
    nearest = before[-1] if before else next(iter(siblings), None)
    return nodes[nearest.parent_id] if nearest else None


def _is_sound(matter: CatalogItem, nodes: dict) -> bool:
    return not tree.misplacement(matter, nodes)
