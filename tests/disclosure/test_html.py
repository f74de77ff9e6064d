"""Whatever an editor or an import hands in, only the harmless part of it is kept."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from disclosure.html import clean_html, one_line, pictures_in, plain_text, with_picture_addresses
from disclosure.writing.typed_text import html_to_typed, typed_to_html

PIECES = st.lists(
    st.sampled_from(
        [
            "<script>", "</script>", "<SCRIPT src=//x>", "<scr<script>ipt>", "<p>", "</p>", "<a href='", "'>", "<svg>",
            "<math><mi>", "<style>", "</style>", "<!--", "-->", "<iframe srcdoc='", "<img src=x onerror=alert(1)>",
            "<table>", "<img src=/pictures/1/960/ alt=图>", "<img src=/pictures/1/960/ alt='", "<figure>", "<figcaption>",
            "</figure>", "<section class=footnotes>", "<li id=fn-1>", "<p class=x>",
            "<a title=\"", "javascript:alert(1)", "\">", "<noscript>", "<template>", "&lt;script&gt;", "预算",
        ]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("handed_in", "kept"),
    [
        ("<p>预算</p><script>alert(1)</script>", "<p>预算</p>"),
        ('<p onclick="alert(1)">预算</p>', "<p>预算</p>"),
        ('<a href="javascript:alert(1)">预算</a>', '<a rel="noopener noreferrer">预算</a>'),
        ('<a href="data:text/html,x">预算</a>', '<a rel="noopener noreferrer">预算</a>'),
        ("<style>p{}</style><p>预算</p>", "<p>预算</p>"),
        ('<p style="color:red">预算</p>', "<p>预算</p>"),
        ('<p lang="EN-US" title="x" class="MsoNormal flush">预算</p>', '<p class="flush">预算</p>'),
        ('<iframe src="https://example.com"></iframe><p>预算</p>', "<p>预算</p>"),
        ("<svg onload=alert(1)></svg>预算", "预算"),
        ("<form><input name=a></form>预算", "预算"),
    ],
)
def test_what_can_run_or_disguise_is_dropped(handed_in, kept):
    assert clean_html(handed_in) == kept


def test_tables_headings_and_links_of_documents_stay():
    document = (
        '<h2>一、总则</h2><table><tbody><tr><th scope="row" colspan="2">项目</th></tr></tbody></table>'
        '<p><a href="https://www.example.com/" rel="noopener noreferrer">链接</a></p>'
    )
    assert clean_html(document) == document


@pytest.mark.parametrize(
    ("handed_in", "kept"),
    [
        ('<p class="MsoNormal">预算</p>', "<p>预算</p>"),
        ('<p class="article"><strong>第一条</strong>　目的</p>', '<p class="article"><strong>第一条</strong>　目的</p>'),
        ('<img src="/pictures/7/960/" alt="防洪堤" onerror="x">', '<img src="/pictures/7/960/" alt="防洪堤">'),
        ('<img src="/pictures/7/960/">', ""),
        ('<img src="/pictures/7/960/" alt=" ">', ""),
        ('<img src="https://www.example.com/pictures/7/960/" alt="图">', ""),
        ('<img src="//www.example.com/pictures/7/960/" alt="图">', ""),
        ('<img src="/pictures/7/960/?x" alt="图">', ""),
        ('<img src="/media/pictures/7/960.webp" alt="图">', ""),
        ('<img src="data:image/png;base64,AA==" alt="图">', ""),
        ('<img srcset="/x.png" alt="图">', ""),
        ('<figure><img src="x.png" alt="图"><figcaption>图1 堤防</figcaption></figure>', "<p>图1 堤防</p>"),
        ('<figure><img src="x.png" alt="图"></figure>', ""),
        ('<p id="fn-1">甲</p><ol><li id="fn-1">乙</li></ol>', '<p>甲</p><ol><li id="fn-1">乙</li></ol>'),
        ('<ol><li id="content">甲</li></ol>', "<ol><li>甲</li></ol>"),
        ('<section class="footnotes wide">甲</section>', '<section class="footnotes">甲</section>'),
    ],
)  # fmt: skip
def test_pictures_have_words_and_are_the_portals_own(handed_in, kept):
    assert clean_html(handed_in) == kept


def test_footnotes_with_their_addresses_stay():
    document = (
        '<p>人口<sup><a href="#fn-1" id="fnref-1" rel="noopener noreferrer">1</a></sup></p>'
        '<section class="footnotes"><ol><li id="fn-1">据抽样调查。 '
        '<a href="#fnref-1" rel="noopener noreferrer">返回正文</a></li></ol></section>'
    )
    assert clean_html(document) == document


def test_staff_read_the_pictures_of_a_draft_elsewhere():
    body = '<p>见 src="/pictures/1/1/"</p><figure><img src="/pictures/7/960/" alt="图"></figure>'
    shown = with_picture_addresses(body, lambda picture, width: f"/desk/{picture}/?{width}&a")
    assert shown == body.replace('<img src="/pictures/7/960/"', '<img src="/desk/7/?960&amp;a"')


@given(PIECES)
def test_no_script_ever(markup):
    cleaned = clean_html(markup).lower()
    for forbidden in ("<script", "<style", "<iframe", "<svg", "<img src=x", "onerror=alert(1)>"):
        assert forbidden not in cleaned


@given(PIECES)
def test_every_picture_left_has_words_and_a_place(markup):
    for image in re.findall(r"<img[^>]*>", clean_html(markup)):
        assert re.search(r' alt="[^"]', image) and re.search(r' src="/pictures/\d+/\d+/"', image)


def test_the_pictures_of_a_text_are_known():
    assert pictures_in('<img src="/pictures/7/960/" alt="图"><img src="/pictures/12/480/" alt="图">') == {
        7,
        12,
    }


@given(PIECES)
@example("<a href=''><table><a href=''>")
def test_cleaning_twice_changes_nothing_more(markup):
    once = clean_html(markup)
    assert clean_html(once) == once


def test_plain_text_has_no_tags():
    assert plain_text("<h2>一</h2>\n<p>二 <b>三</b></p>") == "一 二 三"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("第一段\r\n\r\n第二段", "<p>第一段</p>\n<p>第二段</p>"),
        ("甲\n乙", "<p>甲<br>乙</p>"),
        ("收入<支出", "<p>收入&lt;支出</p>"),
        ("<p>已经是</p>", "<p>已经是</p>"),
        ("  ", ""),
    ],
)
def test_a_clerk_types_paragraphs_and_need_not_know_html(typed, stored):
    assert typed_to_html(typed) == stored


@given(st.lists(st.text("甲乙 <&>;a1", min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_what_was_typed_comes_back_for_editing(paragraphs):
    stored = clean_html(typed_to_html("\n\n".join(p.strip() for p in paragraphs)))
    again = clean_html(typed_to_html(html_to_typed(stored)))
    assert plain_text(again) == plain_text(stored)


@given(st.text())
def test_a_line_has_nothing_that_xml_cannot_carry(text):
    line = one_line(text)
    assert all(c == "\t" or c >= " " for c in line) and not {"\n", "\x7f", "\u2028", "\ufffe"} & set(line)
    assert one_line(line) == line


def test_what_a_word_processor_leaves_in_a_title_becomes_a_space():
    assert one_line("关于预算的\x0b\x07通知　（一）\n") == "关于预算的 通知　（一）"
