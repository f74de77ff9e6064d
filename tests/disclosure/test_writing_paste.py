"""Text from the clipboard of Word, WPS and web pages comes out clean, its structure kept."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.html import clean_html, plain_text
from disclosure.writing.paste import clean_pasted

CLIPBOARD = Path(__file__).parent / "clipboard"
SAMPLES = sorted(path.stem for path in CLIPBOARD.glob("*.html") if not path.stem.endswith(".clean"))
PIECES = st.lists(
    st.sampled_from(
        [
            "<p class=MsoNormal style='mso-list:l0 level1 lfo1'>", "</p>", "<![if !supportLists]>", "<![endif]>",
            "<span style='mso-list:Ignore'>", "</span>", "<b>", "</b>", "<td colspan=0>", "<table>", "</table>", "<tr>",
            "<th rowspan=2>", "<o:p>&nbsp;</o:p>", "<!--[if gte mso 9]>", "<![endif]-->", "<div>", "</div>", "<br>",
            "<a href='#_ftn1' name='_ftnref1'>", "<a name='_ftn1' href='#_ftnref1'>", "</a>", "<li>", "<ul>", "</ul>",
            "<div id=ftn1 style='mso-element:footnote'>", "一、总则", "第一条　", "2026年3月5日", "明湖县水利局", "<sup>",
            "<h1>", "</h1>", "<figure>", "<img src='/pictures/1/960/' alt=图>", "<section class=footnotes>", "\x00", "　",
        ]
    )
    | st.text(max_size=5),
    max_size=14,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_clipboard_comes_out_as_an_official_document(sample):
    pasted = (CLIPBOARD / f"{sample}.html").read_text(encoding="utf-8")
    wanted = (CLIPBOARD / f"{sample}.clean.html").read_text(encoding="utf-8")
    assert _lines(clean_pasted(pasted)) == _lines(wanted)


@pytest.mark.parametrize("sample", SAMPLES)
def test_cleaning_what_was_cleaned_changes_nothing(sample):
    once = clean_pasted((CLIPBOARD / f"{sample}.html").read_text(encoding="utf-8"))
    assert clean_pasted(once) == once


def test_there_are_enough_samples_of_both_word_processors():
    assert len(SAMPLES) >= 12
    assert sum(name.startswith("wps") for name in SAMPLES) >= 4


@given(PIECES)
def test_whatever_is_pasted_is_safe_to_store(markup):
    cleaned = clean_pasted(markup)
    assert clean_html(cleaned) == cleaned
    assert "mso" not in cleaned and "style=" not in cleaned


@given(st.lists(st.text("甲乙丙丁戊己，。", min_size=1, max_size=20), min_size=1, max_size=5))
def test_no_word_of_plain_paragraphs_is_lost(paragraphs):
    pasted = "".join(f"<p class=MsoNormal><span>{text}<o:p></o:p></span></p>" for text in paragraphs)
    assert plain_text(clean_pasted(pasted)).replace(" ", "") == "".join(paragraphs)


def test_very_deep_markup_is_survived():
    assert "字" in plain_text(clean_pasted("<div><b>" * 2000 + "字"))


def _lines(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()
