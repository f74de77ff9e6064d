"""The inspectors' pages, seen after signing in: accessible, and they fit on a phone."""

import pytest

from .conftest import new_context, open_page, sign_in, watch
from .measuring import CONTROLS, axe_violations, overflowing, small_targets
from .pages import INSPECTORS_PAGES


@pytest.fixture(scope="module")
def inspectors_page(browser, site):
    context = new_context(browser)
    page = context.new_page()
    faults = watch(page, site)
    sign_in(page, site, "ducha", "/oversight/")
    yield page
    context.close()
    assert not faults, faults


@pytest.mark.parametrize("look", ["", "elder"])
@pytest.mark.parametrize("name", INSPECTORS_PAGES)
def test_inspectors_page(inspectors_page, site, name, look):
    inspectors_page.set_viewport_size({"width": 1280, "height": 800})
    open_page(inspectors_page, site, name, look)
    assert not axe_violations(inspectors_page)
    inspectors_page.set_viewport_size({"width": 360, "height": 740})
    assert not overflowing(inspectors_page)
    assert not small_targets(inspectors_page, CONTROLS, 24)


@pytest.mark.parametrize("name", INSPECTORS_PAGES)
def test_visitors_are_sent_to_the_login(page, site, name):
    open_page(page, site, name)
    assert page.url.startswith(site.url + "/admin/login/?next=/oversight/")
