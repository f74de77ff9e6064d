"""What holds for every page: walked here, no script needed, light, usable with the keyboard."""

import pytest

from portal.pages import urls

from .conftest import new_context, open_page
from .measuring import focus
from .pages import INSPECTORS_PAGES, PUBLIC_PAGES

NOT_PAGES = {
    "publication_qr",
    "robots",
    "sitemap",
    "sitemap_section",
    "feed_site",
    "feed_documents",
    "feed_domain",
    "feed_organization",
    "attachment",
    "picture",
    "healthz",
    "readyz",
    "ledger_entries",
    "ledger_head",
    "ledger_program",
}
FIRST_VISIT = 60 * 1024
"""Bytes of HTML, CSS and JavaScript of a first visit, as sent (compressed)."""


def test_every_page_of_the_portal_is_walked():
    named = {pattern.name for pattern in urls.urlpatterns if getattr(pattern, "name", None)}
    walked = {name.split("-")[0] for name in PUBLIC_PAGES}
    assert named - NOT_PAGES <= walked


def test_every_inspectors_page_is_walked():
    from portal.pages.oversight.urls import urlpatterns

    assert {p.name for p in urlpatterns if not p.name.endswith("_export")} == set(INSPECTORS_PAGES)


@pytest.mark.parametrize("name", ["home", "matter", "publication-with-table", "documents", "organization"])
def test_first_visit_is_light(page, site, name):
    answers = []
    page.on("requestfinished", lambda request: answers.append(request))
    open_page(page, site, name)
    page.wait_for_load_state("load")
    counted = [r for r in answers if r.resource_type in ("document", "stylesheet", "script")]
    sizes = {r.url: r.sizes()["responseBodySize"] for r in counted}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= FIRST_VISIT, sizes


@pytest.mark.parametrize(
    "name", ["home", "domain", "matter", "publication-policy", "documents", "search-found"]
)
@pytest.mark.parametrize("look", ["", "elder"])
def test_focus_is_always_seen_and_the_skip_link_comes_first(page, site, name, look):
    open_page(page, site, name, look)
    page.keyboard.press("Tab")
    assert focus(page)["text"] == "跳到正文"
    unseen = []
    for _ in range(45):
        here = focus(page)
        if here["isBody"]:
            break
        if not (here["isMarked"] and here["isSeen"]):
            unseen.append(here["name"])
        page.keyboard.press("Tab")
    assert not unseen


def test_skip_link_leads_to_the_content(page, site):
    open_page(page, site, "home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_from_home_to_a_publication_by_keyboard_alone(page, site):
    open_page(page, site, "home")
    press_link(page, site.addresses["domain"])
    press_link(page, site.addresses["matter"])
    assert page.locator("h1").is_visible()
    press_link(page, "/publications/")
    assert page.locator("article h1").is_visible()


def press_link(page, href: str, most: int = 400) -> None:
    """Tab until a link starting with `href` has the focus, then press Enter."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.getAttribute('href')") or "").startswith(href):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link to {href} within {most} steps of the keyboard")


class TestWithoutJavaScript:
    @pytest.fixture
    def context(self, browser, site):
        made = new_context(browser, java_script_enabled=False)
        yield made
        made.close()

    def test_the_way_from_home_to_a_publication(self, page, site):
        open_page(page, site, "home")
        page.locator(f"a[href='{site.addresses['domain']}']").first.click()
        page.locator(f"a[href='{site.addresses['matter']}']").first.click()
        page.locator("main a[href^='/publications/']").first.click()
        assert page.locator("article h1").is_visible()

    def test_search_works(self, page, site):
        open_page(page, site, "documents")
        page.locator("header input[type=search]").fill("预算")
        page.get_by_role("search").get_by_role("button", name="搜索").click()
        assert page.url.startswith(site.url + "/search/?q=")
        assert page.locator("main").get_by_text("预算").first.is_visible()

    def test_elderly_mode_is_a_link_and_stays_on_the_way(self, page, site):
        open_page(page, site, "home")
        page.get_by_role("link", name="长者模式").first.click()
        assert page.url == site.url + "/v/elder/"
        assert page.locator("html.view-elder").count() == 1
        page.locator(f"a[href='/v/elder{site.addresses['domain']}']").first.click()
        page.locator(f"a[href='/v/elder{site.addresses['matter']}']").first.click()
        assert page.locator("html.view-elder").count() == 1
        page.get_by_role("link", name="长者模式").first.click()
        assert page.url == site.url + site.addresses["matter"]

    def test_toolbar_opens_and_switches_the_colours(self, page, site):
        open_page(page, site, "home")
        page.get_by_role("link", name="无障碍浏览").click()
        page.get_by_role("link", name="黑底黄字白链接").click()
        assert page.url == site.url + "/v/black-yellow/"
        assert page.locator("html.view-black-yellow").count() == 1

    def test_nothing_is_shown_that_needs_javascript(self, page, site):
        open_page(page, site, "publication-policy")
        assert page.get_by_role("button", name="打印").count() == 0
