"""Keeping the lists in the admin: who may, pasting many lines, switching off instead of deleting."""

import pytest
from django.urls import reverse

from portal.screening.models import AllowedDomain, WordRule
from tests.admin_forms import page, said, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/screening/wordrule/"
PASTE = "/admin/screening/wordrule/paste/"
MAY = [
    f"screening.{verb}_{model}"
    for verb in ("view", "add", "change", "delete")
    for model in ("wordrule", "alloweddomain")
]


@pytest.fixture
def keeper(client):
    return sign_in(client, make_user(organization=make_organization(), permissions=MAY))


@pytest.mark.parametrize(
    "address", [LIST, PASTE, "/admin/screening/alloweddomain/", "/admin/screening/titlerank/"]
)
def test_visitors_and_those_without_the_right_stay_out(client, address):
    assert client.get(address).status_code == 302
    sign_in(client, make_user(organization=make_organization()))
    assert client.get(address).status_code == 403
    sign_in(client, make_user(organization=make_organization(), permissions=["screening.view_wordrule"]))
    assert client.get(PASTE).status_code == 403


def test_search_and_filters(keeper):
    response = keeper.get(LIST, {"q": "账户", "kind__exact": "mistyped"})
    assert "帐户" in page(response).get_text()
    assert "国土资源局" not in page(response).get_text()


def test_lines_are_pasted(keeper):
    lines = "本地错词甲,本地正词甲,理由一\n本地错词乙，本地正词乙\n\n本地禁词\n帐户,账户"
    response = keeper.post(PASTE, {"kind": "mistyped", "lines": lines}, follow=True)
    assert "导入了3条，1条已经有了" in said(response)
    rule = WordRule.objects.get(text="本地错词甲")
    assert (rule.replacement, rule.reason, rule.is_shipped) == ("本地正词甲", "理由一", False)


def test_one_bad_line_and_nothing_goes_in(keeper):
    lines = "好的.example.cn\nexample.cn,理由\nhttps://example.org"
    response = keeper.post(reverse("admin:screening_alloweddomain_paste"), {"lines": lines})
    text = page(response).get_text()
    assert "没有导入任何内容" in text and "第3行" in text
    assert not AllowedDomain.objects.filter(domain="example.cn").exists()


def test_shipped_lines_are_switched_off_not_deleted(keeper):
    shipped = WordRule.objects.get(text="帐户")
    local = WordRule.objects.create(kind="banned", text="本地")
    assert keeper.get(f"{LIST}{shipped.pk}/delete/").status_code == 403
    assert keeper.get(f"{LIST}{local.pk}/delete/").status_code == 200
    keeper.post(LIST, {"action": "switch_off", "_selected_action": [shipped.pk]})
    shipped.refresh_from_db()
    assert not shipped.is_active
    assert "delete_selected" not in page(keeper.get(LIST)).decode()
