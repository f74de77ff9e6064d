"""A clerk writes in the editor: headings, a table, a paste from Word, a picture; saved, it comes back as it was written."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from .measuring import AXE, AXE_RULES

CLIPBOARD = Path(__file__).parents[1] / "disclosure" / "clipboard"
ADD = "/admin/disclosure/article/add/"
PASTE = """(text, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "没有格式的文字");
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def desk(signed_in, site):
    """The add page of a clerk, its title and topic filled in."""
    page = signed_in("jingban")
    page.goto(site.url + ADD)
    page.get_by_label("标题").first.fill("编辑器测试用的通知")
    page.get_by_label("主题分类").select_option("综合政务\\政务公开")
    return page


def text_of(page):
    return page.get_by_role("textbox", name="正文")


def stored(page) -> str:
    """What the form will send."""
    return page.locator("#id_body").evaluate("area => area.value")


def save(page) -> None:
    page.get_by_role("button", name="保存并继续编辑").click()
    page.wait_for_url("**/change/")


def paste(page, sample: str) -> None:
    text_of(page).evaluate(PASTE, (CLIPBOARD / f"{sample}.html").read_text(encoding="utf-8"))
    page.get_by_text("已粘贴，并去掉了多余的格式").wait_for()


def test_what_was_written_is_saved_and_comes_back(desk):
    text_of(desk).click()
    desk.keyboard.type("现将有关事项通知如下：")
    desk.keyboard.press("Enter")
    desk.keyboard.type("总体要求")
    desk.get_by_label("段落样式").select_option("h2")
    desk.keyboard.press("Enter")
    desk.keyboard.type("各单位应当按月报送。")
    desk.get_by_role("button", name="脚注").click()
    desk.get_by_label("脚注内容").fill("报送至县人民政府办公室。")
    desk.get_by_role("button", name="确定").click()
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="表格", exact=True).click()
    desk.get_by_label("表题").fill("表1 报送时间")
    desk.get_by_role("button", name="确定").click()
    for word in ("序号", "单位", "时间"):
        desk.keyboard.type(word)
        desk.keyboard.press("Tab")
    save(desk)
    body = stored(desk)
    assert "<h2>总体要求</h2>" in body
    assert '<caption>表1 报送时间</caption><thead><tr><th scope="col">序号</th>' in body
    assert '<section class="footnotes"><ol><li id="fn-1">报送至县人民政府办公室。' in body
    assert text_of(desk).locator("th").all_inner_texts() == ["序号", "单位", "时间"]
    save(desk)
    assert stored(desk) == body


def test_a_paste_from_word_comes_out_clean_and_is_saved_so(desk):
    text_of(desk).click()
    paste(desk, "word-notice")
    body = stored(desk)
    assert (
        body.splitlines() == (CLIPBOARD / "word-notice.clean.html").read_text(encoding="utf-8").splitlines()
    )
    save(desk)
    assert text_of(desk).locator("h2").inner_text() == "一、压实防汛责任"


@pytest.mark.parametrize("sample", ["word-table", "word-measures", "wps-list", "wps-table"])
def test_other_pastes_keep_their_structure(desk, sample):
    text_of(desk).click()
    paste(desk, sample)
    wanted = (CLIPBOARD / f"{sample}.clean.html").read_text(encoding="utf-8")
    assert stored(desk).replace("\n", "") == wanted.replace("\n", "")


def test_saving_unchanged_text_changes_nothing(desk):
    text_of(desk).click()
    paste(desk, "word-footnotes")
    save(desk)
    before = stored(desk)
    text_of(desk).click()
    desk.keyboard.type("甲")
    desk.keyboard.press("Backspace")
    save(desk)
    assert stored(desk) == before


def is_drawn(page, selector: str) -> bool:
    """Whether the picture arrives; asked from outside, since the page's own policy forbids to evaluate text in it."""
    for _ in range(100):
        if page.evaluate("selector => document.querySelector(selector).naturalWidth > 0", selector):
            return True
        page.wait_for_timeout(100)
    return False


