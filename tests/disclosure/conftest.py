"""The people and papers of a county that the tests of this folder are about."""

from datetime import date

import pytest

from portal.organizations.models import Kind
from tests.factories import make_article, make_matter, make_obligation, make_organization, make_user

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
def both(finance):
    return make_user(organization=finance, roles=CLERK)


@pytest.fixture
def obligation(finance):
    return make_obligation(make_matter("部门预算"), finance)


@pytest.fixture
def draft(finance):
    return make_article("2025年度部门预算", finance, date(2025, 6, 3))


@pytest.fixture
def article(db):
    return make_article()
