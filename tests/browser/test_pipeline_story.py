"""One document from Word to the public and back, by four people in four browsers, without a step outside the admin."""

import re
import subprocess
import sys
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import Page

from .conftest import new_context
from .county import ROOT, environment_of

TITLE = "明湖县民政局关于做好冬季困难群众取暖补助工作的通知"
NUMBER = "明民〔2026〕88号"
IDENTITY_NUMBER = "11010519491231002X"
"""The example number of GB 11643; it belongs to nobody."""
EMAIL = "dongji@163.com"
REMARK = "第二条的补助标准要写明以哪一年为准"
WHY_RETURNED = "补助标准的适用年度没有写明"
ANSWER = "申领邮箱是本单位对外公布的办公邮箱"
CORRECTION = "第二条的补助标准误写为每户600元，现更正为每户620元"
WITHDRAWN_FOR = "文件内容需要调整，调整后重新公布"
MATTER = "政策法规文件"
DOMAIN = "/catalog/19-social-assistance/"


@pytest.fixture(scope="module")
def visitor(browser, site):
    """HTTP as an anonymous visitor, without the browser's cache."""
    context = new_context(browser, base_url=site.url)
    yield context.request
    context.close()


def test_the_whole_story(signed_in, site, visitor):
    author, reviewer = signed_in("jingban"), signed_in("shenhe")
    secrecy, issuer = signed_in("baomi"), signed_in("qianfa")

    document = import_with_a_hidden_number(author, site)
    interpretation = plan_and_write_the_interpretation(author, document)
    is_stopped_until_the_file_is_clean(author, document)
    hand_over(author, interpretation)
    hand_over(author, document)

    return_with_a_remark(reviewer, document)
    answer_and_hand_over_again(author, document)
    settle_and_pass(reviewer, document)
    for page, verb in [(reviewer, "审核通过"), (secrecy, "保密审查通过")]:
        act(page, interpretation, verb)
    answer_the_finding_and_pass(secrecy, document)

    act(issuer, document, "签发")
    schedule(issuer, document)
    the_clock_strikes(site)

    public, about = public_addresses(issuer, document), public_addresses(issuer, interpretation)
    everyone_reads_it_everywhere(visitor, public, about)
    correct(author, reviewer, secrecy, issuer, document)
    the_correction_is_told(visitor, public)
    withdraw(issuer, document)
    every_address_says_so(visitor, public)


def import_with_a_hidden_number(page: Page, site) -> str:
    """From the list of matters to a draft made of a Word document. Returns the address of its change page."""
    page.goto(site.url + "/admin/obligations/?q=" + MATTER)
    page.get_by_role("link", name="起草政策文件").first.click()
    page.get_by_role("link", name="导入Word文档").first.click()
    file = {
        "name": "取暖补助通知.docx",
        "mimeType": "application/msword",
        "buffer": a_notice(hidden=IDENTITY_NUMBER),
    }
    page.get_by_label("Word文档").set_input_files(file)
    page.get_by_label("主题分类").select_option("民政、扶贫、救灾\\社会福利")
    submit(page, page.get_by_role("button", name="导入"))
    assert "隐藏" in page.locator(".messagelist").inner_text()
    assert page.get_by_label("标题").first.input_value() == TITLE
    assert page.get_by_label("发文字号").input_value() == NUMBER
    assert MATTER in page.locator("#id_fulfilments-0-obligation option:checked").inner_text()
    assert page.locator(".ProseMirror table").count() == 1
    page.get_by_label("摘要").fill("冬季取暖补助的对象、标准和申领办法。")
    page.get_by_label("体裁").select_option("通知")
    submit(page, page.get_by_role("button", name="保存并继续编辑"))
    assert "还没有解读方案" in page.locator(".desk-reasons").inner_text()
    return page.url


def is_stopped_until_the_file_is_clean(page: Page, document: str) -> None:
    go_to(page, document)
    press(page, "送审")
    told = page.locator(".messagelist").inner_text()
    assert "没有送审" in told and "必须改正" in told
    page.goto(reviewing(document))
    found = page.locator(".findings").inner_text()
    assert "取暖补助通知.docx" in found and "隐藏" in found
    assert IDENTITY_NUMBER not in page.content()
    page.goto(document)
    page.locator("#id_attachments-0-DELETE").check()
    clean = {"name": "取暖补助通知（公开版）.docx", "mimeType": "application/msword", "buffer": a_notice()}
    page.locator("#id_attachments-1-upload").set_input_files(clean)
    submit(page, page.get_by_role("button", name="保存并继续编辑"))
    page.goto(reviewing(document))
    press_button(page, re.compile("发布前检查|重新检查"))
    assert page.locator(".finding-open .level-blocks").count() == 0
    assert page.locator(".finding-fixed").count() > 0


