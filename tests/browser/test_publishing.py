"""From a clerk's draft to a public page and back: jingban writes, qianfa publishes and withdraws, everybody can see."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from .conftest import new_context

TITLE = "明湖县民政局关于冬季困难群众走访慰问安排的公告"
BODY = """<p>县民政局将在本月走访城乡低保对象、特困人员和困难残疾人家庭。</p>
<script>window.wasRun = true</script>
<h2>走访时间</h2><p onclick="window.wasRun = true">每周一至周五上午。</p>"""
REASON = "走访时间有误，更正后重新发布"
MATTER = "社会救助 › 临时救助 › 审核审批信息"
PLACES = (
    "/",
    "/catalog/matters/19-013/",
    "/catalog/19-social-assistance/",
    "/organizations/civil-affairs/",
    "/feeds/site.atom",
    "/feeds/organizations/civil-affairs.atom",
    "/feeds/domains/19-social-assistance.atom",
    "/search/?q=困难群众走访慰问",
)
"""Where the publication must be found while it is public: home, its matter and domain, its organisation, feeds, search."""


@pytest.fixture(scope="module")
def visitor(browser, site):
    """HTTP as an anonymous visitor, without the browser's cache."""
    context = new_context(browser, base_url=site.url)
    yield context.request
    context.close()


def test_from_draft_to_withdrawal(signed_in, site, visitor):
    change_url = write_draft(signed_in("jingban"), site)
    public_url, file_url = publish(signed_in("qianfa"), change_url)
    check_everyone_can_read(visitor, public_url, file_url)
    withdraw(signed_in("qianfa"), change_url)
    check_every_address_says_it_is_withdrawn(visitor, public_url, file_url)


def write_draft(page, site) -> str:
    """The clerk writes and saves; the desk says why it cannot be published. Returns the address of the draft."""
    page.goto(site.url + "/admin/")
    page.get_by_role("link", name="写政务信息").click()
    page.get_by_label("标题", exact=False).first.fill(TITLE)
    page.get_by_label("摘要").fill("公布走访对象和时间。")
    page.get_by_role("button", name="源码").click()
    page.locator("#id_body").fill(BODY)
    page.get_by_label("主题分类").select_option("民政、扶贫、救灾\\社会福利")
    page.get_by_label("五公开环节").select_option("服务")
    page.locator("#id_fulfilments-0-obligation").select_option(label=MATTER)
    file = {"name": "走访安排表.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    page.locator("#id_attachments-0-upload").set_input_files(file)
    page.get_by_role("button", name="保存并继续编辑").click()
    assert page.locator(".badge-draft").inner_text() == "拟稿"
    assert "请由本单位签发人办理" in page.locator(".desk-reasons").inner_text()
    assert page.get_by_role("link", name="发布", exact=True).count() == 0
    assert "<script>" not in page.locator("#id_body").input_value()
    address = page.url
    page.get_by_role("button", name="注销").click()
    return address


def publish(page, change_url: str) -> tuple[str, str]:
    """The issuer publishes. Returns the paths of the public page and of the attachment."""
    page.goto(change_url)
    assert page.locator(".body-as-read h2").inner_text() == "走访时间"
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("button", name="确认发布").click()
    assert "已发布，索引号" in page.locator(".messagelist").inner_text()
    page.locator(".messagelist").get_by_role("link", name="在网站上查看").click()
    assert page.locator("h1").inner_text().replace("\n", "") == TITLE
    assert page.evaluate("window.wasRun") is None
    file_url = page.locator(".attachments a").get_attribute("href")
    return page.evaluate("location.pathname"), file_url


def check_everyone_can_read(visitor, public_url: str, file_url: str) -> None:
    publication = visitor.get(public_url)
    assert publication.status == 200
    assert "wasRun" not in publication.text()
    assert visitor.get(file_url).body().startswith(b"%PDF")
    for place in PLACES:
        assert public_url in visitor.get(place).text(), place


def withdraw(page, change_url: str) -> None:
    page.goto(change_url)
    page.get_by_role("link", name="撤回", exact=True).click()
    page.get_by_role("button", name="确认撤回").click()
    reason = page.get_by_label("撤回理由")
    assert reason.evaluate("field => field.matches(':invalid:focus')"), "no withdrawing without a reason"
    reason.fill(REASON)
    page.get_by_role("button", name="确认撤回").click()
    assert "已撤回" in page.locator(".messagelist").inner_text()
    assert REASON in page.locator(".desk-withdrawn").inner_text()


def check_every_address_says_it_is_withdrawn(visitor, public_url: str, file_url: str) -> None:
    for address in (public_url, "/v/elder" + public_url, file_url):
        answer = visitor.get(address)
        assert answer.status == 410, address
        assert REASON in answer.text(), address
        assert "走访城乡低保对象" not in answer.text(), address
    assert visitor.get(public_url + "qr.svg").status == 404
    for place in PLACES:
        assert public_url not in visitor.get(place).text(), place


def a_pdf() -> bytes:
    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 720, "Visits")
    canvas.save()
    return made.getvalue()


def test_a_clerk_of_another_organisation_gets_nowhere(signed_in, site):
    change_url = write_draft(signed_in("jingban"), site)
    page = signed_in("yunxi")
    for address in (
        change_url,
        change_url.replace("change", "publish"),
        change_url.replace("change", "withdraw"),
    ):
        page.goto(address)
        assert TITLE not in page.inner_text("body"), address
    page.goto(site.url + "/admin/disclosure/article/")
    assert TITLE not in page.inner_text("#changelist")


def test_what_is_missing_is_said_beside_the_field(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + "/admin/disclosure/article/add/")
    page.get_by_label("标题").first.fill("缺少主题分类的信息")
    page.get_by_role("button", name="保存", exact=True).click()
    assert "这个字段是必填项" in page.locator(".field-topic").inner_text()
