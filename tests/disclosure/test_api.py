"""Business systems hand in drafts: what is accepted, what becomes of it, and that nothing happens twice."""

import hashlib
import json
from datetime import date

import pytest

from disclosure import locking, pipeline
from disclosure.models import (
    ApiReceipt,
    Article,
    Attachment,
    Finding,
    Interpretation,
    PolicyDocument,
    Publication,
)
from disclosure.versions import save_version
from disclosure.vocabulary import RelationType, Status
from portal.workdays.services import load_known_years
from tests.factories import make_article, make_matter, make_obligation, make_organization, make_published
from tests.threads import together

from .business_systems import ADDRESS, Caller, article, docx_with, faults, register, sent_file

pytestmark = pytest.mark.usefixtures("calendar", "empty_cache")


@pytest.fixture
def system(finance):
    return register(finance)


@pytest.fixture
def caller(system):
    return Caller(system.token)


# What is accepted


def test_a_draft_is_kept_with_everything_that_was_sent(caller, system, finance, obligation):
    law = make_published("县级预算管理办法", PolicyDocument, finance)
    content = article(
        finance,
        summary="县财政局2025年度预算。",
        body="<p>第一段。</p><p>第二段<script>alert(1)</script>。</p>",
        stage="result",
        keywords="预算、财政",
        matters=[obligation.matter.code],
        relations=[{"type": "based_on", "index_number": law.index_number}],
        attachments=[sent_file("预算.docx", docx_with("预算表"))],
    )
    response = caller.hand_in(content)
    answer = response.json()
    draft = Article.objects.get(pk=answer["id"])
    assert response.status_code == 201
    assert (draft.title, draft.stage, draft.formed_on) == (content["title"], "result", date(2025, 6, 3))
    assert "script" not in draft.body
    assert draft.fulfilments.get().obligation == obligation
    assert draft.relations.get().target.pk == law.pk
    assert draft.attachments.get().name == "预算.docx"
    assert draft.created_by == system.account
    version = draft.versions.get()
    assert (version.saved_by, version.note) == (system.account, f"{system}报送")
    assert (answer["status"], answer["submitted"], answer["why_not"]) == ("draft", False, [])
    assert answer["admin_url"].endswith(f"/admin/disclosure/article/{draft.pk}/change/")


def test_plain_text_becomes_paragraphs(caller, finance):
    answer = caller.hand_in(article(finance, body="一、收入\n\n二、支出")).json()
    assert Article.objects.get(pk=answer["id"]).body == "<p>一、收入</p>\n<p>二、支出</p>"


def test_the_organisation_may_be_below_that_of_the_system(caller, finance):
    below = make_organization("县财政局国库支付中心", parent=finance)
    answer = caller.hand_in(article(below)).json()
    assert Article.objects.get(pk=answer["id"]).organization == below


def test_each_kind_keeps_its_own_fields(caller, finance):
    policy = caller.hand_in(article(finance, kind="policy", is_normative=True, genre="通知")).json()
    explains = [{"type": "interprets", "id": policy["id"]}]
    explained = caller.hand_in(
        article(finance, kind="interpretation", form="qa", relations=explains, body="问：为什么？")
    ).json()
    assert PolicyDocument.objects.get(pk=policy["id"]).is_normative
    interpretation = Interpretation.objects.get(pk=explained["id"])
    assert interpretation.form == "qa"
    assert interpretation.relations.get().type == RelationType.INTERPRETS


# Handing over


def test_a_sound_draft_goes_straight_to_the_reviewer_and_then_through_the_office(caller, finance, office):
    answer = caller.hand_in(article(finance, submit=True)).json()
    draft = Publication.objects.get(pk=answer["id"])
    assert (answer["submitted"], draft.status) == (True, Status.SUBMITTED)
    assert pipeline.why_not(draft, "review", office["reviewer"]) == []
    pipeline.review(draft, office["reviewer"])
    pipeline.check_secrecy(draft, office["secrecy"])
    pipeline.sign(draft, office["issuer"])
    pipeline.publish(draft, office["issuer"])
    standing = caller.get(f"{ADDRESS}{draft.pk}/").json()
    assert standing["status"] == "published"
    assert standing["public_url"].endswith(f"/publications/{draft.pk}/")
    assert [step["verb"] for step in standing["steps"]][:2] == ["submit", "review"]


