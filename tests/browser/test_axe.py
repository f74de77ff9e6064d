"""axe-core finds nothing on any page type, in the normal look and in the high-contrast themes."""

import pytest

from .conftest import open_page
from .measuring import axe_violations
from .pages import PAGES_IN_THEMES, PUBLIC_PAGES, THEMES


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_page_is_accessible(page, site, name):
    open_page(page, site, name)
    assert not axe_violations(page)


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
