"""Take the pictures of the documentation anew: python docs/screenshots.py [name ...]

Makes a demo county in a temporary directory, walks through it as the guides do, writes docs/images/*.png. With names,
only those pictures are written; the walk is the same.
"""

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from docx import Document
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import county  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PASSWORD, new_context  # noqa: E402
from tests.browser.test_pipeline_story import EMAIL, IDENTITY_NUMBER, a_notice, reviewing, today  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WANTED = set(sys.argv[1:])
COLOURS = 128
DESK = {"viewport": {"width": 1280, "height": 760}}
WIDE = {"viewport": {"width": 1440, "height": 900}}
IN_CHINESE = """() => {
  for (const field of document.querySelectorAll("input[type=date], input[type=time], input[type=file]")) {
    const shown = document.createElement("span");
    shown.className = "in-chinese";
    if (field.type === "file") {
      shown.innerHTML = "<button type=button>选择文件</button> ";
      shown.append(field.files[0]?.name ?? "未选择任何文件");
    } else {
      shown.append(document.createElement("input"));
      shown.firstChild.value = field.value.replaceAll("-", "/");
    }
    field.style.display = "none";
    field.after(shown);
  }
}"""
"""Chromium words date and file fields in the language of its own packages: show them as the staff's browsers do."""

AS_BEFORE = """() => {
  for (const shown of document.querySelectorAll(".in-chinese")) {
    shown.previousSibling.style.display = "";
    shown.remove();
  }
}"""

LISTS = "/admin/disclosure/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROADS, INSPECTED, FUNDS = "部分道路命名和更名", "集中检查情况", "建设补助资金分配"
Visitor = Callable[..., Page]


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        made = county.prepared(Path(directory))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        own = county.copy(made, Path(directory) / "own")
        with county.served(own) as url:
            take_all(browser, url)
        browser.close()


def take_all(browser, url: str) -> None:
    def visitor(username: str = "", **options) -> Page:
        page = new_context(browser, base_url=url, **(DESK | options)).new_page()
        if username:
            sign_in(page, username)
        return page

    home(visitor(viewport={"width": 1440, "height": 1180}))
    author = visitor("jingban")
    getting_started(author)
    document = import_from_word(author)
    interpretation_plan(author, document)
    stopped(author, document)
    findings(visitor("baomi"), document)
    looking_at_it(author)
    others_have_a_say(author, visitor("shenhe"))
    issuer(visitor("qianfa"), visitor())
    administrator(visitor("admin"))
    inspector(visitor("ducha", **WIDE))


def home(page: Page) -> None:
    page.goto("/")
    take(page, "home", height=1180)


def getting_started(page: Page) -> None:
    take(page, "desk", height=1180)
    page.goto("/admin/account/two-factor/enrol/")
    take(page, "second-factor", height=960)
    page.goto("/admin/obligations/?state=overdue")
    take(page, "own-obligations")


def import_from_word(page: Page) -> str:
    """A policy document from a Word file that hides something. Returns the address of its change page."""
    page.goto("/admin/obligations/?q=政策法规文件")
    follow(page, page.get_by_role("link", name="起草政策文件").first)
    follow(page, page.get_by_role("link", name="导入Word文档").first)
    page.get_by_label("Word文档").set_input_files(word_file("取暖补助通知.docx", IDENTITY_NUMBER))
    page.get_by_label("主题分类").select_option("民政、扶贫、救灾\\社会福利")
    follow(page, page.get_by_role("button", name="导入"))
    take(page, "import-word")
    page.get_by_label("摘要").fill("冬季取暖补助的对象、标准和申领办法。")
    page.get_by_label("体裁").select_option("通知")
    page.locator(".ProseMirror table p").first.click()
    take(page, "editor", below=".field-body", height=640)
    follow(page, page.get_by_role("button", name="保存并继续编辑"))
    return page.url


def interpretation_plan(page: Page, document: str) -> None:
    page.goto(document.replace("/change/", "/plan/"))
    page.get_by_label("解读人").fill("县民政局社会救助股")
    page.get_by_label("解读形式").select_option("文字解读")
    page.get_by_label("解读发布日期").fill(today(page))
    take(page, "plan", height=1060)
    follow(page, page.get_by_role("button", name="保存方案"))


def stopped(page: Page, document: str) -> None:
    """Handing over is refused; the clean file is chosen."""
    page.goto(document)
    follow(page, verb(page, "送审"))
    follow(page, page.get_by_role("button", name="确认送审"))
    take(page, "stopped", height=580)
    page.locator("#id_attachments-0-DELETE").check()
    page.locator("#id_attachments-1-upload").set_input_files(word_file("取暖补助通知（公开版）.docx"))
    page.locator("#id_attachments-1-name").fill("冬季取暖补助申领表.docx")
    page.locator("#id_pictures-0-alt").fill("取暖补助申领四步流程")
    take(page, "attachments", below="#attachments-group", height=680)


def findings(page: Page, document: str) -> None:
    page.goto(reviewing(document))
    shown = page.locator(".findings").inner_text()
    assert EMAIL not in shown and IDENTITY_NUMBER not in shown
    page.locator(".findings").get_by_label("可以保留的理由").first.fill("对外公布的办公邮箱")
    take(page, "findings", below="#findings", height=860)


