"""How the body of a publication is set on the page."""

import pytest

from portal.pages.templatetags.prose import as_document, in_regions

TEXT = "<p>现将有关事项通知如下：</p>"


@pytest.mark.parametrize(
    "addressees", ["各乡镇人民政府、街道办事处，县政府各部门：", "广大市民朋友：", "县社会保险事业管理局："]
)
def test_addressees_stand_flush_left(addressees):
    assert as_document(f"<p>{addressees}</p>{TEXT}") == f'<p class="flush">{addressees}</p>{TEXT}'


@pytest.mark.parametrize("first", ["根据计划，现将结果公布如下：", "各单位已经完成。", "报名材料："])
def test_other_first_paragraphs_are_indented(first):
    assert as_document(f"<p>{first}</p>{TEXT}") == f"<p>{first}</p>{TEXT}"


def test_organ_and_date_at_the_end_are_the_signature():
    html = f"{TEXT}\n<p>明湖县民政局　明湖县财政局</p>\n<p>2026年9月2日</p>\n"
    signature = '<p class="signature">明湖县民政局　明湖县财政局<br>2026年9月2日</p>'
    assert as_document(html) == f"{TEXT}\n{signature}"


def test_a_sentence_before_the_date_is_not_the_organ():
    html = f"{TEXT}<p>特此通知。</p><p>2026年9月2日</p>"
    assert as_document(html) == f'{TEXT}<p>特此通知。</p><p class="signature">2026年9月2日</p>'


def test_a_date_inside_the_text_stays():
    html = f"<p>县民政局</p><p>2026年9月2日</p>{TEXT}"
    assert as_document(html) == html


def test_the_mark_of_publication_is_left_to_the_page():
    assert as_document(f"{TEXT}<p>（此件公开发布）</p>") == TEXT


def test_each_table_has_a_region_named_by_its_caption():
    html = in_regions("<table><caption>发放 <strong>情况</strong></caption></table><table></table>")
    assert html.count('role="region"') == html.count("</table></div>") == 2
    assert 'aria-label="发放 情况"' in html
    assert 'aria-label="表格"' in html


@pytest.mark.parametrize("attributes", ["", ' title="x"', ' lang="EN-US"', ' title="&lt;table&gt;"'])
def test_a_table_with_attributes_does_not_close_what_stands_around_it(attributes):
    html = in_regions(f"<table{attributes}><caption>收&amp;支</caption></table>")
    assert html.count("<div") == html.count("</div>") == 1
    assert 'aria-label="收&amp;支"' in html
