"""Nightly checks: each finds its fault, finds nothing in a sound house, and closes what was mended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from catalog.models import CatalogItem
from disclosure import consistency, documents, pipeline
from disclosure.files import store_attachment
from disclosure.models import ConsistencyFinding, DocumentRelation, PolicyDocument, Publication, Step
from disclosure.versions import save_version
from portal.ledger.models import LedgerEntry
from tests.factories import make_matter, make_obligation, make_published, make_signed, make_user

from .uploads import upload


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of other tests are nobody's here."""
    settings.MEDIA_ROOT = tmp_path


def found(code: str) -> list[str]:
    consistency.run([code])
    rows = ConsistencyFinding.objects.filter(check_code=code, resolved_at__isnull=True)
    return list(rows.values_list("text", flat=True))


@pytest.fixture
def published(signed, issuer):
    return pipeline.publish(signed, issuer)


def rewrite(publication, **fields):
    """Change the row as somebody with a database console would."""
    Publication.objects.filter(pk=publication.pk).update(**fields)


def test_a_sound_house_has_nothing_to_find(published, obligation):
    assert consistency.run() == dict.fromkeys(consistency.CHECKS, 0)


def test_an_emergency_that_nobody_signed_within_a_day_is_found(finance, office):
    from tests.factories import make_article

    article = make_article(organization=finance, created_by=office["author"])
    rushed = pipeline.publish_in_emergency(article, office["head"], "山洪预警")
    assert found("unsigned") == []
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "超过24小时" in found("unsigned")[0]
        pipeline.approve_emergency(rushed, office["issuer"])
        assert found("unsigned") == []
    assert ConsistencyFinding.objects.get().resolved_at is not None


def test_who_signed_what_they_wrote_is_found(published, issuer):
    rewrite(published, created_by=issuer, signed_by=issuer)
    assert "写稿的人" in found("self_signed")[0]


def test_a_gap_in_the_numbers_names_the_missing_ones(finance, issuer):
    first, _ = (pipeline.publish(make_signed(organization=finance), issuer) for _ in range(2))
    rewrite(first, index_number="没有规律的号")
    assert "缺1个：1" in found("numbering")[0]


def test_dates_out_of_order_are_found(published):
    rewrite(published, formed_on=date(2999, 1, 1))
    assert "成文日期" in found("dates")[0]


def test_a_backdated_publication_is_found(published):
    rewrite(
        published,
        published_at=timezone.now() - timedelta(days=30),
        signed_at=timezone.now() - timedelta(days=31),
    )
    assert "倒填日期" in found("backdated")[0]
    assert Step.objects.filter(verb="publish").exists()


def test_a_schedule_that_was_missed_is_found(signed, issuer):
    pipeline.schedule(signed, issuer, timezone.now() + timedelta(hours=1))
    assert found("schedules") == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert "定时服务可能没有运行" in found("schedules")[0]


def test_a_public_text_changed_past_the_pipeline_is_found(published, issuer):
    assert found("changed") == []
    rewrite(published, body="<p>悄悄改过的正文。</p>")
    assert "绕过程序" in found("changed")[0]


def test_lost_and_orphan_files_are_found(published):
    attachment = store_attachment(published, upload("名单.txt", "名单".encode()))
    default_storage.delete(attachment.file.name)
    default_storage.save("attachments/zz/nobody", ContentFile(b"x"))
    told = "".join(found("files"))
    assert "不在存储中" in told and "attachments/zz/nobody" in told
    default_storage.delete("attachments/zz/nobody")


def test_a_tampered_ledger_is_found(published):
    LedgerEntry.objects.filter(verb="published").update(actor="别人")
    assert found("ledger")


def test_a_matter_whose_limit_nobody_can_read_is_found(calendar, finance):
    make_obligation(make_matter("奇怪的事项", time_limit="看情况"), finance)
    assert "奇怪的事项" in found("rules")[0]


def test_a_broken_tree_is_found(obligation):
    CatalogItem.objects.filter(pk=obligation.matter_id).update(lft=999)
    assert found("catalog_tree")


def test_a_check_that_breaks_is_a_finding_itself(db, monkeypatch):
    def broken():
        raise RuntimeError
        yield

    monkeypatch.setitem(consistency.CHECKS, "dates", ("日期先后", broken))
    assert "没有做完" in found("dates")[0]


@pytest.mark.parametrize(
    ("visitor", "status"), [("nobody", 302), ("no right", 403), ("clerk", 403), ("inspector", 200)]
)
def test_findings_are_for_inspectors(client, finance, county, visitor, status):
    users = {
        "no right": lambda: make_user(organization=finance),
        "clerk": lambda: make_user(organization=finance, roles=["经办人"]),
        "inspector": lambda: make_user(organization=county, roles=["督查员"]),
    }
    if visitor in users:
        client.force_login(users[visitor]())
    assert client.get(reverse("admin:disclosure_consistencyfinding_changelist")).status_code == status


def test_the_checks_are_run_from_the_list(client, county):
    make_published(formed_on=date(2999, 1, 1))
    client.force_login(make_user(organization=county, roles=["督查员"]))
    response = client.post(reverse("admin:disclosure_consistency_run"), follow=True)
    page = response.content.decode()
    assert "检查完毕，现有" in page and "成文日期" in page


def test_saving_a_version_of_a_draft_does_not_disturb(published, author):
    save_version(published, author)
    assert found("changed") == []


def test_a_document_whose_end_was_not_carried_out_is_found(finance):
    """Also what the nightly task logs and leaves: it must not stay in the log alone."""
    over = make_published(
        "过期的办法", PolicyDocument, finance, ceases_on=timezone.localdate() - timedelta(days=3)
    )
    assert "过期的办法" in found("validity")[0]
    documents.apply_due()
    over.refresh_from_db()
    assert over.validity == "expired"
    assert found("validity") == []


def test_a_repeal_without_effect_is_found(finance):
    repealed = make_published("旧办法", PolicyDocument, finance)
    new = make_published("新办法", PolicyDocument, finance)
    DocumentRelation.objects.create(publication=new, type="repeals", target=repealed)
    assert "新办法" in found("validity")[0]
    documents.apply_due()
    assert found("validity") == []
