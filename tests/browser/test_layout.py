"""Every page type fits: on a phone, at 200 % zoom, in the elderly mode; letters and targets are large enough."""

import pytest

from .conftest import new_context, open_page, watch
from .measuring import CONTROLS, MAIN_CONTROLS, overflowing, small_targets, small_text
from .pages import PUBLIC_PAGES

PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 400}
"""1280 x 800 at 200 % zoom (WCAG 1.4.4 and 1.4.10) lays out as 640 x 400 CSS pixels."""
ELDER_TEXT = 24
ELDER_TARGET = 48
TARGET = 24
"""WCAG 2.5.8."""


@pytest.fixture(scope="module")
def narrow_page(browser, site):
    context = new_context(browser, viewport=PHONE)
    page = context.new_page()
    faults = watch(page, site)
    yield page
    context.close()
    assert not faults, faults


def widths_that_overflow(page):
    found = {}
    for size in (PHONE, ZOOMED):
        page.set_viewport_size(size)
        if wide := overflowing(page):
            found[size["width"]] = wide
    return found


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_page_fits_and_can_be_pressed(narrow_page, site, name):
    open_page(narrow_page, site, name)
    assert not widths_that_overflow(narrow_page)
    assert not small_targets(narrow_page, CONTROLS, TARGET)


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_elderly_mode_fits_and_is_large(narrow_page, site, name):
    open_page(narrow_page, site, name, "elder")
    assert not widths_that_overflow(narrow_page)
    assert not small_text(narrow_page, ELDER_TEXT)
    assert not small_targets(narrow_page, MAIN_CONTROLS, ELDER_TARGET)


@pytest.mark.parametrize("name", ["home", "matter", "publication-with-table", "documents", "organization"])
def test_largest_text_fits_on_a_phone(narrow_page, site, name):
    open_page(narrow_page, site, name, "text-largest")
    assert not widths_that_overflow(narrow_page)
