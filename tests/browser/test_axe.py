"""Every page type: axe-core finds nothing, one heading, no cookie; the high-contrast themes on some."""

import pytest

from .conftest import open_page
from .measuring import axe_violations
from .pages import PAGES_IN_THEMES, PUBLIC_PAGES, THEMES


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_page_is_accessible_and_sets_no_cookie(context, page, site, name):
    open_page(page, site, name)
    assert not axe_violations(page)
    assert page.locator("h1").count() == 1
    assert context.cookies() == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES_IN_THEMES)
def test_page_is_accessible_in_high_contrast(page, site, name, theme):
    open_page(page, site, name, theme)
    assert not axe_violations(page)


def test_open_toolbar_is_accessible(page, site):
    open_page(page, site, "home")
    page.get_by_role("button", name="无障碍浏览").click()
    page.get_by_role("button", name="帮助").click()
    assert not axe_violations(page)


def test_admin_login_is_accessible(page, site):
    page.goto(site.url + "/admin/login/")
    assert not axe_violations(page)
