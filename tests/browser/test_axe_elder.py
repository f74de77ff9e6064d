"""axe-core finds nothing on any page type in the elderly mode (长者模式)."""

import pytest

from .conftest import open_page
from .measuring import axe_violations
from .pages import PUBLIC_PAGES


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_page_is_accessible_in_elderly_mode(page, site, name):
    open_page(page, site, name, "elder")
    assert not axe_violations(page)