def test_what_may_not_go_out_is_found_and_stays_a_draft(caller, finance):
    answer = caller.hand_in(article(finance, body="联系人身份证号11010519491231002X。", submit=True)).json()
    assert (answer["status"], answer["submitted"]) == ("draft", False)
    assert any("必须改正" in reason for reason in answer["why_not"])
    found = next(f for f in answer["findings"] if f["level"] == "blocks")
    assert found["place"] and found["proposal"]
    assert "11010519491231002X" not in json.dumps(answer)
    assert Finding.objects.filter(publication=answer["id"], level="blocks").exists()


def test_attachments_are_screened(caller, finance):
    attachment = sent_file("名单.docx", docx_with("张三 11010519491231002X"))
    answer = caller.hand_in(article(finance, attachments=[attachment], submit=True)).json()
    assert not answer["submitted"]
    assert any("名单.docx" in found["place"] for found in answer["findings"])


def test_a_document_waits_for_its_interpretation_plan(caller, finance):
    answer = caller.hand_in(article(finance, kind="policy", submit=True)).json()
    assert not answer["submitted"]
    assert any("解读方案" in reason for reason in answer["why_not"])


def test_the_account_never_reviews_or_publishes(caller, system, finance):
    answer = caller.hand_in(article(finance, submit=True)).json()
    draft = Publication.objects.get(pk=answer["id"])
    for verb in ("review", "check_secrecy", "sign", "publish", "withdraw", "archive"):
        assert any("没有这项权限" in reason for reason in pipeline.why_not(draft, verb, system.account))


# Once and only once


def test_the_same_key_with_the_same_content_gets_the_same_answer(caller, finance):
    first = caller.hand_in(article(finance), key="a-1")
    turned = dict(reversed(article(finance).items()))
    again = caller.hand_in(turned, key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first.headers.get("Idempotent-Replay"), again["Idempotent-Replay"]) == (None, "true")
    assert Article.objects.count() == ApiReceipt.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(caller, finance):
    caller.hand_in(article(finance), key="a-1")
    response = caller.hand_in(article(finance, title="另一件事"), key="a-1")
    assert response.status_code == 409
    assert faults(response) == {"Idempotency-Key"}
    assert Article.objects.count() == 1


def test_another_system_may_use_the_same_key(caller, finance):
    caller.hand_in(article(finance), key="a-1")
    other = Caller(register(finance, "县财政局债务系统").token)
    assert "Idempotent-Replay" not in other.hand_in(article(finance), key="a-1").headers
    assert Article.objects.count() == 2


def test_what_was_refused_does_not_use_up_its_key(caller, finance):
    assert caller.hand_in(article(finance, title=""), key="a-1").status_code == 422
    assert caller.hand_in(article(finance), key="a-1").status_code == 201


def test_the_answer_outlives_the_draft(caller, finance):
    first = caller.hand_in(article(finance), key="a-1").json()
    Article.objects.get(pk=first["id"]).delete()
    assert caller.hand_in(article(finance), key="a-1").json() == first


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_draft():
    load_known_years(range(2024, 2027))
    organization = make_organization("县财政局")
    token = register(organization).token
    answers = []

    def hand_in():
        answers.append(Caller(token).hand_in(article(organization), key="a-1"))

    assert together(hand_in, hand_in) == []
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted("Idempotent-Replay" in answer.headers for answer in answers) == [False, True]
    assert Article.objects.count() == 1


def test_a_failure_in_the_middle_leaves_nothing(caller, finance, monkeypatch):
    monkeypatch.setattr("disclosure.api.handing_in.screen_publication", None)
    caller.client.raise_request_exception = False
    attachment = sent_file("预算.txt", "只在这里出现的内容".encode())
    assert caller.hand_in(article(finance, attachments=[attachment])).status_code == 500
    assert not Publication.objects.exists()
    assert not ApiReceipt.objects.exists()
    stored = Attachment._meta.get_field("file").storage
    digest = hashlib.sha256("只在这里出现的内容".encode()).hexdigest()
    assert not stored.exists(f"attachments/{digest[:2]}/{digest}")


# Asking how it stands


