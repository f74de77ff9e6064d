"""The body: hidden and outward links, pictures, tables, headings, and people in tables."""

import random

import pytest

from portal.screening import Level, Words, screen_html

from .numbers import identity_number, mobile

WORDS = Words.shipped()


def codes(html: str) -> list[str]:
    return [finding.code for finding in screen_html(html, "正文", WORDS)]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none !important",
        "visibility: hidden",
        "opacity:0",
        "opacity:.05",
        "font-size:0",
        "font-size:1px;",
        "color:#fff",
        "color: white",
        "color:rgb(255, 255, 255)",
        "color:transparent",
        "position:absolute; left:-5000px",
        "text-indent:-999em",
        "height:0;overflow:hidden",
        "dis/**/play:none",
    ],
)
def test_links_hidden_by_style_block(style):
    (finding,) = screen_html(
        f'<p><a href="https://www.gov.cn/" style="{style}">国务院</a></p>', "正文", WORDS
    )
    assert (finding.code, finding.level) == ("hidden_link", Level.BLOCKS)
    assert codes(f'<div style="{style}"><p>文字</p><p><a href="/a/">站内</a></p></div>') == ["hidden_link"]


@pytest.mark.parametrize(
    "style",
    [
        "color:#333",
        "color:#fff0f0",
        "font-size:16px",
        "font-size:10.5pt",
        "font-size:1.2em",
        "opacity:0.9",
        "opacity:1",
        "text-indent:2em",
        "width:100%",
        "width:10px",
        "border-width:1px",
        "line-height:1",
        "background-color:#005;color:#fff",
        "margin-left:-2px",
    ],
)
def test_ordinary_styles_hide_nothing(style):
    assert codes(f'<p style="{style}">文字<a href="https://www.gov.cn/">国务院</a></p>') == []


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("https://www.gov.cn/zhengce/", None),
        ("http://example.gov.cn.", None),
        ("/publications/1/", None),
        ("../a.html", None),
        ("#note", None),
        ("mailto:a@minghu.gov.cn", None),
        ("tel:12345", None),
        ("https://www.example.com", "external_link"),
        ("//www.example.com/x", "external_link"),
        ("https:www.example.com", "external_link"),
        ("\\\\www.example.com", "external_link"),
        ("http://192.0.2.1/", "external_link"),
        ("https://notgov.cn/", "lookalike_link"),
        ("https://www.gov.cn@example.com/", "lookalike_link"),
        ("https://gov.cn.example.com/", "lookalike_link"),
        ("https://www.gоv.cn/", "lookalike_link"),
        ("https://xn--gv-jbc.cn/", "lookalike_link"),
        ("javascript:alert(1)", "unsafe_link"),
        (" java\tscript:alert(1)", "unsafe_link"),
        ("data:text/html,x", "unsafe_link"),
        ("D:\\通知.doc", "unsafe_link"),
        ("http://[::1", "unsafe_link"),
        ("https://casino.example.com", "spam_link"),
    ],
)
def test_where_links_lead(href, code):
    assert codes(f'<p><a href="{href}">文字</a></p>') == ([code] if code else [])


def test_the_own_site_is_allowed(settings):
    settings.SITE = settings.SITE | {"domain": "www.minghu.example", "url": "https://www.minghu.example"}
    words = Words.shipped()
    assert screen_html('<a href="https://www.minghu.example/a">本站</a>', "正文", words) == []


def test_text_in_the_body_is_read_across_tags_and_entities():
    number = identity_number(random.Random(1))
    split = f"{number[:6]}<b>{number[6:14]}</b>&#8203;{number[14:]}"
    assert codes(f"<p>身份证{split}</p>") == ["identity_number"]
    assert codes("<p>机密&#9733;1年</p>") == ["secrecy_mark"]


def test_hidden_text_is_still_read():
    number = identity_number(random.Random(1))
    assert set(codes(f'<p>甲<span style="display:none">身份证{number}</span></p>')) == {
        "identity_number",
        "hidden_text",
    }


def test_people_in_a_table_are_counted_by_column():
    rng = random.Random(2)
    rows = "".join(
        f"<tr><td>{name}</td><td>{identity_number(rng)}</td><td>{mobile(rng)}</td></tr>"
        for name in ("王强", "李娟", "赵敏")
    )
    table = f"<table><tr><th>姓名</th><th>身份证号</th><th>电话</th></tr>{rows}</table>"
    findings = screen_html(table, "正文", WORDS)
    assert [(f.code, f.level, f.place) for f in findings] == [
        ("identity_number", Level.BLOCKS, "正文表格1第2列“身份证号”"),
        ("mobile_number", Level.BLOCKS, "正文表格1第3列“电话”"),
        ("name_list", Level.HINT, "正文表格1"),
    ]
    assert findings[0].excerpt.endswith("共3个")


def test_elements_nested_without_end_are_refused_not_skipped():
    deep = "<div>" * 5000 + "机密★1年" + "</div>" * 5000
    (finding,) = screen_html(deep, "正文", WORDS)
    assert (finding.code, finding.level) == ("unreadable_markup", Level.BLOCKS)


@pytest.mark.parametrize(
    "html", ["", "   ", "<", "<!-- x -->", "<p>", "<table><tr>", "\x00", "<?xml version='1.0'?>"]
)
def test_crooked_markup_is_no_fault(html):
    assert screen_html(html, "正文", WORDS) == []
