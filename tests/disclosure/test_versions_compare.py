"""What the comparison of two versions shows: nothing lost, nothing invented, changes told apart from what stayed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.versions.compare import compare
from disclosure.versions.marking import ADDED, REMOVED, SAME, aligned, mark
from disclosure.versions.passages import passages

EMPTY = {"fields": {}, "body": "", "attachments": [], "pictures": [], "relations": [], "obligations": []}
words = st.text(alphabet="县政府公开信息年月日，。0123456789 ", max_size=60)


def content(**parts) -> dict:
    return {**EMPTY, **parts}


def texts(pieces, *kinds) -> list[str]:
    return [piece.text for piece in pieces if piece.kind in kinds]


@given(words, words)
def test_the_pieces_of_each_side_are_that_side(old, new):
    left, right = mark(old, new)
    assert "".join(p.text for p in left) == old
    assert "".join(p.text for p in right) == new
    assert {p.kind for p in left} <= {SAME, REMOVED} and {p.kind for p in right} <= {SAME, ADDED}
    assert "".join(texts(left, SAME)) == "".join(texts(right, SAME))


@given(st.lists(words), st.lists(words))
def test_every_passage_stands_on_its_side_once_and_in_order(old, new):
    pairs = list(aligned(old, new))
    assert [one for one, _ in pairs if one is not None] == old
    assert [other for _, other in pairs if other is not None] == new


def test_a_number_that_changed_is_marked_whole_and_the_rest_is_not():
    left, right = mark("补助标准为每人每月650元。自1月起执行。", "补助标准为每人每月680元。自1月起执行。")
    assert texts(left, REMOVED) == ["650"]
    assert texts(right, ADDED) == ["680"]


def test_a_sentence_put_in_leaves_its_neighbours_alone():
    left, right = mark("第一句。第三句。", "第一句。这是新增加的第二句。第三句。")
    assert texts(left, REMOVED) == []
    assert texts(right, ADDED) == ["这是新增加的第二句。"]


def test_a_character_is_marked_in_a_chinese_sentence():
    left, right = mark("由县财政局负责解释。", "由县民政局负责解释。")
    assert (texts(left, REMOVED), texts(right, ADDED)) == (["财"], ["民"])


def test_passages_are_headings_paragraphs_items_and_table_rows():
    html = (
        "<h2>一、标准</h2><p>见<a href='https://a.example/'>说明</a>。</p><ul><li>甲<ul><li>乙</li></ul></li></ul>"
        "<table><caption>表1</caption><thead><tr><th>类别</th><th>元</th></tr></thead><tbody><tr><td>城市</td><td>650</td></tr></tbody></table>"
    )
    assert [(p.tag, p.text) for p in passages(html)] == [
        ("h2", "一、标准"),
        ("p", "见说明【链接：https://a.example/】。"),
        ("li", "甲"),
        ("li", "乙"),
        ("caption", "表1"),
        ("tr", "类别 │ 元"),
        ("tr", "城市 │ 650"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "states"),
    [
        ("<p>甲。</p>", "<p>甲。</p>", ["same"]),
        ("<p>甲。</p>", "<p><strong>甲</strong>。</p>", ["look"]),
        ("<p>甲。</p>", "<h2>甲。</h2>", ["look"]),
        ("<p>公开期限是五天。</p>", "<p>公开期限是七天。</p>", ["changed"]),
        ("<p>甲。</p>", "<p>甲。</p><p>乙。</p>", ["same", "added"]),
        ("<p>甲。</p><p>乙。</p>", "<p>乙。</p>", ["removed", "same"]),
        (
            '<p><a href="https://a.example/">表</a></p>',
            '<p><a href="https://b.example/">表</a></p>',
            ["changed"],
        ),
        ("", "<p>甲。</p>", ["added"]),
        ("", "", []),
    ],
)
def test_what_happened_to_each_passage(old, new, states):
    assert [pair.state for pair in compare(content(body=old), content(body=new)).blocks] == states


def test_fields_and_lists():
    found = compare(
        content(fields={"标题": "甲", "文号": ""}, attachments=["a", "b"], relations=["依据：甲"]),
        content(
            fields={"标题": "甲", "文号": "明政发〔2026〕1号"}, attachments=["b", "c"], relations=["依据：甲"]
        ),
    )
    assert [(f.label, f.state) for f in found.fields] == [("标题", "same"), ("文号", "changed")]
    assert (found.attachments.added, found.attachments.removed, found.attachments.kept) == (
        ["c"],
        ["a"],
        ["b"],
    )
    assert not found.relations.is_different and found.is_different


def test_the_same_content_is_not_different():
    one = content(fields={"标题": "甲"}, body="<p>甲。</p>", attachments=["a"])
    assert not compare(one, one).is_different


SENTENCE = "各乡镇人民政府、各街道办事处应当按照规定公开第{}项信息，接受社会监督。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "".join(f"<p>{SENTENCE.format(n) * 3}</p>" for n in range(1000)),
            "".join(f"<p>{SENTENCE.format(n).replace('乡镇', '镇') * 3}</p>" for n in range(1000)),
            id="every paragraph changed",
        ),
        pytest.param(
            f"<p>{''.join(SENTENCE.format(n) for n in range(3000))}</p>",
            f"<p>{''.join(SENTENCE.format(n + 1).replace('接受', '自觉接受') for n in range(3000))}</p>",
            id="one paragraph, every sentence changed",
        ),
        pytest.param("<p>" + "公" * 100_000 + "</p>", "<p>" + "开公" * 50_000 + "</p>", id="no punctuation"),
        pytest.param(
            "<p>县</p>" * 20_000, "<p>市</p>" * 10_000 + "<p>县</p>" * 10_000, id="the same paragraph again"
        ),
    ],
)
def test_a_hundred_thousand_characters_are_compared_while_one_waits(old, new):
    began = time.perf_counter()
    compare(content(body=old), content(body=new))
    assert time.perf_counter() - began < 10