def test_a_picture_needs_words_and_is_shown_while_writing(desk):
    save(desk)
    text_of(desk).click()
    desk.get_by_role("button", name="图片", exact=True).click()
    desk.get_by_label("上传新的图片").set_input_files(a_picture())
    desk.get_by_role("button", name="插入", exact=True).click()
    assert "文字说明" in desk.locator(".editor-alert").inner_text()
    desk.get_by_label("新图片的文字说明").fill("湖滨路防洪堤加固后的样子")
    desk.get_by_role("button", name="插入", exact=True).click()
    shown = text_of(desk).locator("figure img")
    shown.wait_for()
    assert is_drawn(desk, ".editor-figure img")
    assert '<img src="/pictures/' in stored(desk)
    save(desk)
    assert text_of(desk).locator("figure img").get_attribute("alt") == "湖滨路防洪堤加固后的样子"


def test_numbers_follow_each_other(desk):
    text_of(desk).click()
    for sentence in ("为了规范管理，制定本办法。", "本办法适用于本县。", "本办法自印发之日起施行。"):
        desk.keyboard.type(sentence)
        desk.get_by_label("编号", exact=True).select_option("article")
        desk.keyboard.press("End")
        desk.keyboard.press("Enter")
    numbers = text_of(desk).locator("p.article strong").all_inner_texts()
    assert numbers == ["第一条", "第二条", "第三条"]


def test_the_editor_is_worked_by_keyboard(desk):
    text_of(desk).focus()
    desk.keyboard.type("甲")
    desk.keyboard.press("Alt+F10")
    assert desk.evaluate("document.activeElement.getAttribute('aria-label')") == "段落样式"
    desk.keyboard.press("End")
    assert desk.evaluate("document.activeElement.textContent") == "源码"
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Enter")
    assert desk.locator(".editor-full").count() == 1
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    assert desk.locator(".editor-full").count() == 0
    text_of(desk).focus()
    desk.keyboard.press("Tab")
    assert not desk.evaluate("document.activeElement.closest('.editor-text') !== null"), "Tab leaves the text"


def test_html_can_be_written_by_hand_and_is_cleaned(desk):
    desk.get_by_role("button", name="源码").click()
    desk.locator("#id_body").fill("<p>甲</p><script>window.wasRun = true</script><h2>乙</h2>")
    save(desk)
    assert stored(desk) == "<p>甲</p><h2>乙</h2>"
    assert desk.evaluate("window.wasRun") is None


def test_the_editor_is_accessible(desk):
    text_of(desk).click()
    paste(desk, "word-table")
    assert not faults_in(desk, ".editor")
    desk.get_by_role("button", name="链接", exact=True).click()
    assert not faults_in(desk, ".editor-dialog")


def test_a_word_document_becomes_a_draft(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + "/admin/disclosure/article/")
    page.get_by_role("link", name="导入Word文档").click()
    file = {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": a_document()}
    page.get_by_label("Word文档").set_input_files(file)
    page.get_by_label("主题分类").select_option("综合政务\\政务公开")
    page.get_by_role("button", name="导入", exact=True).click()
    assert "已从“通知.docx”建立拟稿" in page.locator(".messagelist").inner_text()
    assert page.get_by_label("标题").first.input_value() == "明湖县民政局关于开展冬季走访的通知"
    assert "县民政局将走访困难家庭。" in text_of(page).inner_text()


def faults_in(page, region: str) -> list[str]:
    """What axe-core finds wrong there. Without its preloading, which writes style elements that the policy forbids."""
    page.evaluate(AXE)
    found = page.evaluate(
        "([region, rules]) => axe.run(region, {runOnly: rules, preload: false}).then((result) => result.violations)",
        [region, AXE_RULES],
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def a_picture() -> dict:
    made = BytesIO()
    Image.new("RGB", (800, 400), "steelblue").save(made, "PNG")
    return {"name": "堤防.png", "mimeType": "image/png", "buffer": made.getvalue()}


def a_document() -> bytes:
    document = Document()
    document.add_paragraph("明湖县民政局关于开展冬季走访的通知", style="Title")
    document.add_paragraph("县民政局将走访困难家庭。")
    made = BytesIO()
    document.save(made)
    return made.getvalue()