def plan_and_write_the_interpretation(page: Page, document: str) -> str:
    page.goto(document)
    page.locator("#content").get_by_role("link", name="填写解读方案").click()
    page.get_by_label("解读人").fill("县民政局社会救助股")
    page.get_by_label("解读形式").select_option("文字解读")
    page.get_by_label("解读发布日期").fill(today(page))
    submit(page, page.get_by_role("button", name="保存方案"))
    submit(page, page.get_by_role("button", name="新建解读稿"))
    assert TITLE in page.get_by_label("标题").first.input_value()
    page.get_by_role("button", name="源码").click()
    source = page.locator("textarea[name=body]")
    filled = re.sub(
        r"(</h2>)(<p></p>)?", r"\1<p>取暖季到了，家里有困难的怎么办，下面逐项说明。</p>", source.input_value()
    )
    source.fill(filled)
    page.get_by_label("摘要").fill("谁能领、领多少、怎么领。")
    submit(page, page.get_by_role("button", name="保存并继续编辑"))
    return page.url


def hand_over(page: Page, address: str) -> None:
    go_to(page, address)
    press(page, "送审")
    assert "已送审" in page.locator(".desk .badge").first.inner_text()


def return_with_a_remark(page: Page, document: str) -> None:
    page.goto(reviewing(document))
    form = page.locator(".remark-form")
    form.get_by_label("针对").select_option("第2段")
    form.get_by_label("意见").fill(REMARK)
    submit(page, form.get_by_role("button", name="记下意见"))
    assert REMARK in page.locator(".review-row").nth(1).inner_text()
    act(page, document, "审核通过", done=False)
    assert "1条审核意见没有解决" in page.locator(".desk-reasons").first.inner_text()
    page.goto(document)
    page.locator(".desk-verbs").get_by_role("link", name="退回").click()
    page.get_by_label("退回理由").fill(WHY_RETURNED)
    submit(page, page.get_by_role("button", name="确认退回"))
    assert page.locator(".desk .badge").first.inner_text() == "已退回"


def answer_and_hand_over_again(page: Page, document: str) -> None:
    go_to(page, document)
    assert WHY_RETURNED in page.locator(".desk-steps").inner_text()
    page.get_by_role("button", name="源码").click()
    source = page.locator("textarea[name=body]")
    source.fill(source.input_value().replace("每户600元", "2026年度每户600元"))
    submit(page, page.get_by_role("button", name="保存并继续编辑"))
    page.goto(reviewing(document))
    page.locator(".remark").get_by_label("答复").fill("已写明为2026年度")
    submit(page, page.locator(".remark").get_by_role("button", name="答复"))
    hand_over(page, document)


def settle_and_pass(page: Page, document: str) -> None:
    page.goto(reviewing(document))
    assert "已写明为2026年度" in page.locator(".remark").inner_text()
    submit(page, page.locator(".remark").get_by_role("button", name="确认解决"))
    act(page, document, "审核通过")


def answer_the_finding_and_pass(page: Page, document: str) -> None:
    page.goto(reviewing(document))
    waiting = page.locator(".finding-open:has(.level-answer)")
    assert (
        "发邮件" in page.locator(".findings").inner_text()
        and EMAIL not in page.locator(".findings").inner_text()
    )
    while waiting.count():
        waiting.first.get_by_label("可以保留的理由").fill(ANSWER)
        submit(page, waiting.first.get_by_role("button", name="说明"))
    assert ANSWER in page.locator(".findings").inner_text()
    act(page, document, "保密审查通过")


def schedule(page: Page, document: str) -> None:
    page.goto(document)
    page.locator(".desk-verbs").get_by_role("link", name="定时发布").click()
    submit(page, page.get_by_role("button", name="确认定时发布"))
    assert "自动发布" in page.locator(".desk").inner_text()
    assert page.locator(".desk .badge").first.inner_text() == "待发布"


