"""Clean-up: a list, a verdict for each, three published lists that take effect the same day (rule 8.22)."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from disclosure.documents import cleanups
from disclosure.models import Cleanup, PolicyDocument, Publication
from disclosure.pipeline import publish
from disclosure.vocabulary import CleanupVerdict, Status, Validity
from portal.ledger.models import LedgerEntry
from portal.refusal import NotAllowed
from tests.factories import make_published, make_user

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 1, 1)
VERDICTS = {"甲办法": "keep", "乙办法": "amend", "丙办法": "repeal", "丁办法": "expire"}


@pytest.fixture
def documents(finance, calendar):
    return {
        title: make_published(title, PolicyDocument, finance, document_number=f"明财〔2025〕{number}号")
        for number, title in enumerate(VERDICTS, 1)
    }


@pytest.fixture
def cleanup(documents, finance, author):
    return cleanups.open_cleanup("2026年规范性文件清理", finance, BEFORE, author, basis="上级的部署")


def decide_all(cleanup, author):
    for decision in cleanup.decisions.select_related("document"):
        verdict = VERDICTS[decision.document.title]
        cleanups.decide(cleanup, [decision.pk], verdict, f"{decision.document.title}的理由", author)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(NotAllowed) as refused:
        act(*args, **kwargs)
    return "".join(refused.value.reasons)


def publish_result(cleanup, issuer, capture):
    result = fresh(cleanup).result
    Publication.objects.filter(pk=result.pk).update(
        status=Status.SIGNED, signed_at=timezone.now(), screened_version=result.version_number
    )
    with capture(execute=True):
        return publish(fresh(result), issuer)


# The list


def test_the_list_is_what_is_in_force_and_old_enough_in_the_organ_and_below(
    documents, finance, county, education, author, calendar
):
    make_published("新办法", PolicyDocument, finance, formed_on=BEFORE)
    make_published("废止的", PolicyDocument, finance, validity=Validity.REPEALED)
    make_published("教育局的", PolicyDocument, education)
    make_published("不是文件", organization=finance)
    found = cleanups.open_cleanup("清理", finance, BEFORE, author)
    assert {d.document.title for d in found.decisions.select_related("document")} == set(VERDICTS)
    whole = make_user(organization=county, roles=["经办人"])
    assert cleanups.open_cleanup("全县清理", county, BEFORE, whole).decisions.count() == 5


def test_who_may_open_one_and_when(documents, finance, education, issuer, author):
    elsewhere = make_user(organization=education, roles=["经办人"])
    assert "单位范围" in refusal(cleanups.open_cleanup, "清理", finance, BEFORE, elsewhere)
    assert "经办人" in refusal(cleanups.open_cleanup, "清理", finance, BEFORE, issuer)
    assert "今天" in refusal(cleanups.open_cleanup, "清理", finance, date(2099, 1, 1), author)
    assert "没有现行有效" in refusal(cleanups.open_cleanup, "清理", finance, date(2020, 1, 1), author)
    assert not Cleanup.objects.exists()


# The verdicts


def test_many_get_the_same_verdict_at_once(cleanup, author):
    keys = list(cleanup.decisions.values_list("pk", flat=True))
    assert cleanups.decide(cleanup, keys, CleanupVerdict.KEEP, "", author) == 4
    assert cleanups.progress(cleanup)["percent"] == 100


def test_only_what_is_kept_needs_no_reason(cleanup, author):
    one = [cleanup.decisions.first().pk]
    for verdict in ("amend", "repeal", "expire"):
        assert "理由" in refusal(cleanups.decide, cleanup, one, verdict, " ", author)
    assert "选择清理意见" in refusal(cleanups.decide, cleanup, one, "", "理由", author)
    assert "选择文件" in refusal(cleanups.decide, cleanup, [], "keep", "", author)


def test_verdicts_of_another_cleanup_are_out_of_reach(cleanup, documents, finance, author):
    other = cleanups.open_cleanup("另一次", finance, BEFORE, author)
    assert "选择文件" in refusal(cleanups.decide, cleanup, [other.decisions.first().pk], "keep", "", author)


def test_others_cannot_decide(cleanup, issuer, education):
    one = [cleanup.decisions.first().pk]
    elsewhere = make_user(organization=education, roles=["经办人"])
    assert "单位范围" in refusal(cleanups.decide, cleanup, one, "keep", "", elsewhere)
    assert "经办人" in refusal(cleanups.decide, cleanup, one, "keep", "", issuer)


# The result


def test_there_is_no_result_while_a_verdict_is_missing(cleanup, author):
    assert "还有4件" in refusal(cleanups.draft_result, cleanup, author)


def test_the_result_has_the_three_lists(cleanup, author):
    decide_all(cleanup, author)
    result = cleanups.draft_result(cleanup, author)
    page = BeautifulSoup(result.body, "html.parser")
    heads = [h.get_text() for h in page.select("h2")]
    assert heads == ["一、继续有效的文件（1件）", "二、拟修改的文件（1件）", "三、废止和失效的文件（2件）"]
    titles = [[a.get_text() for a in table.select("a")] for table in page.select("table")]
    assert titles == [["甲办法"], ["乙办法"], ["丙办法", "丁办法"]]
    assert [row.select("td")[5].get_text() for row in page.select("table")[2].select("tbody tr")] == [
        "废止",
        "宣布失效",
    ]
    assert all(table.caption and table.select("th[scope=col]") for table in page.select("table"))
    assert (result.status, result.stage) == (Status.DRAFT, "result")


def test_a_reason_cannot_smuggle_markup_into_the_result(cleanup, author):
    decide_all(cleanup, author)
    one = cleanup.decisions.get(verdict="repeal")
    cleanups.decide(cleanup, [one.pk], "repeal", "<b>粗</b>&<script>x</script>", author)
    assert "&lt;b&gt;粗" in cleanups.draft_result(cleanup, author).body


def test_the_draft_follows_the_verdicts_until_it_is_submitted(cleanup, author):
    decide_all(cleanup, author)
    result = cleanups.draft_result(cleanup, author)
    one = cleanup.decisions.get(verdict="keep")
    cleanups.decide(fresh(cleanup), [one.pk], "repeal", "不再适用", author)
    assert "废止和失效的文件（3件）" in fresh(result).body
    Publication.objects.filter(pk=result.pk).update(status=Status.SUBMITTED)
    assert "正在" in refusal(cleanups.decide, fresh(cleanup), [one.pk], "keep", "", author)


def test_statuses_change_the_day_the_result_is_published(
    cleanup, documents, author, issuer, django_capture_on_commit_callbacks
):
    decide_all(cleanup, author)
    cleanups.draft_result(cleanup, author)
    assert {fresh(d).validity for d in documents.values()} == {"in_force"}, "a draft changes nothing"
    result = publish_result(cleanup, issuer, django_capture_on_commit_callbacks)
    after = {title: fresh(d).validity for title, d in documents.items()}
    assert after == {"甲办法": "in_force", "乙办法": "in_force", "丙办法": "repealed", "丁办法": "expired"}
    assert fresh(documents["丙办法"]).ceases_on == fresh(result).date
    evidence = documents["丙办法"].validity_changes.get()
    assert (evidence.cleanup_id, evidence.on, evidence.basis) == (
        cleanup.pk,
        fresh(result).date,
        "文件清理，予以废止",
    )
    assert documents["甲办法"].validity_changes.get().basis == "文件清理，继续有效"
    assert LedgerEntry.objects.filter(verb="cleanup_applied", is_public=True).count() == 1


def test_it_takes_effect_once(cleanup, documents, author, issuer, django_capture_on_commit_callbacks):
    decide_all(cleanup, author)
    cleanups.draft_result(cleanup, author)
    result = publish_result(cleanup, issuer, django_capture_on_commit_callbacks)
    assert fresh(cleanup).applied_at and cleanups.apply_result(fresh(result)) == 0
    assert "已经公布生效" in refusal(
        cleanups.decide, fresh(cleanup), [cleanup.decisions.first().pk], "keep", "", author
    )


def test_an_interrupted_result_is_made_good_at_night(cleanup, documents, author):
    decide_all(cleanup, author)
    result = cleanups.draft_result(cleanup, author)
    Publication.objects.filter(pk=result.pk).update(
        status=Status.PUBLISHED, published_at=timezone.now(), signed_at=timezone.now(), index_number="X/1"
    )
    assert cleanups.apply_pending() == 4
    assert cleanups.apply_pending() == 0


def test_what_was_repealed_meanwhile_is_left(
    cleanup, documents, author, issuer, django_capture_on_commit_callbacks
):
    decide_all(cleanup, author)
    cleanups.draft_result(cleanup, author)
    Publication.objects.filter(pk=documents["丁办法"].pk).update(validity="repealed")
    publish_result(cleanup, issuer, django_capture_on_commit_callbacks)
    assert fresh(documents["丁办法"]).validity == "repealed"
    assert fresh(cleanup).applied_at


def test_what_became_public_meanwhile_can_be_added(cleanup, finance, author):
    make_published("迟到的办法", PolicyDocument, finance)
    assert cleanups.fill(cleanup) == 1 and cleanups.fill(cleanup) == 0
