"""A draft that starts from a matter begins with what is known of it."""

import pytest

from disclosure.numbers import next_document_numbers
from disclosure.topics import topic_labels
from disclosure.writing.from_matter import TOPIC_OF_DOMAIN, attribute_of, template
from tests.factories import (
    make_answer,
    make_domain,
    make_matter,
    make_obligation,
    make_published,
    make_signed,
)

from .desk import ADD, form_data, page


def test_every_domain_of_the_county_has_a_class_that_exists(settings):
    codes = {path.stem.lower() for path in (settings.BASE_DIR / "fixtures" / "catalog").glob("[0-9SV]*.csv")}
    topics = set(topic_labels())
    assert codes == set(TOPIC_OF_DOMAIN)
    assert set(TOPIC_OF_DOMAIN.values()) <= topics


@pytest.mark.parametrize(
    ("content", "headings"),
    [
        ("信访通讯地址；投诉举报电话", ["信访通讯地址", "投诉举报电话"]),
        ("1.申请条件\n2.申请材料\n3.办理流程", ["申请条件", "申请材料", "办理流程"]),
        ("（一）依据；（二）标准", ["依据", "标准"]),
        ("只有一项", []),
        ("", []),
        ("；".join(str(n) for n in range(99)), []),
    ],
)
def test_the_content_of_the_matter_becomes_headings(content, headings):
    assert template(content).count("<h2>") == len(headings)
    assert all(f"<h2>{heading}</h2>" in template(content) for heading in headings)


def test_headings_carry_no_markup_of_the_catalog():
    assert "<script>" not in template("<script>甲；乙")


@pytest.mark.parametrize(
    ("method", "attribute"),
    [
        ("主动公开", "proactive"),
        ("主动公开/依申请公开", "proactive"),
        ("依申请公开", "on_request"),
        ("", "proactive"),
    ],
)
def test_the_attribute_is_the_catalogs(method, attribute):
    assert attribute_of(method)["attribute"] == attribute


def test_the_form_is_filled_in_from_the_matter(client, author, finance):
    matter = make_matter(
        "部门预算", make_domain("财政预决算", "03-budget"), content="收支总表；三公经费", method="主动公开"
    )
    obligation = make_obligation(matter, finance)
    client.force_login(author)
    shown = form_data(client.get(f"{ADD}?obligation={obligation.pk}"))
    assert shown["topic"] == "财政、金融、审计\\财政"
    assert shown["attribute"] == "proactive"
    assert "<h2>三公经费</h2>" in shown["body"]
    assert shown["fulfilments-0-obligation"] == str(obligation.pk)


def test_what_was_chosen_last_time_is_proposed_again(client, author, finance):
    obligation = make_obligation(make_matter("部门预算", make_domain("财政预决算", "03-budget")), finance)
    last = make_published(organization=finance, topic="财政、金融、审计\\审计", stage="result")
    make_answer(last, obligation)
    client.force_login(author)
    shown = form_data(client.get(f"{ADD}?obligation={obligation.pk}"))
    assert (shown["topic"], shown["stage"]) == ("财政、金融、审计\\审计", "result")


@pytest.mark.parametrize(
    ("used", "proposed"),
    [
        (["明财〔2026〕3号", "明财〔2026〕12号", "明财〔2025〕99号"], ["明财〔2026〕13号"]),
        (["明财〔2026〕3号", "明财办〔2026〕7号"], ["明财办〔2026〕8号", "明财〔2026〕4号"]),
        (["没有文号", ""], []),
    ],
)
def test_the_next_document_number(used, proposed):
    assert next_document_numbers(used, 2026) == proposed


def test_the_next_number_stands_beside_the_field(client, author, finance):
    from django.utils import timezone

    year = timezone.localdate().year
    make_signed(organization=finance, document_number=f"明财〔{year}〕6号")
    client.force_login(author)
    assert f"明财〔{year}〕7号" in page(client.get(ADD)).select_one(".field-document_number").text
