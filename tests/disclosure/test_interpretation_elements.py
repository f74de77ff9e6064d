"""Which elements of an interpretation are missing (rule 8.3, mission P12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.documents.elements import ELEMENTS, missing_elements, named_by, sections, template

WHOLE = "".join(f"<h2>{element.name}</h2><p>说明。</p>" for element in ELEMENTS)


def missing(html: str) -> set[str]:
    return {element.name for element in missing_elements(html)}


def test_a_text_with_every_element_lacks_nothing():
    assert missing_elements(WHOLE) == []


def test_the_template_is_all_headings_and_no_words_so_everything_is_missing():
    assert len(missing_elements(template())) == len(ELEMENTS)


def test_required_elements_come_first():
    required = [element.is_required for element in missing_elements("")]
    assert required == sorted(required, reverse=True)
    assert sum(required) == 6


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<h2>一、出台背景</h2><p>去年……</p>", "背景依据"),
        ("<h2>为什么要制定这个办法？</h2><p>因为……</p>", "背景依据"),
        ("<h3>（二）哪些人可以申请</h3><p>本县居民。</p>", "适用范围"),
        ("<p><strong>问：能补多少钱？</strong></p><p>答：每人每月200元。</p>", "执行标准"),
        ("<p><strong>问：能补多少钱？</strong>答：每人每月200元。</p>", "执行标准"),
        ("<p>三、和原来的办法相比有什么变化</p><p>提高了标准。</p>", "新旧政策差异"),
        ("<p>对群众有哪些好处？</p><ul><li>少跑一趟。</li></ul>", "惠民利民举措"),
        ("<h2>名词解释</h2><table><tr><td>低保</td></tr></table>", "关键词诠释"),
        ("<h2>主要内容</h2><h3>第一部分</h3><p>内容。</p>", "主要内容"),
        ("<h2>注意事项</h2><ol><li>带身份证。</li></ol>", "注意事项"),
    ],
)
def test_headings_are_known_by_other_words_too(html, found):
    assert found not in missing(html)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>背景依据</h2>",
        "<h2>背景依据</h2><p></p><p> </p>",
        "<h2>背景依据</h2><h2>目标任务</h2><p>目标。</p>",
        "<p>本办法的背景依据是国家的规定。请大家认真学习，抓好落实。</p>",
    ],
)
def test_a_heading_without_words_or_words_without_a_heading_do_not_count(html):
    assert "背景依据" in missing(html)


def test_one_heading_may_announce_two_elements():
    assert {e.name for e in named_by("一、制定背景和目标任务")} == {"背景依据", "目标任务"}


def test_words_below_a_smaller_heading_stand_below_the_larger_one_too():
    assert sections("<h2>甲</h2><h3>乙</h3><p>字。</p><h2>丙</h2>") == [
        ("甲", True),
        ("乙", True),
        ("丙", False),
    ]


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert len(missing_elements(text)) <= len(ELEMENTS)


@given(st.sets(st.sampled_from(ELEMENTS)))
def test_exactly_what_is_not_there_is_missing(chosen):
    html = "".join(f"<h2>{element.name}</h2><p>字。</p>" for element in chosen)
    assert missing(html) == {e.name for e in ELEMENTS if e not in chosen}
