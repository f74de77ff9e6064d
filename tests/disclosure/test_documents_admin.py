"""The life of documents at the desk: who gets in, what the pages do, and why not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from disclosure.documents import cleanups
from disclosure.models import (
    Article,
    Cleanup,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Publication,
    Reassessment,
    ValidityChange,
)
from disclosure.versions import start_correction
from disclosure.vocabulary import Attribute, Ground
from tests.factories import make_article, make_published, make_signed, make_user

from .desk import form_data, messages, page

pytestmark = pytest.mark.django_db
LISTS = (
    "unexplaineddocument",
    "dueforreassessment",
    "withheldrecord",
    "cleanup",
    "interpretationplan",
    "validitychange",
    "reassessment",
)


@pytest.fixture
def document(finance, calendar):
    return make_published("财政资金管理办法", PolicyDocument, finance, reassess_on=timezone.localdate())


@pytest.fixture
def paper(finance, author, calendar):
    """A draft of a policy document."""
    return PolicyDocument.objects.create(
        title="新的管理办法",
        body="<p>第一条 内容。</p>",
        organization=finance,
        topic="综合政务\\政务公开",
        formed_on=date(2026, 1, 5),
        created_by=author,
    )


@pytest.fixture
def withheld(finance):
    return make_signed(
        "内部材料",
        finance,
        attribute=Attribute.WITHHELD,
        ground=Ground.INTERNAL_AFFAIRS,
        reassess_on=timezone.localdate(),
    )


@pytest.fixture
def cleanup(document, finance, author):
    return cleanups.open_cleanup("规范性文件清理", finance, date(2026, 1, 1), author)


def fresh(row):
    return Publication.objects.select_related("organization").get(pk=row.pk)


def listing(name: str) -> str:
    return reverse(f"admin:disclosure_{name}_changelist")


@pytest.fixture
def addresses(document, withheld, cleanup):
    """Every address of one row, by name."""
    return {
        "plan": reverse("admin:disclosure_policydocument_plan", args=[document.pk]),
        "validity": reverse("admin:disclosure_policydocument_validity", args=[document.pk]),
        "cleanup": reverse("admin:disclosure_cleanup_change", args=[cleanup.pk]),
        "cleanup history": reverse("admin:disclosure_cleanup_history", args=[cleanup.pk]),
        "cleanup list": reverse("admin:disclosure_cleanup_list", args=[cleanup.pk]),
        "due": reverse("admin:disclosure_dueforreassessment_change", args=[document.pk]),
        "due history": reverse("admin:disclosure_dueforreassessment_history", args=[document.pk]),
        "withheld": reverse("admin:disclosure_withheldrecord_change", args=[withheld.pk]),
        "any": reverse("admin:disclosure_reassess", args=[withheld.pk]),
        "unexplained": reverse("admin:disclosure_unexplaineddocument_change", args=[document.pk]),
    }


ROWS = (
    "plan",
    "validity",
    "cleanup",
    "cleanup history",
    "cleanup list",
    "due",
    "due history",
    "withheld",
    "any",
    "unexplained",
)


# Who gets in


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_opens_for_its_organ_and_for_nobody_else(client, addresses, finance, education, name, method):
    ask = getattr(client, method)
    address = addresses[name]
    assert ask(address).status_code == 302 and "login" in ask(address).url
    client.force_login(make_user(organization=finance))
    assert ask(address).status_code in (403, 302)
    client.force_login(make_user(organization=education, roles=["经办人", "签发人"]))
    refused = ask(address)
    assert refused.status_code in (403, 302)
    assert "内部材料" not in refused.content.decode()
    client.force_login(make_user(organization=finance, roles=["经办人"]))
    assert ask(address, follow=True).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_with_what_is_in_scope(
    client, document, withheld, cleanup, education, finance, author, name
):
    InterpretationPlan.objects.create(document=document, interpreter="预算股")
    ValidityChange.objects.create(
        document=document, before="in_force", after="amended", on=date(2026, 1, 1), basis="依据"
    )
    Reassessment.objects.create(
        publication=document, due_on=date(2026, 1, 1), outcome="kept", note="说明", by=author
    )
    assert client.get(listing(name)).status_code == 302
    client.force_login(make_user(organization=finance))
    assert client.get(listing(name)).status_code == 403
    client.force_login(make_user(organization=education, roles=["经办人"]))
    assert page(client.get(listing(name))).select("#result_list tbody tr") == []
    client.force_login(author)
    assert page(client.get(listing(name))).select("#result_list tbody tr")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_searched_filtered_and_taken_away(
    client, document, withheld, cleanup, county, name
):
    client.force_login(make_user(organization=county, roles=["经办人"]))
    found = page(client.get(listing(name), {"q": "办法"}))
    assert found.select_one("#searchbar") and found.select(".list-filter")
    response = client.get(reverse(f"admin:disclosure_{name}_export"))
    assert response.status_code == 200 and response["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("nonsense", ["abc", "99999999999999999999999", "0"])
def test_nonsense_in_an_address_leads_home(client, author, name, nonsense):
    client.force_login(author)
    response = client.get(f"/admin/disclosure/{name}/{nonsense}/change/")
    assert response.status_code in (302, 404)


@pytest.mark.parametrize("name", LISTS)
def test_rows_can_be_neither_added_nor_deleted_past_the_services(
    client, document, withheld, cleanup, county, name
):
    client.force_login(make_user(organization=county, roles=["系统管理员"]))
    if name != "cleanup":
        assert client.get(f"/admin/disclosure/{name}/add/").status_code == 403
    assert client.post(f"/admin/disclosure/{name}/{document.pk}/delete/", {"post": "yes"}).status_code in (
        302,
        403,
        404,
    )
    assert Publication.objects.filter(pk=document.pk).exists()


# The plan


def plan_url(document):
    return reverse("admin:disclosure_policydocument_plan", args=[document.pk])


def test_a_plan_is_saved_on_its_own_page(client, paper, author):
    client.force_login(author)
    data = form_data(client.get(plan_url(paper)))
    data |= {"interpreter": "预算股负责人", "form": "qa", "due_on": "2026-03-04", "_save": "1"}
    response = client.post(plan_url(paper), data, follow=True)
    assert "解读方案已经保存。" in messages(response)
    plan = InterpretationPlan.objects.get()
    assert (plan.interpreter, plan.form, plan.due_on) == ("预算股负责人", "qa", date(2026, 3, 4))


def test_all_forms_of_interpretation_can_be_chosen(client, paper, author):
    client.force_login(author)
    options = {o["value"] for o in page(client.get(plan_url(paper))).select("#id_form option")}
    assert options == {"", "text", "graphic", "qa", "case", "video", "expert", "leaflet", "letter", "press"}


def test_an_exemption_is_asked_for_and_approved_by_another(client, paper, author, office):
    client.force_login(author)
    response = client.post(plan_url(paper), {"exemption_reason": "只改动个别文字", "_save": "1"}, follow=True)
    assert "等待审核人批准" in messages(response)[0]
    assert "_approve" not in response.content.decode()
    client.post(plan_url(paper), {"_approve": "1"})
    assert not InterpretationPlan.objects.get().is_exempt
    client.force_login(office["reviewer"])
    assert page(client.get(plan_url(paper))).select_one("input[name=_approve]")
    client.post(plan_url(paper), {"_approve": "1"})
    assert InterpretationPlan.objects.get().is_exempt


def test_a_reviewer_reads_the_plan_and_is_told_why_not(client, paper, office):
    client.force_login(office["reviewer"])
    found = page(client.get(plan_url(paper)))
    assert found.select_one("input[name=_save]") is None
    assert any("请由本单位经办人填写" in item.get_text() for item in found.select(".desk-reasons li"))
    client.post(plan_url(paper), {"interpreter": "甲", "_save": "1"})
    assert not InterpretationPlan.objects.exists()


def test_the_draft_of_an_interpretation_is_one_press_away(client, paper, author):
    client.force_login(author)
    response = client.post(plan_url(paper), {"_start": "1"}, follow=True)
    draft = Interpretation.objects.get()
    assert response.redirect_chain[-1][0] == reverse(
        "admin:disclosure_interpretation_change", args=[draft.pk]
    )
    note = page(response).get_text()
    assert "还缺" in note and "新旧政策差异" in note and "：0%" in note


def test_a_plan_cannot_take_the_interpretation_of_another_organ(client, paper, author, education):
    foreign = Interpretation.objects.create(
        title="教育局的解读", organization=education, topic=paper.topic, formed_on=paper.formed_on
    )
    client.force_login(author)
    client.post(plan_url(paper), {"interpretation": foreign.pk, "_save": "1"})
    assert not InterpretationPlan.objects.filter(interpretation=foreign).exists()
    assert not foreign.relations.exists()


def test_the_desk_shows_the_share_that_repeats_the_document(client, paper, author):
    client.force_login(author)
    client.post(plan_url(paper), {"_start": "1"})
    draft = Interpretation.objects.get()
    paper.body = "<p>" + "为了规范财政资金管理提高资金使用效益制定本办法适用于全县各单位" * 3 + "</p>"
    paper.save()
    draft.body = paper.body
    draft.save()
    response = client.get(reverse("admin:disclosure_interpretation_change", args=[draft.pk]))
    assert "：100%，大部分照抄原文" in page(response).get_text()


# Validity


def validity_url(document):
    return reverse("admin:disclosure_policydocument_validity", args=[document.pk])


def test_a_change_is_recorded_with_the_number_of_the_document(client, document, finance, issuer):
    newer = make_published("新办法", PolicyDocument, finance, document_number="明财〔2026〕3号")
    client.force_login(issuer)
    data = {"after": "repealed", "on": "2026-03-01", "by_number": "明财[2026]第003号", "_change": "1"}
    response = client.post(validity_url(document), data, follow=True)
    assert "已经登记" in messages(response)[0]
    assert ValidityChange.objects.get().by_document_id == newer.pk
    assert fresh(document).validity == "repealed"
    assert page(response).select_one("table a")["href"] == newer.get_absolute_url()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"after": "repealed", "on": "2026-03-01"}, "依据"),
        ({"after": "repealed", "on": "2026-03-01", "by_number": "明财〔2026〕99号"}, "没有公开这个文号"),
        ({"after": "", "on": "2026-03-01", "basis": "甲"}, "请选择变动后的有效性"),
        ({"after": "repealed", "on": "三月", "basis": "甲"}, "日期的形式"),
        ({"after": "in_force", "on": "2026-03-01", "basis": "甲"}, "已经是“有效”"),
    ],
)
def test_a_change_that_cannot_be_says_why(client, document, issuer, answers, said):
    client.force_login(issuer)
    response = client.post(validity_url(document), {**answers, "_change": "1"})
    assert said in page(response).get_text() and not ValidityChange.objects.exists()


def test_the_author_reads_the_evidence_and_is_told_who_records(client, document, author):
    client.force_login(author)
    found = page(client.get(validity_url(document)))
    assert "签发人办理" in found.select_one(".desk-reasons").get_text()
    client.post(
        validity_url(document), {"after": "repealed", "on": "2026-03-01", "basis": "甲", "_change": "1"}
    )
    assert not ValidityChange.objects.exists()


def test_what_is_to_come_can_be_cancelled(client, document, issuer):
    client.force_login(issuer)
    on = (timezone.localdate() + timedelta(days=9)).isoformat()
    client.post(validity_url(document), {"after": "repealed", "on": on, "basis": "甲", "_change": "1"})
    waiting = ValidityChange.objects.get()
    response = client.post(validity_url(document), {"_cancel": waiting.pk}, follow=True)
    assert "已取消" in messages(response)[-1] and not ValidityChange.objects.exists()


def test_the_list_counts_down_and_finds_what_ends_soon(client, document, finance, author):
    PolicyDocument.objects.filter(pk=document.pk).update(ceases_on=timezone.localdate() + timedelta(days=120))
    make_published("长期有效的", PolicyDocument, finance)
    client.force_login(author)
    found = page(client.get(reverse("admin:disclosure_policydocument_changelist"), {"period": "soon"}))
    rows = found.select("#result_list tbody tr")
    assert len(rows) == 1 and "还有120天到期" in rows[0].get_text()


def test_the_usual_period_is_proposed_beside_the_field(client, paper, author):
    client.force_login(author)
    response = client.get(reverse("admin:disclosure_policydocument_change", args=[paper.pk]))
    assert "建议填 2031-01-05" in page(response).get_text()


def test_a_correction_does_not_change_the_validity(client, document, author):
    correction = start_correction(document, author, "改正错别字")
    client.force_login(author)
    response = client.get(reverse("admin:disclosure_policydocument_change", args=[correction.pk]))
    assert response.status_code == 200 and page(response).select_one("[name=validity]") is None


# Clean-up


def cleanup_url(cleanup):
    return reverse("admin:disclosure_cleanup_change", args=[cleanup.pk])


def test_a_cleanup_is_opened_and_its_list_filled(client, document, finance, author):
    client.force_login(author)
    data = {"title": "规范性文件清理", "organization": finance.pk, "formed_before": "2026-01-01"}
    response = client.post(reverse("admin:disclosure_cleanup_add"), data, follow=True)
    assert "列入1件文件" in messages(response)[0]
    assert Cleanup.objects.get().decisions.get().document_id == document.pk


def test_one_that_cannot_be_opened_says_why(client, document, finance, author):
    client.force_login(author)
    data = {"title": "规范性文件清理", "organization": finance.pk, "formed_before": "2020-01-01"}
    response = client.post(reverse("admin:disclosure_cleanup_add"), data)
    assert "没有现行有效的文件" in page(response).get_text() and not Cleanup.objects.exists()


def test_verdicts_are_given_to_what_is_ticked(client, cleanup, author):
    client.force_login(author)
    one = cleanup.decisions.get()
    refused = client.post(
        cleanup_url(cleanup), {"decision": one.pk, "verdict": "repeal", "_decide": "1"}, follow=True
    )
    assert "写明理由" in messages(refused)[0]
    data = {"decision": one.pk, "verdict": "repeal", "reason": "不再适用", "_decide": "1"}
    client.post(cleanup_url(cleanup), data)
    one.refresh_from_db()
    assert (one.verdict, one.reason, one.decided_by) == ("repeal", "不再适用", author)


def test_all_that_is_found_gets_a_verdict_at_once(client, finance, author, calendar):
    for number in range(60):
        make_published(f"第{number}号办法", PolicyDocument, finance)
    make_published("例外的文件", PolicyDocument, finance)
    cleanup = cleanups.open_cleanup("清理", finance, date(2026, 1, 1), author)
    client.force_login(author)
    data = {"all": "1", "verdict": "keep", "_decide": "1"}
    response = client.post(f"{cleanup_url(cleanup)}?q=号办法", data, follow=True)
    assert "已登记60件" in messages(response)[0]
    assert cleanup.decisions.get(verdict="").document.title == "例外的文件"
    found = page(client.get(f"{cleanup_url(cleanup)}?verdict=open"))
    assert len(found.select(".cleanup-list tbody tr")) == 1
    assert found.select_one("progress")["value"] == "98"


def test_the_result_is_drawn_up_when_all_is_decided(client, cleanup, author):
    client.force_login(author)
    assert "还有1件" in page(client.get(cleanup_url(cleanup))).get_text()
    client.post(cleanup_url(cleanup), {"_result": "1"})
    assert not Article.objects.exists()
    cleanups.decide(cleanup, [cleanup.decisions.get().pk], "keep", "", author)
    client.post(cleanup_url(cleanup), {"_result": "1"})
    assert Cleanup.objects.get().result_id == Article.objects.get().pk


def test_the_list_of_a_cleanup_is_a_workbook(client, cleanup, author, tmp_path):
    cleanups.decide(cleanup, [cleanup.decisions.get().pk], "repeal", "=1+1", author)
    client.force_login(author)
    response = client.get(reverse("admin:disclosure_cleanup_list", args=[cleanup.pk]))
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(response.streaming_content))
    rows = list(load_workbook(path).active.values)
    assert rows[0][0] == "文件名称" and rows[1][0] == "财政资金管理办法" and rows[1][7] == "=1+1"


# Looking again


def test_one_is_looked_at_again(client, document, author):
    client.force_login(author)
    url = reverse("admin:disclosure_dueforreassessment_change", args=[document.pk])
    assert [i["value"] for i in page(client.get(url)).select("input[name=outcome]")] == [
        "kept",
        "corrected",
        "withdrawn",
    ]
    response = client.post(url, {"outcome": "kept", "note": "内容准确"}, follow=True)
    assert "继续公开" in messages(response)[0]
    assert not page(response).select("#result_list tbody tr"), "it is no longer due"


def test_what_is_withheld_has_its_own_outcomes(client, withheld, author):
    client.force_login(author)
    url = reverse("admin:disclosure_withheldrecord_change", args=[withheld.pk])
    values = [i["value"] for i in page(client.get(url)).select("input[name=outcome]")]
    assert values == ["still_withheld", "to_be_disclosed"]
    client.post(url, {"outcome": "to_be_disclosed", "note": "情况变化"})
    assert fresh(withheld).status == "draft" and fresh(withheld).attribute == "proactive"


def test_a_refusal_is_said_and_nothing_is_recorded(client, document, author):
    client.force_login(author)
    url = reverse("admin:disclosure_dueforreassessment_change", args=[document.pk])
    response = client.post(url, {"outcome": "withdrawn", "note": "已经过时"})
    assert "没有复核" in messages(response)[0] and not Reassessment.objects.exists()
    assert "请写明复核的情况和理由。" in page(client.post(url, {"outcome": "kept"})).get_text()


def test_many_are_kept_at_once_after_one_question(client, document, withheld, author):
    client.force_login(author)
    chosen = {"action": "keep_selected", "_selected_action": [document.pk, withheld.pk]}
    asked = client.post(listing("dueforreassessment"), chosen)
    assert "保持不变" in page(asked).get_text() and not Reassessment.objects.exists()
    client.post(listing("dueforreassessment"), {**chosen, "apply": "1", "note": "没有变化"})
    assert set(Reassessment.objects.values_list("outcome", flat=True)) == {"kept", "still_withheld"}


def test_a_draft_is_not_on_any_of_the_lists(client, finance, author):
    make_article("草稿", finance, attribute=Attribute.WITHHELD, ground=Ground.PROCESS)
    client.force_login(author)
    for name in ("dueforreassessment", "withheldrecord", "unexplaineddocument"):
        assert "草稿" not in page(client.get(listing(name))).select_one("#content").get_text().replace(
            "草稿箱", ""
        )


# What is lacking


def test_the_list_of_lacking_interpretations_counts_the_days(client, finance, author, calendar):
    make_published("没有解读的办法", PolicyDocument, finance, days_ago=30)
    make_published("昨天的办法", PolicyDocument, finance, days_ago=0)
    client.force_login(author)
    found = page(client.get(listing("unexplaineddocument")))
    assert "现行有效的文件 2 件，缺少解读 2 件，其中逾期 1 件" in found.select_one(".summary").get_text()
    late = page(client.get(listing("unexplaineddocument"), {"late": "1"}))
    assert len(late.select("#result_list tbody tr")) == 1
    days = int(late.select_one(".field-days_overdue").get_text())
    assert 20 <= days <= 27


def test_lists_take_as_many_queries_with_much_as_with_little(
    client, finance, author, calendar, django_assert_max_num_queries
):
    client.force_login(author)
    for _ in range(12):
        row = make_published(model=PolicyDocument, organization=finance, reassess_on=timezone.localdate())
        InterpretationPlan.objects.create(document=row, interpreter="甲")
    for name in ("unexplaineddocument", "interpretationplan", "dueforreassessment", "withheldrecord"):
        with django_assert_max_num_queries(32):
            client.get(listing(name))
