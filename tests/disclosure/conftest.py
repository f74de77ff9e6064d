"""The people and papers of a county that the tests of this folder are about."""

from datetime import date

import pytest
from django.core.cache import cache

from portal.organizations.models import Kind
from tests.factories import (
    make_article,
    make_matter,
    make_obligation,
    make_organization,
    make_signed,
    make_user,
)

from .desk import CLERK


@pytest.fixture
def county(db):
    return make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)


@pytest.fixture
def finance(county):
    return make_organization("县财政局", parent=county)


@pytest.fixture
def education(county, finance):
    return make_organization("县教育局", parent=county)


@pytest.fixture
def author(finance):
    return make_user(organization=finance, roles=["经办人"])


@pytest.fixture
def issuer(finance):
    return make_user(organization=finance, roles=["签发人"])


@pytest.fixture
def office(finance, author, issuer):
    """One person for each step, by the role's short name."""
    return {
        "author": author,
        "reviewer": make_user(organization=finance, roles=["审核人"]),
        "secrecy": make_user(organization=finance, roles=["保密审查员"]),
        "issuer": issuer,
        "head": make_user(organization=finance, roles=["机关负责人"]),
    }


@pytest.fixture
def both(finance):
    return make_user(organization=finance, roles=CLERK)


@pytest.fixture
def obligation(finance):
    return make_obligation(make_matter("部门预算"), finance)


@pytest.fixture
def draft(finance):
    return make_article("2025年度部门预算", finance, date(2025, 6, 3))


@pytest.fixture
def signed(finance):
    """Reviewed and signed by others, ready to go out."""
    return make_signed("2025年度部门预算", finance, formed_on=date(2025, 6, 3))


@pytest.fixture
def article(db):
    return make_signed()


@pytest.fixture
def empty_cache():
    """Counts of requests start at nothing."""
    cache.clear()
