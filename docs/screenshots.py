"""Take the pictures of the documentation anew: python docs/screenshots.py

Makes a demo county in a temporary directory, walks through it as the guide does, writes docs/images/*.png.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser import county  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PASSWORD, new_context  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ARTICLE = "/admin/disclosure/article/"
MATTER = "社会救助 › 临时救助 › 审核审批信息"
TEXT = """一、走访对象：城乡低保对象、特困人员、困难残疾人家庭。

二、走访时间：本月每周一至周五上午。

三、咨询电话：0700-6881161。"""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        made = county.prepared(Path(directory))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with county.served(made) as url:
            take_all(browser, url)
        browser.close()


def take_all(browser, url: str) -> None:
    def visitor(username: str = "", **options) -> Page:
        page = new_context(browser, base_url=url, **options).new_page()
        if username:
            sign_in(page, username)
        return page

    home(visitor(viewport={"width": 1440, "height": 1180}))
    desk = {"viewport": {"width": 1280, "height": 720}}
    draft = author(visitor("jingban", **desk))
    issuer(visitor("qianfa", **desk), draft)
    inspector(visitor("ducha", viewport={"width": 1440, "height": 900}))
    administrator(visitor("admin", **desk))


def home(page: Page) -> None:
    page.goto("/")
    take(page, "home")


def author(page: Page) -> str:
    """Writes a draft; returns its address."""
    page.goto("/admin/")
    take(page, "desk")
    page.goto(ARTICLE + "add/")
    page.locator("#id_title").fill("明湖县民政局关于冬季困难群众走访慰问安排的公告")
    page.locator("#id_summary").fill("公布走访对象、时间和咨询电话。")
    page.locator("#id_body").fill(TEXT)
    page.locator("#id_topic").select_option("民政、扶贫、救灾\\社会福利")
    page.locator("#id_stage").select_option("服务")
    page.locator("#id_fulfilments-0-obligation").select_option(label=MATTER)
    take(page, "write")
    take(page, "link-matter", below="#fulfilments-group")
    page.locator("[name=_continue]").click()
    take(page, "draft")
    return page.url


def issuer(page: Page, draft: str) -> None:
    """Publishes the draft and withdraws it."""
    page.goto(draft)
    page.get_by_role("link", name="发布", exact=True).click()
    take(page, "publish")
    page.get_by_role("button", name="确认发布").click()
    take(page, "published")
    page.get_by_role("link", name="撤回", exact=True).click()
    page.locator("[name=reason]").fill("走访时间有误，更正后重新发布")
    take(page, "withdraw")
    page.get_by_role("button", name="确认撤回").click()
    page.locator(".desk-withdrawn").wait_for()
    page.goto("/publications/" + draft.split("/change/")[0].rsplit("/", 1)[1] + "/")
    take(page, "withdrawn")


def inspector(page: Page) -> None:
    for name, address, start in (
        ("oversight", "/oversight/", "main"),
        ("matrix", "/oversight/matrix/?tier=town", ".matrix-scroll"),
        ("obligations", "/oversight/obligations/?organization=yunxi&state=overdue", ".tabs"),
    ):
        page.goto(address)
        take(page, name, below=start)


def administrator(page: Page) -> None:
    page.goto("/admin/catalog/catalogitem/import/")
    upload = {"name": "社会救助.csv", "mimeType": "text/csv", "buffer": changed_catalog()}
    page.locator("[name=file]").set_input_files(upload)
    page.get_by_role("button", name="上传并查看差异").click()
    take(page, "import-catalog")
    page.goto("/admin/catalog/obligation/?state__exact=missing")
    page.locator("#result_list tbody th a").first.click()
    take(page, "exemption", below="fieldset:last-of-type")


def changed_catalog() -> bytes:
    """The standard sheet of 社会救助 with one time limit changed, so that there is a difference to see."""
    text = (ROOT / "fixtures/catalog/19-social-assistance.csv").read_text("utf-8-sig")
    return text.replace("之日起10个工作日", "之日起7个工作日", 1).encode()


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    if username == "jingban":
        take(page, "sign-in")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")


def take(page: Page, name: str, below: str = "") -> None:
    """Write what the window shows (from the element `below` on) as a small PNG of at most 256 colours."""
    if below:
        page.locator(below).first.evaluate("box => box.scrollIntoView({ block: 'start' })")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