def test_standing_names_no_person_and_gives_the_reason_of_a_return(caller, finance, office):
    draft = Publication.objects.get(pk=caller.hand_in(article(finance, submit=True)).json()["id"])
    pipeline.return_(draft, office["reviewer"], "请补充支出说明。")
    response = caller.get(f"{ADDRESS}{draft.pk}/")
    standing = response.json()
    assert standing["status_label"] == "已退回"
    assert [(s["verb"], s["status"], s["remark"]) for s in standing["steps"]] == [
        ("submit", "submitted", ""),
        ("return_", "returned", "请补充支出说明。"),
    ]
    assert (standing["public_url"], standing["published_on"]) == (None, None)
    assert office["reviewer"].display_name not in response.content.decode()


def test_matters_owed_are_listed_with_their_codes(caller, finance, obligation, django_assert_max_num_queries):
    make_obligation(make_matter("已经终止的事项"), finance, ended_on=date(2025, 3, 1))
    make_obligation(make_matter("别人的事项"))
    with django_assert_max_num_queries(6):
        found = caller.get(f"/api/v1/matters/?organization={finance.code}").json()
    assert [matter["code"] for matter in found] == [obligation.matter.code]
    assert found[0]["name"] == "部门预算"


def test_topics_are_listed_as_they_are_written(caller):
    assert "综合政务\\政务公开" in caller.get("/api/v1/topics/").json()


# Changing what was handed in


@pytest.fixture
def handed_in(caller, finance):
    attachment = sent_file("旧.txt", "旧的".encode())
    return caller.hand_in(article(finance, attachments=[attachment])).json()["id"]


def test_an_own_draft_is_replaced_as_a_whole(caller, finance, handed_in):
    kept = Article.objects.get(pk=handed_in).attachments.get().pk
    files = [sent_file("新.txt", "新的".encode()), sent_file("改名.txt", "旧的".encode())]
    response = caller.put(handed_in, article(finance, title="改过的标题", attachments=files, submit=True))
    draft = Article.objects.get(pk=handed_in)
    assert response.status_code == 200
    assert (response.json()["version"], response.json()["submitted"]) == (2, True)
    assert draft.title == "改过的标题"
    assert [a.name for a in draft.attachments.all()] == ["新.txt", "改名.txt"]
    assert draft.attachments.filter(pk=kept).exists()


def test_what_was_returned_can_be_put_right(caller, finance, office, handed_in):
    caller.put(handed_in, article(finance, submit=True))
    pipeline.return_(Publication.objects.get(pk=handed_in), office["reviewer"], "标题不清楚。")
    assert caller.put(handed_in, article(finance, title="清楚的标题", submit=True)).json()["submitted"]


@pytest.mark.parametrize("why", ["handed over", "staff wrote", "staff is writing", "other kind"])
def test_what_is_no_longer_the_systems_own_is_not_changed(why, caller, finance, author, handed_in):
    draft, content = Article.objects.get(pk=handed_in), article(finance, title="改过的标题")
    if why == "handed over":
        caller.put(handed_in, article(finance, submit=True))
    elif why == "staff wrote":
        draft.title = "工作人员改的标题"
        draft.save(update_fields=["title"])
        save_version(draft, author)
    elif why == "staff is writing":
        locking.take(draft, author)
    else:
        content["kind"] = "policy"
    response = caller.put(handed_in, content)
    assert response.status_code == 409
    assert response.json()["errors"][0]["message"].endswith("。")
    assert Article.objects.get(pk=handed_in).title != "改过的标题"


def test_a_draft_is_not_related_to_itself(caller, finance, handed_in):
    relation = {"type": "based_on", "id": handed_in}
    assert faults(caller.put(handed_in, article(finance, relations=[relation]))) == {"relations"}


@pytest.mark.parametrize("whose", ["staff", "another system", "nobody"])
def test_what_others_wrote_cannot_be_read_or_changed(whose, caller, finance):
    keys = {
        "staff": lambda: make_article(organization=finance).pk,
        "another system": lambda: (
            Caller(register(finance, "另一系统").token).hand_in(article(finance)).json()["id"]
        ),
        "nobody": lambda: 99999,
    }
    pk = keys[whose]()
    assert caller.get(f"{ADDRESS}{pk}/").status_code == 404
    assert caller.put(pk, article(finance)).status_code == 404
