"""House rule: public pages and downloads read publications through `public()` or `addressable()`, never around."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READERS = {"Publication", "Article", "PolicyDocument", "Interpretation", "StatutoryPage", "AnnualReportPage"}
DOORS = {"public", "addressable"}
FILES = [
    path
    for path in [*(ROOT / "portal/pages").rglob("*.py"), ROOT / "disclosure/views.py"]
    if "oversight" not in path.parts
]


def reads_around_the_door(source: str) -> list[int]:
    """Line numbers where a publication model is read otherwise than through a door."""
    tree = ast.parse(source)
    through = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in DOORS
    }
    return [node.lineno for node in ast.walk(tree) if _is_manager(node) and id(node) not in through]


def _is_manager(node) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in READERS
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_code_reads_through_the_door(path):
    assert reads_around_the_door(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "is_around"),
    [
        ("Publication.objects.public().newest()", False),
        ("PolicyDocument.objects.addressable()", False),
        ("Publication.objects.all()", True),
        ("Publication.objects.filter(status='published')", True),
        ("get_object_or_404(Article.objects, pk=1)", True),
        ("Interpretation._default_manager.get(pk=1)", True),
        ("x = Publication.objects\nx.all()", True),
        ("Organization.objects.all()", False),
    ],
)
def test_the_check_knows_the_door_from_a_way_around(source, is_around):
    assert bool(reads_around_the_door(source)) is is_around


def test_models_are_not_handed_whole_to_shortcuts():
    """`get_object_or_404(Publication, ...)` reads around the door as well."""
    for path in FILES:
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        handed = {a.id for call in calls for a in call.args if isinstance(a, ast.Name)}
        assert not handed & READERS, path