def looking_at_it(page: Page) -> None:
    """The correction of the demo: compared with what is public, and as a phone shows it."""
    open_row(page, "article", "临时救助申请指南", status="draft")
    draft = page.url.split("?")[0]
    follow(page, page.get_by_role("link", name="与公开的内容对比"))
    take(page, "compare", height=700)
    page.goto(draft.replace("/change/", "/preview/?look=phone"))
    page.frame_locator(".preview-frame").locator("h1").wait_for()
    take(page, "preview", height=1000)


def others_have_a_say(author: Page, reviewer: Page) -> None:
    open_row(author, "article", "婚姻登记处迁址", status="returned")
    author.goto(reviewing(author.url.split("?")[0]))
    take(author, "remarks", below="[aria-labelledby=text-title]")
    follow(reviewer, reviewer.locator("[aria-labelledby=card-consents] .line-title a").first)
    take(reviewer, "consent", height=1080)


def issuer(page: Page, citizen: Page) -> None:
    """Signs, schedules, publishes several at once, withdraws one; sees what went out in an emergency."""
    follow(page, page.locator("[aria-labelledby=card-emergency] .line-title a").first)
    take(page, "emergency", height=540)
    open_row(page, "article", ROADS)
    take(page, "refused", height=586)
    open_row(page, "article", INSPECTED)
    row = page.url.split("?")[0]
    follow(page, verb(page, "定时发布"))
    take(page, "schedule", height=420)
    publish_several(page)
    page.goto(row)
    address = page.get_by_role("link", name="在网站上查看").get_attribute("href")
    follow(page, verb(page, "撤回"))
    page.get_by_label("撤回理由").fill("整改完成的项数统计有误，更正后重新发布")
    follow(page, page.get_by_role("button", name="确认撤回"))
    citizen.goto(address)
    take(citizen, "withdrawn", height=640)


def publish_several(page: Page) -> None:
    page.goto(LISTS + "publication/?status__in=checked,signed")
    for title in (ROADS, INSPECTED, FUNDS):
        page.locator("#result_list tr", has_text=title).locator(".action-select").check()
    page.locator("select[name=action]").select_option(label="发布所选信息")
    follow(page, page.locator(".actions [type=submit]"))
    follow(page, page.get_by_role("button", name="确认发布"))
    take(page, "bulk", height=440)


def inspector(page: Page) -> None:
    for name, address, start in (
        ("oversight", "/oversight/", "main"),
        ("matrix", "/oversight/matrix/?tier=town", ".matrix-scroll"),
        ("obligations", "/oversight/obligations/?organization=yunxi&state=overdue", ".tabs"),
    ):
        page.goto(address)
        take(page, name, below=start, height=900)
    page.set_viewport_size(DESK["viewport"])
    page.goto("/admin/catalog/changerequest/?state__exact=submitted")
    follow(page, page.locator("#result_list tbody th a").first)
    take(page, "catalog-change", height=780)


def administrator(page: Page) -> None:
    page.goto(LISTS + "cleanup/")
    follow(page, page.locator("#result_list tbody th a").first)
    take(page, "cleanup", height=860)
    page.goto("/admin/ledger/ledgerentry/")
    follow(page, page.get_by_role("button", name="核验全链"))
    page.get_by_text("核验通过").wait_for()
    take(page, "ledger", height=420)
    page.goto("/admin/catalog/catalogitem/import/")
    upload = {"name": "社会救助.csv", "mimeType": "text/csv", "buffer": changed_catalog()}
    page.locator("[name=file]").set_input_files(upload)
    follow(page, page.get_by_role("button", name="上传并查看差异"))
    take(page, "import-catalog")
    page.goto("/admin/catalog/obligation/?state__exact=missing")
    follow(page, page.locator("#result_list tbody th a").first)
    take(page, "exemption", below="fieldset:last-of-type", height=640)


def changed_catalog() -> bytes:
    """The standard sheet of 社会救助 with one time limit changed, so that there is a difference to see."""
    text = (ROOT / "fixtures/catalog/19-social-assistance.csv").read_text("utf-8-sig")
    return text.replace("之日起10个工作日", "之日起7个工作日", 1).encode()


def word_file(name: str, hidden: str = "") -> dict:
    """An upload of the story's notice, written by a clerk's office software."""
    document, made = Document(BytesIO(a_notice(hidden))), BytesIO()
    document.core_properties.author, document.core_properties.comments = "县民政局社会救助股", ""
    document.save(made)
    return {"name": name, "mimeType": WORD, "buffer": made.getvalue()}


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")


def open_row(page: Page, model: str, words: str, status: str = "") -> None:
    """The change page of the first publication that `words` find."""
    narrowed = f"&status__exact={status}" if status else ""
    page.goto(f"{LISTS}{model}/?q={words}{narrowed}")
    follow(page, page.locator("#result_list tbody th a").first)


def verb(page: Page, label: str) -> Locator:
    return page.locator(".desk-verbs").get_by_role("link", name=label, exact=True)


def follow(page: Page, what: Locator) -> None:
    """Click, and wait for the page it leads to."""
    with page.expect_navigation():
        what.click()


def take(page: Page, name: str, below: str = "", height: int = 760) -> None:
    """Write what a window so high shows (from the element `below` on) as a small PNG of few colours."""
    if WANTED and name not in WANTED:
        return
    page.set_viewport_size({**page.viewport_size, "height": height})
    if below:
        page.locator(below).first.evaluate("box => { box.scrollIntoView(); scrollBy(0, -12); }")
    page.evaluate(IN_CHINESE)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.evaluate(AS_BEFORE)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
