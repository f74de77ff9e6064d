"""The look of a page is part of its address: elderly mode, contrast, text size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.view_options import GROUPS, OPTIONS, canonical, prefix, split, toggled

options = st.lists(st.sampled_from(sorted(OPTIONS)), unique=True).map(canonical)


@given(options)
def test_an_address_with_any_look_comes_apart_again(chosen):
    assert split(prefix(chosen) + "/catalog/") == ((chosen, "/catalog/") if chosen else None)


@given(options, st.sampled_from(sorted(OPTIONS)))
def test_switching_an_option_on_excludes_its_rivals_and_switching_it_off_removes_it(chosen, option):
    switched = toggled(chosen, option)
    assert (option in switched) is (option not in chosen)
    assert all(len(set(group) & set(switched)) <= 1 for group in GROUPS)


@pytest.mark.parametrize(
    "path", ["/v/", "/v/unknown/", "/v/black-yellow,elder/", "/v/elder,elder/", "/catalog/", "/v/elder"]
)
def test_other_addresses_are_left_alone(path):
    assert split(path) is None