def the_clock_strikes(site) -> None:
    """Tomorrow's worker, in a process of its own, as the county's own settings have it."""
    program = (
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from disclosure import pipeline\n"
        "from disclosure.models import Publication\n"
        "due = Publication.objects.filter(status='scheduled', title__contains='取暖补助')\n"
        "assert due.count() == 2, due\n"
        "due.update(publish_at=timezone.now())\n"
        "print(pipeline.publish_due())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment_of(site.directory),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "(1, 0)" in ran.stdout or "(2, 0)" in ran.stdout, ran.stdout


def public_addresses(page: Page, address: str) -> dict:
    page.goto(address)
    page.get_by_role("link", name="在网站上查看").click()
    files = [a.get_attribute("href") for a in page.locator(".attachments a").all()]
    return {"page": page.evaluate("location.pathname"), "files": files}


def everyone_reads_it_everywhere(visitor, public: dict, about: dict) -> None:
    text = visitor.get(public["page"]).text()
    assert TITLE in text and about["page"] in text
    assert public["page"] in visitor.get(about["page"]).text()
    assert IDENTITY_NUMBER not in text
    for file in public["files"]:
        assert visitor.get(file).status == 200
    for place in ("/feeds/documents.atom", "/feeds/organizations/civil-affairs.atom", DOMAIN, "/documents/"):
        assert public["page"] in visitor.get(place).text(), place
    assert about["page"] in visitor.get("/interpretations/").text()


def correct(author: Page, reviewer: Page, secrecy: Page, issuer: Page, document: str) -> None:
    author.goto(document)
    author.locator(".desk").get_by_role("link", name="更正", exact=True).click()
    author.get_by_label("更正说明").fill(CORRECTION)
    submit(author, author.get_by_role("button", name=re.compile("更正稿")))
    assert "更正稿" in author.locator(".desk").inner_text()
    author.get_by_role("button", name="源码").click()
    source = author.locator("textarea[name=body]")
    source.fill(source.input_value().replace("每户600元", "每户620元"))
    submit(author, author.get_by_role("button", name="保存并继续编辑"))
    draft = author.url
    hand_over(author, draft)
    act(reviewer, draft, "审核通过")
    secrecy.goto(reviewing(draft))
    waiting = secrecy.locator(".finding-open:has(.level-answer)")
    while waiting.count():
        waiting.first.get_by_label("可以保留的理由").fill(ANSWER)
        submit(secrecy, waiting.first.get_by_role("button", name="说明"))
    act(secrecy, draft, "保密审查通过")
    act(issuer, draft, "签发")
    act(issuer, draft, "发布")


def the_correction_is_told(visitor, public: dict) -> None:
    text = visitor.get(public["page"]).text()
    assert "每户620元" in text and "更正" in text and CORRECTION in text
    assert "2026年度每户600元" not in text


def withdraw(page: Page, document: str) -> None:
    page.goto(document)
    page.locator(".desk-verbs").get_by_role("link", name="撤回").click()
    page.get_by_label("撤回理由").fill(WITHDRAWN_FOR)
    submit(page, page.get_by_role("button", name="确认撤回"))


def every_address_says_so(visitor, public: dict) -> None:
    for address in (public["page"], "/v/elder" + public["page"], *public["files"]):
        answer = visitor.get(address)
        assert answer.status == 410, address
        assert WITHDRAWN_FOR in answer.text() and "每户620元" not in answer.text(), address
    for place in ("/feeds/documents.atom", "/feeds/site.atom", DOMAIN, "/documents/", "/search/?q=取暖补助"):
        assert public["page"] not in visitor.get(place).text(), place


def act(page: Page, address: str, verb: str, *, done: bool = True) -> None:
    go_to(page, address)
    if done:
        press(page, verb)
        assert page.locator(".messagelist .success").count(), page.locator(".messagelist").inner_text()


def submit(page: Page, button) -> None:
    """Press a button that sends a form, and see the answer."""
    with page.expect_navigation():
        button.click()


def press(page: Page, verb: str) -> None:
    page.locator(".desk-verbs").get_by_role("link", name=verb, exact=True).click()
    submit(page, page.get_by_role("button", name=f"确认{verb}"))


def press_button(page: Page, name) -> None:
    submit(page, page.get_by_role("button", name=name).first)


def go_to(page: Page, address: str) -> None:
    """The change page; a colleague may have left it open."""
    page.goto(address)
    if page.get_by_role("button", name="接手编辑").count():
        press_button(page, "接手编辑")


def reviewing(address: str) -> str:
    return address.replace("/change/", "/review-desk/")


def today(page: Page) -> str:
    return page.evaluate("new Intl.DateTimeFormat('sv').format(new Date())")


def a_notice(hidden: str = "") -> bytes:
    """The notice as Word has it; `hidden` is text that does not show."""
    document, made = Document(), BytesIO()
    document.add_heading(TITLE, 0)
    document.add_paragraph(NUMBER)
    for text in (
        "各乡镇人民政府、街道办事处：为保障困难群众温暖过冬，现就取暖补助有关事项通知如下。",
        "一、补助标准为每户600元，由乡镇（街道）审核后发放到户。",
        f"二、需要咨询的，可以发邮件到{EMAIL}。",
    ):
        document.add_paragraph(text)
    rows = [("类别", "补助标准"), ("城乡低保户", "每户600元"), ("特困人员", "每人400元")]
    table = document.add_table(len(rows), 2)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    if hidden:
        run = document.add_paragraph().add_run(f"样表：张某，身份证号{hidden}")
        run.font.hidden = True
    document.add_paragraph("明湖县民政局")
    document.add_paragraph("2026年11月20日")
    document.save(made)
    return made.getvalue()
