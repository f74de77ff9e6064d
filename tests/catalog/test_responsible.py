"""公开主体: every official wording is read as a person would read it, and nothing of it gets lost."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.responsible import Responsible, Selector, read_responsible

FIXTURES = Path(__file__).parents[2] / "fixtures"

# Since the 2018 reform of party and state organs these are departments of the county party committee.
BODIES_THE_COUNTY_HAS_NOT = {"县公务员主管部门", "县电影管理部门"}

JOINT_CHARACTERS = set("、，,；;。/／及以或者和与")
JOINTS = ("、", "及", "以及", "或", "或者", "，", "；")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _official_texts() -> list[str]:
    files = sorted((FIXTURES / "catalog").glob("[0-9SV]*.csv"))
    return list(dict.fromkeys(row["公开主体"] for path in files for row in _rows(path)))


def _reviewed_readings() -> dict[str, tuple[Responsible, ...]]:
    readings = defaultdict(tuple)
    for row in _rows(Path(__file__).with_name("responsible_readings.csv")):
        known_as = tuple(filter(None, row["also_known_as"].split("、")))
        part = Responsible(
            Selector(row["selector"]), row["name"], known_as, row["alternative"] == "yes", row["official"]
        )
        readings[row["text"]] += (part,)
    return readings


OFFICIAL_TEXTS = _official_texts()
REVIEWED = _reviewed_readings()


def _selectors(text: str) -> list[Selector]:
    return [part.selector for part in read_responsible(text).parts]


def _pieces(text: str) -> list[str]:
    reading = read_responsible(text)
    return [*(part.official for part in reading.parts), *reading.unread]


def test_every_wording_of_the_catalogs_has_been_reviewed():
    assert len(OFFICIAL_TEXTS) >= 143
    assert set(OFFICIAL_TEXTS) == set(REVIEWED)


@pytest.mark.parametrize("text", OFFICIAL_TEXTS)
def test_official_wording_is_read_as_reviewed(text):
    reading = read_responsible(text)
    assert reading.parts == REVIEWED[text]
    assert reading.unread == ()
    assert reading.text == text


def test_every_organ_that_the_catalogs_name_exists_or_is_known_to_be_missing():
    existing = set()
    for row in _rows(FIXTURES / "demo" / "organizations.csv"):
        if not row["abolished_on"]:
            existing |= {row["catalog_name"], *row["aliases"].split("、")}
    named = {
        name
        for text in OFFICIAL_TEXTS
        for part in read_responsible(text).parts
        if part.selector is Selector.NAMED
        for name in (part.name, *part.also_known_as)
    }
    assert named - existing == BODIES_THE_COUNTY_HAS_NOT


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("县教育局", Selector.NAMED),
        ("云溪镇人民政府", Selector.NAMED),
        ("县人民政府各部门", Selector.EVERY_DEPARTMENT),
        ("县直各部门", Selector.EVERY_DEPARTMENT),
        ("各乡镇人民政府", Selector.EVERY_TOWN),
        ("乡（镇）人民政府", Selector.EVERY_TOWN),
        ("乡镇人民政府（街道办事处）", Selector.EVERY_TOWN),
        ("村民委员会", Selector.EVERY_VILLAGE),
        ("行政村", Selector.EVERY_VILLAGE),
        ("社区居民委员会", Selector.EVERY_COMMUNITY),
        ("县级有关部门", Selector.RELATED_DEPARTMENTS),
        ("承办部门", Selector.RELATED_DEPARTMENTS),
        ("采购人", Selector.OUTSIDE),
        ("供热企业", Selector.OUTSIDE),
    ],
)
def test_one_body_alone(text, selector):
    assert _selectors(text) == [selector]


def test_village_and_community_committees_in_one_word_are_both_meant():
    assert _selectors("村（居）民委员会") == [Selector.EVERY_VILLAGE, Selector.EVERY_COMMUNITY]


def test_a_list_ending_in_and_other_departments_names_some_and_leaves_the_rest_open():
    reading = read_responsible("县财政局、县住房和城乡建设局等主管部门")
    assert [(part.selector, part.name) for part in reading.parts] == [
        (Selector.NAMED, "县财政局"),
        (Selector.NAMED, "县住房和城乡建设局"),
        (Selector.RELATED_DEPARTMENTS, "主管部门"),
    ]


@pytest.mark.parametrize("text", ["县财政局等", "县财政局等部门", "县财政局等单位", "县财政局等有关部门"])
def test_and_others_is_never_taken_for_every_department(text):
    assert _selectors(text) == [Selector.NAMED, Selector.RELATED_DEPARTMENTS]


def test_only_neighbours_of_or_are_alternatives():
    parts = read_responsible("招标人或者其委托的招标代理机构、县公共资源交易中心").parts
    assert [(part.name, part.alternative) for part in parts] == [
        ("招标人", True),
        ("招标代理机构", True),
        ("县公共资源交易中心", False),
    ]
    assert parts[1].official == "其委托的招标代理机构"


def test_names_in_brackets_belong_to_the_name_before_them():
    (part,) = read_responsible("县农业农村局（县乡村振兴局、县畜牧局）").parts
    assert (part.name, part.also_known_as) == ("县农业农村局", ("县乡村振兴局", "县畜牧局"))


@pytest.mark.parametrize("text", ["县发展和改革局", "县文化和旅游局", "县住房和城乡建设局", "县普及科学中心"])
def test_and_inside_a_name_does_not_cut_it(text):
    assert [part.name for part in read_responsible(text).parts] == [text]


def test_and_between_two_organs_cuts():
    assert [part.name for part in read_responsible("县教育局和县发展和改革局").parts] == [
        "县教育局",
        "县发展和改革局",
    ]


@pytest.mark.parametrize("text", ["", "  ", "、、", "；"])
def test_nothing_written_means_nobody(text):
    reading = read_responsible(text)
    assert (reading.parts, reading.unread) == ((), ())


@pytest.mark.parametrize("text", ["另行规定", "详见附件", "县财政局（未闭合"])
def test_what_cannot_be_read_is_said_so(text):
    reading = read_responsible(text)
    assert (reading.parts, reading.unread) == ((), (text,))


bodies = st.sampled_from(sorted({part.official for parts in REVIEWED.values() for part in parts}))
strange = st.text(alphabet="县镇村局人等和及或其各部门（）()、，； ab〇", max_size=30)


@given(st.one_of(st.text(), strange))
def test_any_text_is_read_without_loss(text):
    kept = Counter("".join(_pieces(text)))
    lost = Counter(char for char in text if not char.isspace()) - kept
    assert set(lost) <= JOINT_CHARACTERS


@given(st.lists(bodies, min_size=1, max_size=6), st.data())
def test_every_body_of_a_list_stays_in_some_part(names, data):
    text = names[0]
    for name in names[1:]:
        text += data.draw(st.sampled_from(JOINTS)) + name
    pieces = _pieces(text)
    assert all(any(name in piece for piece in pieces) for name in names)
    assert read_responsible(text).unread == ()


@given(st.one_of(st.text(), strange))
def test_parts_and_unread_pieces_are_literal(text):
    assert all(piece and piece in text for piece in _pieces(text))
