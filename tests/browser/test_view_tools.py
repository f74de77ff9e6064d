"""The 无障碍浏览 toolbar: read-aloud marks what it reads; colours and sizes stay on the next page; one press resets."""

import pytest
from playwright.sync_api import expect

from .conftest import open_page

SPEECH = """
window.said = []
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => window.voices,
  speak(words) { window.said.push(words.text); window.saying = words },
  cancel() {},
} })
"""
"""A voice that says nothing, and remembers what it was given."""
VOICE = "window.voices = [{ lang: 'zh-CN', name: '测试' }]"
READING = """() => {
  const found = CSS.highlights.get("reading")
  return found ? [...found].map(String).join("").replace(/\\s+/g, " ").trim() : ""
}"""


def press(page, name: str) -> None:
    page.locator("#tools").get_by_role("button", name=name, exact=True).click()


def open_tools(page) -> None:
    page.get_by_role("button", name="无障碍浏览").click()


@pytest.fixture
def speaking_page(context, page, site):
    context.add_init_script(SPEECH + VOICE)
    open_page(page, site, "publication-policy")
    open_tools(page)
    return page


def test_reading_aloud_marks_the_sentence(speaking_page):
    press(speaking_page, "连读")
    assert speaking_page.evaluate(READING) == speaking_page.evaluate("said[0]") != ""
    speaking_page.evaluate("saying.onend()")
    assert (
        speaking_page.evaluate(READING)
        == speaking_page.evaluate("said[1]")
        != speaking_page.evaluate("said[0]")
    )
    press(speaking_page, "停止")
    assert speaking_page.evaluate(READING) == ""


def test_reading_goes_to_the_end_of_the_page(speaking_page):
    press(speaking_page, "连读")
    for _ in range(500):
        speaking_page.evaluate("saying.onend()")
        if not speaking_page.evaluate(READING):
            break
    text = speaking_page.evaluate("document.querySelector('.prose').textContent.replace(/\\s+/g, '')")
    said = speaking_page.evaluate("said.join('').replace(/\\s+/g, '')")
    assert text[:40] in said
    assert text[-20:] in said
    expect(speaking_page.locator("[data-tools-status]")).to_have_text("已读完")


def test_pointing_reads_what_is_pointed_at(speaking_page):
    press(speaking_page, "指读")
    speaking_page.locator("h1").hover()
    assert speaking_page.evaluate("said.join('')") == speaking_page.locator("h1").inner_text().replace(
        "\n", ""
    )


def test_slower_speech_is_remembered(speaking_page):
    press(speaking_page, "语速慢")
    speaking_page.reload()
    press(speaking_page, "连读")
    assert speaking_page.evaluate("saying.rate") == 0.75


def test_without_a_chinese_voice_it_says_so(context, page, site):
    context.add_init_script(SPEECH + "window.voices = []")
    open_page(page, site, "home")
    open_tools(page)
    press(page, "连读")
    expect(page.locator("[data-tools-status]")).to_contain_text("没有中文语音")
    assert page.evaluate("said") == []


def test_colours_and_size_stay_on_the_next_page_and_are_reset(page, site):
    open_page(page, site, "home")
    usual = look_of(page)
    open_tools(page)
    press(page, "黑底黄字白链接")
    press(page, "放大")
    chosen = look_of(page)
    assert chosen["ground"] == "rgb(0, 0, 0)"
    assert chosen["size"] == usual["size"] * 1.25
    page.locator(".doors").get_by_role("link", name="政策文件").click()
    assert look_of(page) == chosen
    press(page, "重置")
    assert look_of(page) == usual
    page.reload()
    assert look_of(page) == usual


def look_of(page) -> dict:
    return page.evaluate(
        """() => { const style = getComputedStyle(document.documentElement)
        return { ground: style.backgroundColor, size: parseFloat(style.fontSize) } }"""
    )


def test_elderly_mode_with_javascript_keeps_the_address(page, site):
    open_page(page, site, "home")
    page.locator(".strip").get_by_role("button", name="长者模式").click()
    assert page.url == site.url + "/"
    page.goto(site.address("documents"))
    assert page.locator("html.view-elder").count() == 1


@pytest.mark.parametrize(
    ("keys", "selector"), [("KeyE", "html.view-elder"), ("KeyC", "html.view-white-black")]
)
def test_shortcuts(page, site, keys, selector):
    open_page(page, site, "home")
    page.keyboard.press(f"Alt+Shift+{keys}")
    assert page.locator(selector).count() == 1
    page.keyboard.press("Alt+Shift+Digit0")
    assert page.locator(selector).count() == 0


def test_guides_and_caption_follow_the_focus(page, site):
    open_page(page, site, "home")
    open_tools(page)
    press(page, "辅助线")
    press(page, "大字幕")
    page.locator(".brand").focus()
    assert page.locator(".guide").count() == 2
    assert "明湖县人民政府" in page.locator(".caption-bar").inner_text()
