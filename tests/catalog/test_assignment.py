"""From 公开主体 in words to the organisations of this county."""

import pytest

from catalog.assignment import Directory, county_directory
from catalog.responsible import read_responsible
from portal.organizations.models import Kind, Organization
from tests.factories import make_organization


def organization(name: str, kind=Kind.DEPARTMENT, aliases=(), **fields) -> Organization:
    return Organization(catalog_name=name, name=f"明湖{name}", short_name=name, kind=kind,
                        aliases=list(aliases), **fields)  # fmt: skip


@pytest.fixture
def directory():
    """Unsaved rows have no key, and therefore compare by identity."""
    names = iter(range(1, 100))
    rows = [
        organization("县财政局"),
        organization("县住房和城乡建设局", aliases=["房屋征收部门"]),
        organization("县人民医院", Kind.PUBLIC_BODY, ["各公立医疗机构"]),
        organization("县中医院", Kind.PUBLIC_BODY, ["各公立医疗机构"]),
        organization("云溪镇", Kind.TOWN),
        organization("城关街道", Kind.STREET),
        organization("东村", Kind.VILLAGE),
        organization("湖畔社区", Kind.COMMUNITY),
    ]
    for row in rows:
        row.pk = next(names)
    return Directory(rows)


@pytest.mark.parametrize(
    ("wording", "organs"),
    [
        ("县财政局", ["县财政局"]),
        ("明湖县财政局", ["县财政局"]),
        ("县财政局、乡镇人民政府", ["县财政局", "云溪镇", "城关街道"]),
        ("乡镇人民政府（街道办事处）", ["云溪镇", "城关街道"]),
        ("房屋征收部门", ["县住房和城乡建设局"]),
        ("县房屋征收办公室（房屋征收部门）", ["县住房和城乡建设局"]),
        ("县财政局（房屋征收部门）", ["县财政局"]),
        ("各公立医疗机构", ["县人民医院", "县中医院"]),
        ("县政府各部门", ["县财政局", "县住房和城乡建设局"]),
        ("村（居）民委员会", ["东村", "湖畔社区"]),
        ("县财政局、县财政局", ["县财政局"]),
        ("县铁路局", []),
        ("相关部门", []),
        ("", []),
    ],
)
def test_who_is_meant(directory, wording, organs):
    assert [o.short_name for o in directory.organs_that_owe(read_responsible(wording))] == organs


def test_what_nobody_answers_to_keeps_its_own_words(directory):
    reading = read_responsible("县财政局、县铁路局、相关部门")
    assert list(directory.not_assignable(reading)) == ["县铁路局", "相关部门"]


@pytest.mark.django_db
def test_the_directory_of_the_county_takes_one_query(django_assert_num_queries):
    make_organization("县财政局")
    with django_assert_num_queries(1):
        directory = county_directory()
        assert directory.organs_that_owe(read_responsible("县财政局"))
