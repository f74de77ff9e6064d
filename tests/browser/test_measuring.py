"""The measurements themselves find what is wrong."""

import pytest

from .measuring import CONTROLS, axe_violations, overflowing, small_targets, small_text


@pytest.fixture
def bad_page(page):
    page.set_content(
        """<main><p style="font-size: 12px; color: #bbb">太浅太小的字</p><img src="data:,">
        <button style="width: 10px; height: 10px; padding: 0">x</button><div style="width: 3000px">宽</div></main>"""
    )
    return page


def test_faults_are_found(bad_page):
    found = "".join(axe_violations(bad_page))
    assert all(
        rule in found for rule in ("color-contrast", "image-alt", "html-has-lang", "page-has-heading-one")
    )
    assert "wide in" in overflowing(bad_page)[0]
    assert "12.0px" in small_text(bad_page, 24)[0]
    assert "10x10" in small_targets(bad_page, CONTROLS, 24)[0]
