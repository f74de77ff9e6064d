"""The staff's pages in a real Chromium: axe, layout at 1280 and narrower, zoom, the keyboard alone, no JavaScript."""

import pytest

from .conftest import new_context, sign_in, watch
from .measuring import axe_violations, focus, overflowing

HOME, LIST, ADD = "/admin/", "/admin/disclosure/article/", "/admin/disclosure/article/add/"
OBLIGATIONS = "/admin/obligations/"
PAGES_OF_AUTHOR = (HOME, LIST, ADD, OBLIGATIONS, f"{LIST}?q=没有的词", "/admin/password_change/")
PAGES_OF_ADMINISTRATOR = (
    HOME,
    "/admin/ledger/ledgerentry/",
    "/admin/catalog/obligation/",
    "/admin/organizations/user/",
    "/admin/organizations/user/add/",
    "/admin/disclosure/publication/",
)


@pytest.fixture
def under_axe(browser, site):
    """`under_axe("jingban")`: signed in where axe may set the styles it measures with; the policy is tested without it."""
    contexts = []

    def enter(username: str):
        contexts.append(new_context(browser, bypass_csp=True))
        page = contexts[-1].new_page()
        sign_in(page, site, username)
        return page

    yield enter
    for context in contexts:
        context.close()


def first_draft(page, site) -> str:
    """The address of a draft of the author's."""
    page.goto(f"{site.url}{LIST}?status__exact=draft")
    return page.locator("#result_list .field-title a").first.get_attribute("href").partition("?")[0]


def test_pages_of_an_author_are_accessible(under_axe, site):
    page = under_axe("jingban")
    draft = first_draft(page, site)
    delete = draft.replace("/change/", "/delete/")
    for address in (*PAGES_OF_AUTHOR, draft, delete):
        assert page.goto(site.url + address).status == 200, address
        assert not axe_violations(page), address
        assert page.locator("h1").count() == 1, address


def test_pages_of_an_administrator_are_accessible(under_axe, site):
    page = under_axe("admin")
    for address in PAGES_OF_ADMINISTRATOR:
        assert page.goto(site.url + address).status == 200, address
        assert not axe_violations(page), address


def test_forms_keep_to_the_policy_against_inline_code(signed_in, site):
    page = signed_in("admin")
    reported = []
    page.on("console", lambda message: reported.append(message.text))
    for address in (ADD, "/admin/organizations/user/add/", "/admin/disclosure/policydocument/add/"):
        assert page.goto(site.url + address).status == 200
        page.wait_for_load_state("networkidle")
    assert not [text for text in reported if "Content Security Policy" in text]


@pytest.mark.parametrize("username", ["shenhe", "baomi", "qianfa", "ducha"])
def test_home_pages_are_accessible(under_axe, site, username):
    page = under_axe(username)
    assert not axe_violations(page)
    assert page.locator(".card, .calm").count()


def test_login_is_accessible(page, site):
    page.goto(site.url + "/admin/login/")
    assert not axe_violations(page)


@pytest.mark.parametrize("width", [1280, 1024, 640, 360])
def test_nothing_hangs_over_the_edge(signed_in, site, width):
    """640 is 1280 at a zoom of 200 %."""
    page = signed_in("jingban")
    page.set_viewport_size({"width": width, "height": 800})
    for address in (HOME, LIST, OBLIGATIONS, "/admin/password_change/"):
        page.goto(site.url + address)
        assert not overflowing(page), address


def test_on_a_narrow_page_the_menu_opens_and_closes_without_a_script(signed_in, site):
    page = signed_in("jingban")
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(site.url + HOME)
    menu = page.locator("#desk-nav")
    assert not menu.is_visible()
    page.get_by_role("link", name="菜单", exact=True).click()
    assert menu.is_visible()
    page.get_by_role("link", name="收起菜单").click()
    assert not menu.is_visible()


def test_the_buttons_of_a_long_form_stay_in_sight(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + ADD)
    box = page.locator(".submit-row").bounding_box()
    assert box["y"] + box["height"] <= 800


def test_a_field_reached_by_a_jump_link_is_not_under_the_bar(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + ADD)
    page.locator(".form-sections a", has_text="日期和文号").click()
    heading = page.get_by_role("heading", name="日期和文号").bounding_box()
    bar = page.locator(".form-sections").bounding_box()
    assert heading["y"] >= bar["y"] + bar["height"] - 1


def test_the_focus_is_seen_all_the_way_through_the_home_page(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + HOME)
    page.keyboard.press("Tab")
    assert focus(page)["text"] == "跳到正文"
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = focus(page)
        if here["isBody"]:
            break
        if not (here["isMarked"] and here["isSeen"]):
            unseen.append(here["name"])
    assert not unseen


def test_filters_open_by_keyboard_and_lead_on(signed_in, site):
    page = signed_in("jingban")
    page.goto(site.url + LIST)
    page.locator(".list-filter summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "status__exact=" in page.url
    assert page.locator(".list-filter summary strong").inner_text()


def test_from_an_obligation_to_a_form_filled_in(signed_in, site):
    page = signed_in("jingban")
    page.goto(f"{site.url}{OBLIGATIONS}?state=overdue")
    name = page.locator(".obligations .line-title strong").first.inner_text()
    page.locator(".obligation-starts a").first.click()
    chosen = page.locator("#id_fulfilments-0-obligation option:checked").inner_text()
    assert chosen.endswith(name)


def test_verifying_the_ledger_shows_its_progress_and_ends(signed_in, site):
    page = signed_in("admin")
    page.goto(site.url + "/admin/ledger/ledgerentry/")
    page.get_by_role("button", name="核验全链").click()
    page.locator(".ledger-marks .is-good").wait_for(timeout=60_000)
    assert page.locator("progress").get_attribute("value") == "100"
    assert not axe_violations(page)


def test_without_javascript_the_desk_works(browser, site):
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    faults = watch(page, site)
    sign_in(page, site, "jingban")
    page.locator("#desk-nav").get_by_role("link", name="本单位应公开事项").click()
    page.locator(".obligation-starts a").first.click()
    assert page.locator("#id_title").is_visible()
    page.get_by_role("button", name="注销").click()
    assert page.locator("#desk-nav").count() == 0
    assert not faults
    context.close()
