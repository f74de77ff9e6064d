"""The frame of the staff pages: who one is, the menu by work, no English, nothing inline."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from portal.desk import navigation
from portal.desk.site import DeskSite
from tests import factories

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"[A-Za-z]{3,}")
PROPER = {
    "Excel", "XLSX", "xlsx", "JSON", "Word", "WPS", "HTML", "Python", "Atom", "API", "URL", "Celery", "worker", "beat",
    "make", "run", "Alt", "Esc", "Control", "Command", "Mac",
    "gov", "water", "finance",
}  # fmt: skip
"""Names of things, commands and keys, and examples of codes."""


@pytest.fixture
def administrator(client):
    office = factories.make_organization("县政府办公室", is_competent_authority=True)
    user = factories.make_user("guanli", office, ["系统管理员"], display_name="李建国")
    client.force_login(user)
    return client


def page_of(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def registered() -> list:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def test_the_default_site_is_the_desk_and_every_list_is_registered_in_it():
    assert isinstance(admin.site._wrapped if hasattr(admin.site, "_wrapped") else admin.site, DeskSite)
    names = {model._meta.label for model in registered()}
    assert {"disclosure.Article", "catalog.Obligation", "organizations.User", "ledger.LedgerEntry"} <= names
    assert reverse("admin:disclosure_article_changelist") == "/admin/disclosure/article/"


def test_the_top_says_who_one_is(administrator):
    person = page_of(administrator, "/admin/").select_one(".person").get_text()
    assert person == "李建国 · 县政府办公室 · 系统管理员"


def test_the_menu_is_grouped_by_work_and_marks_the_page(administrator):
    menu = page_of(administrator, "/admin/catalog/obligation/").select_one("#desk-nav")
    groups = [summary.get_text() for summary in menu.select("summary")]
    assert groups == [
        g for g in ("写稿和发布", "目录和责任", "文件和解读", "监督检查", "基础设置") if g in groups
    ]
    assert [a.get_text() for a in menu.select("[aria-current]")] == ["公开责任"]


def test_a_page_below_a_list_marks_the_list(administrator):
    menu = page_of(administrator, "/admin/disclosure/article/add/").select_one("#desk-nav")
    assert [a.get_text() for a in menu.select("[aria-current]")] == ["政务信息"]


def test_the_menu_offers_only_what_the_user_may_see(client):
    bureau = factories.make_organization("县民政局")
    client.force_login(factories.make_user(organization=bureau, roles=["审核人"]))
    menu = page_of(client, "/admin/").select_one("#desk-nav")
    labels = [a.get_text() for a in menu.select("a")]
    assert "全部信息" in labels
    assert "台账" not in labels
    assert "工作人员" not in labels
    for link in menu.select("li a"):
        assert client.get(link["href"]).status_code == 200, link["href"]


def test_the_first_stop_of_the_keyboard_leads_to_the_content(administrator):
    page = page_of(administrator, "/admin/disclosure/article/")
    first = page.select_one("a[href], button, input:not([type=hidden])")
    assert (first.get_text(), first["href"]) == ("跳到正文", "#content-start")
    assert page.select_one("main#content-start")


def addresses() -> list[str]:
    found = ["/admin/", "/admin/obligations/", "/admin/password_change/"]
    for model in registered():
        for page in ("changelist", "add"):
            found.append(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
    return found


@pytest.mark.parametrize("address", addresses())
def test_every_list_and_form_is_in_chinese_and_has_nothing_inline(client, address):
    user = factories.make_user("应急账号", is_superuser=True)
    client.force_login(user)
    try:
        response = client.get(address if address.startswith("/") else reverse(address))
    except NoReverseMatch:
        pytest.skip("no such page")
    if address.endswith("_add") and response.status_code == 403:
        pytest.skip("not offered")
    if response.status_code == 302:
        response = client.get(response["Location"])
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert not page.select("style, [style], [onclick], [onchange]")
    assert not [s for s in page.select("script:not([src])") if s.get("type") not in ("application/json",)]
    assert english_in(page) == []


def english_in(page) -> list[str]:
    """Words of another language that a reader would see or hear."""
    for hidden in page.select("script, style, code, pre, select[id$=timezone], .person, #result_list tbody"):
        hidden.decompose()
    texts = [text.strip() for text in page.body.find_all(string=True)]
    for name in ("aria-label", "title", "placeholder", "alt"):
        texts += [tag[name] for tag in page.select(f"[{name}]")]
    texts += [
        tag["value"] for tag in page.select("input[type=submit], input[type=button]") if tag.get("value")
    ]
    texts.append(page.title.get_text())
    words = [word for text in texts for word in ENGLISH.findall(text)]
    return [word for word in words if word not in PROPER]


def test_marks_of_yes_and_no_are_read_out_in_chinese(administrator):
    page = page_of(administrator, "/admin/organizations/user/")
    assert {image["alt"] for image in page.select("#result_list .field-is_active img")} == {"是"}


def test_scripts_of_the_admin_speak_chinese(administrator):
    words = administrator.get(reverse("admin:jsi18n")).content.decode()
    assert '"Choose all %s": "\\u9009\\u62e9' in words or '"Choose all %s": "选择' in words


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_words_are_those_written(domain):
    """After a change: msgfmt -o django.mo django.po in portal/desk/locale/zh_Hans/LC_MESSAGES."""
    folder = Path(navigation.__file__).parent / "locale/zh_Hans/LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as file:
        compiled = set(GNUTranslations(file)._catalog.values())
    written = re.findall(r'^msgstr(?:\[0\])? "(.+)"$', (folder / f"{domain}.po").read_text(), re.MULTILINE)
    assert written
    assert {text for text in written if "\\n" not in text} <= compiled


def test_an_empty_list_says_why_and_what_to_do(administrator):
    page = page_of(administrator, "/admin/disclosure/policydocument/")
    assert "还没有政策文件" in page.select_one(".empty").get_text()
    assert page.select_one(".empty a")["href"].startswith("/admin/disclosure/policydocument/add/")
    found = page_of(administrator, "/admin/disclosure/policydocument/?q=没有的词")
    assert "没有符合条件的政策文件" in found.select_one(".empty").get_text()


def test_filters_say_what_is_chosen(administrator):
    factories.make_article("一条草稿")
    page = page_of(administrator, "/admin/disclosure/article/?status__exact=draft")
    chosen = [
        summary.get_text(strip=True) for summary in page.select(".list-filter summary") if summary.strong
    ]
    assert chosen == ["状态：拟稿"]
    assert page.select_one(".clear-filters")


def test_a_search_keeps_the_filters(administrator):
    factories.make_article("一条草稿")
    page = page_of(administrator, "/admin/disclosure/article/?status__exact=draft")
    hidden = {i["name"]: i["value"] for i in page.select("#changelist-search input[type=hidden]")}
    assert hidden == {"status__exact": "draft"}


def test_a_long_form_has_links_to_its_parts(administrator):
    page = page_of(administrator, "/admin/disclosure/article/add/")
    links = page.select(".form-sections a")
    assert len(links) > 4
    assert all(page.find(id=link["href"][1:]) for link in links)


def test_deleting_asks_in_plain_words(administrator):
    draft = factories.make_article("一条草稿")
    page = page_of(administrator, f"/admin/disclosure/article/{draft.pk}/delete/")
    assert "删除以后不能恢复" in page.select_one("#content").get_text()
    assert page.select_one("input[type=submit]")["value"] == "确认删除"


def test_visitors_are_asked_to_sign_in(client):
    assert client.get("/admin/obligations/").status_code == 302
    page = page_of(client, "/admin/login/")
    assert not page.select("#desk-nav")
