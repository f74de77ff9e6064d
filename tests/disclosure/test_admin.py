"""The clerk's desk: who gets in, and what the lists show."""

import pytest
from django.urls import reverse

from disclosure.files import store_attachment, store_picture
from disclosure.models import (
    Publication,
)
from disclosure.services import link_obligations, publish
from disclosure.vocabulary import Status
from tests.factories import (
    make_article,
    make_matter,
    make_obligation,
    make_organization,
    make_signed,
    make_user,
)

from .desk import ADD, CLERK, LIST, address, errors, page
from .uploads import PDF, image, upload

KINDS = ["article", "policydocument", "interpretation", "statutorypage", "annualreportpage"]


# Who gets in


def every_address(publication, attachment, picture) -> list[str]:
    return [
        address(publication),
        address(publication, "publish"),
        address(publication, "withdraw"),
        address(publication, "history"),
        address(publication, "delete"),
        reverse("admin:disclosure_article_attachment", args=[publication.pk, attachment.pk]),
        reverse("admin:disclosure_article_picture", args=[publication.pk, picture.pk]),
        reverse("admin:disclosure_publication_change", args=[publication.pk]),
        reverse("admin:disclosure_publication_publish", args=[publication.pk]),
    ]


@pytest.fixture
def addresses(draft):
    attachment = store_attachment(draft, upload("预算表.pdf", PDF))
    picture = store_picture(draft, upload("a.png", image()), "收支图")
    return every_address(draft, attachment, picture)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_log_in(client, addresses, draft, method):
    for url in [LIST, ADD, *addresses]:
        response = getattr(client, method)(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_with_no_right_see_and_do_nothing(client, addresses, draft, finance, method):
    client.force_login(make_user(organization=finance))
    for url in [LIST, ADD, *addresses]:
        assert getattr(client, method)(url).status_code == 403, url
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_of_another_organisation_see_and_do_nothing(client, addresses, draft, education, method):
    client.force_login(make_user(organization=education, roles=CLERK))
    for url in addresses:
        response = getattr(client, method)(url)
        assert response.status_code in (302, 403, 404), url
        assert response.get("Location", "/admin/") == "/admin/"
    assert draft.title not in client.get(LIST).content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_staff_of_the_organisation_reach_every_address(client, addresses, both):
    client.force_login(both)
    for url in [LIST, ADD, *addresses]:
        assert client.get(url, follow=True).status_code == 200, url


def test_the_county_office_reaches_everything_below(client, draft, county):
    client.force_login(make_user(organization=county, roles=CLERK))
    assert draft.title in client.get(LIST).content.decode()
    assert client.get(address(draft)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list_and_its_form(client, both, kind):
    client.force_login(both)
    assert client.get(f"/admin/disclosure/{kind}/").status_code == 200
    form = page(client.get(f"/admin/disclosure/{kind}/add/"))
    assert "发布时自动生成" in form.text
    assert form.select_one("#id_organization option[selected]").text == "县财政局"
    assert form.select_one("form[enctype='multipart/form-data']")


def test_pages_have_no_inline_script_or_style(client, both, draft):
    client.force_login(both)
    for url in (LIST, ADD, address(draft), address(draft, "publish")):
        content = page(client.get(url)).select_one("#container")
        assert not [s for s in content.select("script") if not s.get("src") and s.get("type") is None]
        assert not content.select("[onclick], [style]")


# Lists


def outcomes(response) -> dict[str, str]:
    """What became of each row of a bulk action."""
    rows = [row.select("td") for row in page(response).select("#content tbody tr")]
    return {title.text: f"{result.text}：{text.text}" for title, result, text in rows}


def test_several_are_published_and_each_refusal_has_its_reason(client, issuer, signed):
    unready = make_signed("没有正文", issuer.organization, body="")
    client.force_login(issuer)
    data = {"action": "publish_selected", "_selected_action": [signed.pk, unready.pk]}
    assert "对以下2条信息逐条办理" in client.post(LIST, data).content.decode()
    told = outcomes(client.post(LIST, {**data, "apply": "1"}))
    assert "没有办成：正文和附件都是空的" in told["没有正文"]
    assert told["2025年度部门预算"].startswith("办成")
    assert Publication.objects.public().get().pk == signed.pk


def test_several_are_withdrawn_for_one_reason(client, issuer, signed):
    never_public = make_article("还是拟稿", issuer.organization)
    publish(signed, issuer)
    client.force_login(issuer)
    data = {"action": "withdraw_selected", "_selected_action": [signed.pk, never_public.pk], "apply": "1"}
    assert errors(client.post(LIST, data)) == ["请写明撤回的理由，群众打开原网址时会看到。"]
    told = outcomes(client.post(LIST, {**data, "reason": "数据有误"}))
    assert "这条信息没有在公开" in told["还是拟稿"]
    signed.refresh_from_db()
    assert signed.is_withdrawn


def test_several_change_their_organ_or_get_a_matter(client, author, draft, finance, obligation):
    signed = make_signed("已经签发的信息", finance)
    client.force_login(author)
    rows = {"_selected_action": [draft.pk, signed.pk], "apply": "1"}
    told = outcomes(client.post(LIST, {"action": "set_matter_selected", "obligation": obligation.pk, **rows}))
    assert "只有拟稿和退回的稿子可以改" in str(told)
    assert draft.fulfilments.get().obligation == obligation

    office = make_organization("预算中心", parent=finance)
    client.post(LIST, {"action": "move_selected", "organization": office.pk, **rows})
    draft.refresh_from_db()
    signed.refresh_from_db()
    assert (draft.organization, signed.organization) == (office, finance)
    assert not draft.fulfilments.exists()


def test_an_author_cannot_publish_by_a_forged_action(client, author, signed):
    client.force_login(author)
    offered = [o["value"] for o in page(client.get(LIST)).select("select[name=action] option")]
    assert "publish_selected" not in offered
    client.post(LIST, {"action": "publish_selected", "_selected_action": [signed.pk], "apply": "1"})
    signed.refresh_from_db()
    assert signed.status == Status.SIGNED


@pytest.mark.parametrize("kind", ["article", "publication"])
def test_a_list_costs_the_same_for_few_and_many(client, both, kind, django_assert_max_num_queries):
    client.force_login(both)
    for count in (2, 20):
        for _ in range(count):
            make_article(organization=both.organization)
        with django_assert_max_num_queries(12):
            rows = page(client.get(f"/admin/disclosure/{kind}/")).select("#result_list tbody tr")
    assert len(rows) == 22


def test_a_change_page_costs_the_same_for_few_and_many_matters(
    client, both, draft, django_assert_max_num_queries
):
    obligations = [make_obligation(make_matter(), both.organization) for _ in range(12)]
    client.force_login(both)
    for count in (1, 12):
        link_obligations(draft, obligations[:count])
        with django_assert_max_num_queries(36):
            client.get(address(draft))


def test_lists_are_filtered_and_searched(client, county, draft, education):
    client.force_login(make_user(organization=county, roles=CLERK))
    other = make_article("教育收费", education, topic="财政、金融、审计\\财政")
    for query, found in [
        ({"organization": education.pk}, [other.title]),
        ({"organization": "x"}, []),
        ({"topic": "财政、金融、审计"}, [other.title]),
        ({"status__exact": "draft", "q": "部门预算"}, [draft.title]),
        ({"attribute__exact": "withheld"}, []),
    ]:
        rows = page(client.get(LIST, query)).select("#result_list tbody .field-title")
        assert [row.text.strip() for row in rows] == found, query


def test_the_list_of_all_kinds_leads_to_the_desk_of_the_kind(client, both, draft):
    client.force_login(both)
    response = client.get(reverse("admin:disclosure_publication_change", args=[draft.pk]))
    assert response["Location"] == address(draft)
