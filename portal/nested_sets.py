"""Numbering a tree as nested sets from its parent links alone. Pure; both trees of the portal use it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple


class Place(NamedTuple):
    tree_id: int
    lft: int
    rght: int
    level: int


def places(links: Iterable[tuple[Hashable, Hashable | None]]) -> Iterator[tuple[Hashable, Place]]:
    """Yield (node, place) for links (node, parent) given in sibling order, children before their parent.

    Nodes in a cycle, or under a parent that is not among the nodes, are not reached.
    """
    children = defaultdict(list)
    for node, parent in links:
        children[parent].append(node)
    for tree_id, root in enumerate(children[None], start=1):
        yield from _walk(root, tree_id, children)


def _walk(root: Hashable, tree_id: int, children: dict) -> Iterator[tuple[Hashable, Place]]:
    counter, left = 0, {}
    stack = [(root, 0, False)]
    while stack:
        node, level, is_leaving = stack.pop()
        counter += 1
        if is_leaving:
            yield node, Place(tree_id, left[node], counter, level)
            continue
        left[node] = counter
        stack.append((node, level, True))
        stack.extend((child, level + 1, False) for child in reversed(children[node]))
