"""The demo county's organisations: a complete, consistent tree, parents first."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "fixtures" / "demo" / "organizations.csv"
ROWS = list(csv.DictReader(FIXTURE.open(encoding="utf-8")))
BY_CODE = {row["code"]: row for row in ROWS}
ACTIVE = [row for row in ROWS if not row["abolished_on"]]
ORGANS = [row for row in ACTIVE if row["kind"] in {"county_government", "department", "town", "street"}]

# Kinds of body that the catalog names as a group: every organisation that carries the alias is meant.
SHARED_ALIASES = {"各公立医疗机构", "公共文化服务机构"}

PARENT_KINDS = {
    "county_government": {None},
    "department": {"county_government"},
    "town": {"county_government"},
    "street": {"county_government"},
    "village": {"town", "street"},
    "community": {"town", "street"},
    "public_body": {"department"},
}
REGISTRATION = {
    "county_government": {"11"},
    "department": {"11"},
    "town": {"11"},
    "street": {"11"},
    "village": {"54"},
    "community": {"55"},
    "public_body": {"12", "91"},
}


def _aliases(row: dict[str, str]) -> list[str]:
    return [alias for alias in row["aliases"].split("、") if alias]


def test_the_county_has_its_departments_towns_villages_and_public_bodies():
    kinds = Counter(row["kind"] for row in ACTIVE)
    assert kinds["county_government"] + kinds["department"] == 33
    assert kinds["town"] + kinds["street"] == 16
    assert kinds["village"] + kinds["community"] == 64
    assert kinds["public_body"] == 19


@pytest.mark.parametrize("column", ["code", "name", "short_name", "catalog_name", "credit_code"])
def test_what_names_an_organisation_names_only_one(column):
    assert [value for value, count in Counter(row[column] for row in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_each_stands_below_the_right_kind_and_after_its_parent(row):
    parent = BY_CODE.get(row["parent_code"])
    assert (parent and parent["kind"]) in PARENT_KINDS[row["kind"]]
    assert parent is None or ROWS.index(parent) < ROWS.index(row)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row["code"])
    assert row["credit_code"][:2] in REGISTRATION[row["kind"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_abolished_organisations_name_a_living_successor(row):
    assert bool(row["abolished_on"]) == bool(row["successor_code"])
    if row["abolished_on"]:
        assert date.fromisoformat(row["established_on"]) < date.fromisoformat(row["abolished_on"])
        assert not BY_CODE[row["successor_code"]]["abolished_on"]


@pytest.mark.parametrize("row", ACTIVE, ids=lambda row: row["code"])
def test_what_article_20_asks_of_a_directory_is_filled_in(row):
    """条例 Art. 20(2): functions, address, office hours, contact."""
    for column in ("functions", "address", "office_hours", "phone", "disclosure_office", "disclosure_phone"):
        assert row[column], column
    assert re.fullmatch(r"0700-688\d{4}", row["phone"])


@pytest.mark.parametrize("row", ORGANS, ids=lambda row: row["code"])
def test_every_organ_tells_where_to_turn_against_it(row):
    """Rules 4.21 and 4.22a: reconsideration organ and court are a field of every organ."""
    assert row["reconsideration_organ"] and row["reconsideration_organ"] != row["name"]
    is_county = row["kind"] == "county_government"
    assert row["court"] == ("临川湾市中级人民法院" if is_county else "明湖县人民法院")


@pytest.mark.parametrize(
    ("code", "organ"),
    [
        ("county", "临川湾市人民政府"),
        ("finance", "明湖县人民政府"),
        ("yunxi", "明湖县人民政府"),
        ("taxation", "国家税务总局临川湾市税务局"),
        ("justice", "明湖县人民政府或者临川湾市司法局"),
    ],
)
def test_reconsideration_goes_one_level_up(code, organ):
    assert BY_CODE[code]["reconsideration_organ"] == organ


def test_public_bodies_and_villages_are_no_organs_and_name_no_remedy():
    others = [row for row in ACTIVE if row not in ORGANS]
    assert [row["code"] for row in others if row["reconsideration_organ"] or row["court"]] == []


def test_every_name_the_catalog_may_use_means_one_organisation():
    names = Counter(
        name
        for row in ACTIVE
        for name in {row["name"], row["short_name"], row["catalog_name"], *_aliases(row)}
    )
    assert {name for name, count in names.items() if count > 1} == SHARED_ALIASES


def test_phone_numbers_are_not_given_twice():
    assert len({row["phone"] for row in ACTIVE}) == len(ACTIVE)
