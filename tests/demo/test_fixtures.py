"""Fixtures are checked before anything is stored, and faults are named by file and key."""

import io
from datetime import date

import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from portal.demo import attachments, pictures
from portal.demo.chance import chance
from portal.demo.documents import document_from, read_documents
from portal.demo.errors import DemoDataError
from portal.demo.freshness import drawn
from portal.demo.placeholders import draw_numbers, fill, quarter_before
from portal.demo.rhythm import Rhythm, rhythm_of

SOUND = {
    "key": "03-budget-a",
    "kind": "article",
    "title": "标题",
    "organization": "县财政局",
    "matters": ["一级 > 二级"],
    "formed": -9,
    "published": -3,
    "stage": "result",
    "topic": "财政、金融、审计\\财政",
    "keywords": [],
    "summary": "",
    "body": "<p>正文</p>",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"stage": "policy"}, "stage 不能是“policy”"),
        ({"formed": "昨天"}, "formed 应当是 int"),
        ({"published": 0}, "published ≤ -1"),
        ({"formed": -2}, "formed ≤ published"),
        ({"kind": "interpretation"}, "解读应当有 interprets"),
        ({"interprets": "x"}, "其他类型不能有"),
        ({"relations": [{"type": "loves", "to": "x"}]}, "relations"),
        ({"colour": "red"}, "不认识 colour"),
    ],
)
def test_a_wrong_value_is_named_with_file_and_key(change, fault):
    with pytest.raises(DemoDataError, match=f"03-budget.toml 03-budget-a：.*{fault}"):
        document_from("03-budget.toml", {**SOUND, **change})


def test_a_missing_key_is_named():
    with pytest.raises(DemoDataError, match="缺少 title"):
        document_from("03-budget.toml", {k: v for k, v in SOUND.items() if k != "title"})


def test_a_file_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "a.toml").write_text("[[publication]]\nnot = toml = at all", encoding="utf-8")
    with pytest.raises(DemoDataError, match=r"a\.toml：不是正确的 TOML"):
        read_documents(tmp_path)


def test_placeholders_count_from_the_day_of_forming():
    text = "{year}年、{year-1}年、{month}月、{date}、{date+15}、{date-3}、{village}"
    filled = fill(text, date(2026, 12, 20), {"village": "桃坞村"})
    assert filled == "2026年、2025年、12月、2026年12月20日、2027年1月4日、2026年12月17日、桃坞村"


def test_an_unknown_placeholder_is_refused():
    with pytest.raises(DemoDataError, match="nobody"):
        fill("{nobody}", date(2026, 1, 1))


def test_quarters_are_those_already_over():
    assert quarter_before(date(2026, 1, 9)) == (2025, "四")
    assert quarter_before(date(2026, 10, 9)) == (2026, "三")


@given(st.integers())
def test_sums_agree_with_the_numbers_of_the_same_text(seed):
    text = draw_numbers("{sum:n1+n2-n3} {n1:10-90} {n2:5-50} {n3:1-4} {n1}", chance(seed))
    total, first, second, third, again = map(int, text.split())
    assert total == first + second - third
    assert first == again


def test_a_number_never_drawn_is_refused():
    with pytest.raises(DemoDataError, match="n2"):
        draw_numbers("{n1:1-2}{sum:n1+n2}", chance(1))


@given(st.integers(min_value=-900, max_value=-1), st.integers(min_value=-900, max_value=-1))
def test_drawing_towards_today_keeps_the_order(one, other):
    assert drawn(one) <= 0
    assert (one <= other) <= (drawn(one) <= drawn(other))
    assert drawn(one) >= one


@pytest.mark.parametrize(
    ("wording", "rhythm"),
    [
        ("信息形成或者变更之日起20个工作日内", Rhythm.ONCE),
        ("每季度公布一次", Rhythm.QUARTERLY),
        ("每年公布一次", Rhythm.YEARLY),
        ("每月公布一次", Rhythm.SHORT),
    ],
)
def test_rhythms(wording, rhythm):
    assert rhythm_of(wording) == rhythm


def test_attachments_open_in_their_programs():
    formed = date(2026, 10, 3)
    table = [["项目", "金额"], ["教育", "92600"], ["编号", "0012"]]
    sheet = attachments.make({"name": "{year}年表", "format": "xlsx", "table": table}, formed)
    assert sheet.name == "2026年表.xlsx"
    values = [[c.value for c in row] for row in load_workbook(io.BytesIO(sheet.read())).active.rows]
    assert values == [["项目", "金额"], ["教育", 92600], ["编号", "0012"]]
    letter = attachments.make({"name": "申请表", "format": "docx", "text": "申请表\n姓名："}, formed)
    assert [p.text for p in Word(io.BytesIO(letter.read())).paragraphs] == ["申请表", "姓名："]
    leaflet = attachments.make({"name": "图解", "format": "pdf", "text": "图解\n第一步"}, formed)
    assert leaflet.read(5) == b"%PDF-"


def test_an_attachment_without_content_is_refused():
    with pytest.raises(DemoDataError, match="既没有 text 也没有 table"):
        attachments.make({"name": "空", "format": "pdf"}, date(2026, 1, 1))


@pytest.mark.parametrize("kind", ["chart", "landscape", "road", "building", "field"])
def test_pictures_are_the_same_every_time(kind):
    wanted = {"kind": kind, "data": [["教育", 32], ["农林水", 18.5]]}
    first, second = (pictures.draw(wanted, "key").read() for _ in range(2))
    assert first == second
    assert Image.open(io.BytesIO(first)).size == (pictures.WIDTH, pictures.HEIGHT)
