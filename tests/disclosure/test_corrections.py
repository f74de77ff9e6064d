"""更正: the public one changes only when a signed correction goes into it, and then keeps address, number and date."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import Obligation
from disclosure import pipeline, screening
from disclosure.files import store_attachment, store_picture
from disclosure.models import (
    Article,
    DocumentRelation,
    Fulfilment,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Publication,
)
from disclosure.versions import (
    open_correction,
    restore,
    reword_correction,
    save_version,
    snapshot,
    start_correction,
)
from disclosure.vocabulary import RelationType, Status, Validity
from portal.ledger.models import LedgerEntry
from portal.refusal import NotAllowed
from tests.factories import make_matter, make_obligation, make_signed, make_user

from .uploads import PDF, image, stored_files, upload

pytestmark = pytest.mark.django_db
NOTE = "附件1第3行金额有误，现更正为12.6万元"


@pytest.fixture
def staff(finance, calendar):
    roles = {"author": "经办人", "reviewer": "审核人", "secrecy": "保密审查员", "issuer": "签发人"}
    return {name: make_user(organization=finance, roles=[role]) for name, role in roles.items()}


@pytest.fixture
def original(finance, staff):
    """A public article with an attachment, a picture in its text, and a matter it answers; formed and published in 2025."""
    article = make_signed("2025年部门预算", finance, formed_on=date(2025, 6, 3))
    store_attachment(article, upload("预算表.pdf", PDF))
    picture = store_picture(article, upload("a.png", image()), "收支结构图")
    article.body = (
        f'<p>收入1200万元。</p><figure><img src="/pictures/{picture.pk}/480/" alt="收支结构图"></figure>'
    )
    article.save()
    obligation = make_obligation(make_matter("部门预算"), finance)
    Fulfilment.objects.create(publication=article, obligation=obligation)
    save_version(article, staff["author"])
    Publication.objects.filter(pk=article.pk).update(screened_version=1)
    with time_machine.travel(datetime(2025, 6, 20, 2, tzinfo=timezone.get_fixed_timezone(0)), tick=False):
        pipeline.publish(article, staff["issuer"])
    return Article.objects.get(pk=article.pk)


def begin(original, staff, **changes) -> Publication:
    draft = start_correction(original, staff["author"], NOTE)
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save()
    save_version(draft, staff["author"])
    return draft


def sign(draft, staff) -> Publication:
    pipeline.submit(draft, staff["author"])
    pipeline.review(draft, staff["reviewer"])
    for finding in draft.findings.filter(state="open", level="answer"):
        screening.answer(finding, staff["secrecy"], "已经核对")
    pipeline.check_secrecy(draft, staff["secrecy"])
    pipeline.sign(draft, staff["issuer"])
    return Publication.objects.get(pk=draft.pk)


def correct(original, staff, **changes) -> Publication:
    return pipeline.publish(sign(begin(original, staff, **changes), staff), staff["issuer"])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_draft_says_what_the_public_one_says(original, staff):
    draft = begin(original, staff)
    assert (draft.title, draft.status, draft.index_number) == (original.title, Status.DRAFT, None)
    assert draft.attachments.get().sha256 == original.attachments.get().sha256
    assert draft.pictures.get().pk != original.pictures.get().pk
    assert f"/pictures/{draft.pictures.get().pk}/480/" in draft.body
    assert list(draft.fulfilments.values_list("obligation", flat=True)) == list(
        original.fulfilments.values_list("obligation", flat=True)
    )
    assert draft.versions.get().note == "更正稿的起点"


def test_files_are_shared_and_not_copied(original, staff):
    before = stored_files()
    begin(original, staff)
    assert stored_files() == before


def test_while_it_is_being_corrected_nothing_changes_for_the_public(original, staff):
    before = Publication.objects.public().values().get()
    obligation = Obligation.objects.values().get()
    sign(begin(original, staff, title="更正后的标题"), staff)
    after = Publication.objects.public().values().get()
    assert {k: v for k, v in after.items() if before[k] != v} == {}
    assert Obligation.objects.values().get() == obligation


def test_it_goes_into_the_public_one_which_keeps_address_number_date_and_lateness(original, staff):
    link = Fulfilment.objects.values("deadline", "is_late", "published_on").get(publication=original)
    facts = ("state", "published_count", "latest_published_on", "latest_is_late")
    before = Obligation.objects.values(*facts).get()
    done = correct(original, staff, title="2025年部门预算（更正）", body="<p>收入1260万元。</p>")
    now = fresh(original)
    assert done.pk == now.pk
    assert (now.title, now.body) == ("2025年部门预算（更正）", "<p>收入1260万元。</p>")
    assert (now.index_number, now.published_at, now.status) == (
        original.index_number,
        original.published_at,
        Status.PUBLISHED,
    )
    assert now.revised_at.date() == timezone.now().date()
    assert Fulfilment.objects.values(*link).get(publication=original) == link
    assert Obligation.objects.values(*facts).get() == before


def test_the_correction_ends_on_file_and_never_counts(original, staff):
    correct(original, staff)
    draft = original.corrections.get()
    assert (draft.status, draft.index_number, draft.published_at) == (Status.ARCHIVED, None, None)
    assert original.index_number in draft.archive_reason
    assert draft.steps.first().verb == "merge"
    assert not draft.fulfilments.filter(published_on__isnull=False).exists()
    assert not Publication.objects.addressable().filter(pk=draft.pk).exists()


def test_version_note_step_and_ledger_tell_of_it(original, staff):
    correct(original, staff)
    version = original.versions.first()
    assert (version.is_public, version.public_note, version.saved_by) == (True, NOTE, staff["author"])
    assert original.steps.first().verb == "take_correction"
    entry = LedgerEntry.objects.get(verb="corrected")
    assert entry.is_public and NOTE in str(entry.payload)


def test_a_correction_that_only_says_something_still_leaves_a_version(original, staff):
    number = fresh(original).version_number
    correct(original, staff)
    assert fresh(original).version_number == number + 1


def test_attachments_and_pictures_that_stay_keep_their_addresses(original, staff):
    attachment, picture = original.attachments.get(), original.pictures.get()
    draft = begin(original, staff, title="更正后的标题")
    draft.body = draft.body.replace("1200", "1260")
    draft.save()
    pipeline.publish(sign(draft, staff), staff["issuer"])
    assert (original.attachments.get(), original.pictures.get()) == (attachment, picture)
    assert f'src="/pictures/{picture.pk}/480/"' in fresh(original).body and "1260" in fresh(original).body


def test_attachments_come_and_go_and_old_files_stay_with_the_versions(original, staff):
    old = original.attachments.get()
    draft = begin(original, staff)
    draft.attachments.get().delete()
    store_attachment(draft, upload("新的预算表.pdf", PDF + b"\n"))
    save_version(draft, staff["author"])
    pipeline.publish(sign(draft, staff), staff["issuer"])
    now = original.attachments.get()
    assert now.name == "新的预算表.pdf" and now.pk != old.pk
    assert default_storage.exists(now.file.name)
    assert default_storage.exists(old.file.name), "the version before names it"


def test_the_same_file_twice_under_two_names(original, staff):
    draft = begin(original, staff)
    store_attachment(draft, upload("副本.pdf", PDF), position=1)
    save_version(draft, staff["author"])
    pipeline.publish(sign(draft, staff), staff["issuer"])
    assert [a.name for a in original.attachments.all()] == ["预算表.pdf", "副本.pdf"]
    assert [a["name"] for a in snapshot(fresh(original))["attachments"]] == ["预算表.pdf", "副本.pdf"]


def test_obligations_are_recounted(original, staff, finance):
    old, new = Obligation.objects.get(), make_obligation(make_matter("部门决算"), finance)
    draft = begin(original, staff)
    draft.fulfilments.all().delete()
    Fulfilment.objects.create(publication=draft, obligation=new)
    save_version(draft, staff["author"])
    pipeline.publish(sign(draft, staff), staff["issuer"])
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.published_count, new.published_count) == (0, 1)


def test_what_was_decided_about_the_public_one_meanwhile_stands(finance, staff):
    document = publish_document(finance, staff)
    draft = sign(begin(document, staff, title="明湖县困难群众临时救助办法（更正）"), staff)
    Publication.objects.filter(pk=document.pk).update(validity=Validity.REPEALED, ceases_on=date(2026, 1, 1))
    pipeline.publish(draft, staff["issuer"])
    now = fresh(document)
    assert (now.title, now.validity) == ("明湖县困难群众临时救助办法（更正）", Validity.REPEALED)
    assert now.ceases_on == date(2026, 1, 1)


def publish_document(finance, staff) -> PolicyDocument:
    document = make_signed(
        "明湖县困难群众临时救助办法",
        finance,
        PolicyDocument,
        is_normative=True,
        document_number="明财〔2025〕6号",
    )
    save_version(document, staff["author"])
    Publication.objects.filter(pk=document.pk).update(screened_version=1)
    pipeline.publish(document, staff["issuer"])
    return PolicyDocument.objects.get(pk=document.pk)


def test_plan_and_interpretation_stay_with_the_document_and_its_own_fields_follow(finance, staff):
    document = publish_document(finance, staff)
    plan = InterpretationPlan.objects.create(document=document, exemption_reason="内部管理")
    interpretation = make_signed("临时救助问答", finance, Interpretation)
    relation = DocumentRelation.objects.create(
        publication=interpretation, type=RelationType.INTERPRETS, target=document
    )
    correct(document, staff, is_normative=False)
    assert fresh(document).is_normative is False
    plan.refresh_from_db()
    relation.refresh_from_db()
    assert plan.document_id == relation.target_id == document.pk


def test_relations_follow(original, staff, finance):
    basis = publish_document(finance, staff)
    draft = begin(original, staff)
    DocumentRelation.objects.create(publication=draft, type=RelationType.BASED_ON, target=basis)
    save_version(draft, staff["author"])
    pipeline.publish(sign(draft, staff), staff["issuer"])
    assert original.relations.get().target_id == basis.pk


def test_only_one_correction_at_a_time(original, staff):
    draft = begin(original, staff)
    with pytest.raises(NotAllowed, match="已经有一份更正稿"):
        start_correction(original, staff["author"], NOTE)
    assert open_correction(original).pk == draft.pk
    pipeline.publish(sign(draft, staff), staff["issuer"])
    assert open_correction(original) is None
    assert start_correction(original, staff["author"], "再次更正").corrects_id == original.pk


@pytest.mark.parametrize("note", ["", "  \n"])
def test_without_a_public_note_there_is_no_correction(original, staff, note):
    with pytest.raises(NotAllowed, match="请写明更正了什么"):
        start_correction(original, staff["author"], note)


def test_who_may_start_one(original, staff, education):
    stranger = make_user(organization=education, roles=["经办人"])
    for user, said in ((stranger, "不在您的单位范围之内"), (staff["issuer"], "请由本单位经办人起草")):
        with pytest.raises(NotAllowed, match=said):
            start_correction(original, user, NOTE)
    draft = make_signed("未公开的", original.organization)
    with pytest.raises(NotAllowed, match="只有发布过的信息才需要更正"):
        start_correction(draft, staff["author"], NOTE)


def test_four_eyes_hold_for_a_correction(original, staff, finance):
    both = make_user(organization=finance, roles=["经办人", "审核人"])
    draft = start_correction(original, both, NOTE)
    pipeline.submit(draft, both)
    with pytest.raises(NotAllowed, match="写的人不审"):
        pipeline.review(draft, both)


def test_it_brings_back_what_was_withdrawn_meanwhile(original, staff):
    draft = sign(begin(original, staff, title="更正后的标题"), staff)
    pipeline.withdraw(original, staff["issuer"], "数据有误")
    assert Obligation.objects.get().published_count == 0
    pipeline.publish(draft, staff["issuer"])
    now = fresh(original)
    assert (now.status, now.title, now.withdrawn_at, now.withdrawal_reason) == (
        Status.PUBLISHED,
        "更正后的标题",
        None,
        "",
    )
    assert Obligation.objects.get().published_count == 1


def test_it_cannot_go_into_what_was_archived_meanwhile(original, staff):
    draft = sign(begin(original, staff, title="更正后的标题"), staff)
    pipeline.archive(original, staff["issuer"], "公示期满")
    with pytest.raises(NotAllowed, match="现在是“已归档”"):
        pipeline.publish(draft, staff["issuer"])
    assert fresh(original).title == original.title and fresh(draft).status == Status.SIGNED


def test_scheduled_it_goes_out_by_the_clock_once(original, staff):
    draft = sign(begin(original, staff, title="更正后的标题"), staff)
    at = timezone.now() + timedelta(hours=1)
    pipeline.schedule(draft, staff["issuer"], at)
    assert pipeline.publish_due(at - timedelta(minutes=1)) == (0, 0)
    assert pipeline.publish_due(at) == (1, 0)
    assert pipeline.publish_due(at) == (0, 0)
    assert fresh(original).title == "更正后的标题"
    assert original.versions.filter(public_note=NOTE).count() == 1


def test_the_clock_does_not_put_one_organs_words_into_anothers(original, staff, education):
    draft = sign(begin(original, staff), staff)
    Publication.objects.filter(pk=draft.pk).update(organization=education)
    at = timezone.now() + timedelta(hours=1)
    Publication.objects.filter(pk=draft.pk).update(status=Status.SCHEDULED, publish_at=at)
    assert pipeline.publish_due(at) == (0, 1)
    assert "发布机构与原信息" in fresh(draft).schedule_problem
    assert fresh(original).organization_id != education.pk


def test_it_does_not_bring_back_what_is_over(original, staff):
    draft = begin(original, staff, expires_at=timezone.now() + timedelta(hours=1))
    draft = sign(draft, staff)
    with (
        time_machine.travel(timezone.now() + timedelta(hours=2)),
        pytest.raises(NotAllowed, match="到期下线"),
    ):
        pipeline.publish(draft, staff["issuer"])


def test_when_it_fails_half_way_everything_stands_as_before(original, staff, monkeypatch):
    draft = sign(begin(original, staff, title="更正后的标题"), staff)
    before, files = snapshot(fresh(original)), stored_files()

    def broken(*args, **kwargs):
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr("disclosure.pipeline.public.record", broken)
    with pytest.raises(RuntimeError):
        pipeline.publish(draft, staff["issuer"])
    assert snapshot(fresh(original)) == before
    assert (fresh(draft).status, fresh(original).revised_at) == (Status.SIGNED, None)
    assert stored_files() == files


def test_a_correction_is_never_public_by_itself(original, staff, finance):
    draft = begin(original, staff)
    with pytest.raises(NotAllowed):
        pipeline.publish(draft, staff["issuer"])
    head = make_user(organization=finance, roles=["机关负责人"])
    with pytest.raises(NotAllowed, match="这是更正稿"):
        pipeline.publish_in_emergency(draft, head, "紧急")


def test_the_public_note_can_be_reworded_until_it_is_handed_over(original, staff):
    draft = begin(original, staff)
    Publication.objects.filter(pk=draft.pk).update(screened_version=draft.version_number)
    reword_correction(draft, staff["author"], "标题中的年度有误")
    assert (fresh(draft).correction_note, fresh(draft).screened_version) == ("标题中的年度有误", None)
    pipeline.submit(draft, staff["author"])
    with pytest.raises(NotAllowed, match="请先收回或者退回"):
        reword_correction(draft, staff["author"], "再改")


def test_the_public_note_is_screened(original, staff):
    draft = start_correction(original, staff["author"], "联系人身份证号11010519491231002X")
    with pytest.raises(NotAllowed):
        pipeline.submit(draft, staff["author"])
    assert draft.findings.filter(place__contains="更正说明").exists()


def test_what_was_public_without_a_version_is_kept_before_it_is_replaced(original, staff):
    original.versions.all().delete()
    Publication.objects.filter(pk=original.pk).update(version_number=0)
    correct(original, staff, title="更正后的标题")
    titles = [v.content["fields"]["title"] for v in original.versions.order_by("number")]
    assert titles == ["2025年部门预算", "更正后的标题"]


def test_a_draft_deleted_leaves_the_files_of_the_public_one(
    original, staff, django_capture_on_commit_callbacks
):
    draft = begin(original, staff)
    with django_capture_on_commit_callbacks(execute=True):
        draft.delete()
    assert default_storage.exists(original.attachments.get().file.name)
    assert all(default_storage.exists(r.file.name) for r in original.pictures.get().renditions.all())


def test_restoring_what_is_there_changes_nothing(original, staff):
    before = snapshot(original)
    restore(original, before)
    assert snapshot(fresh(original)) == before
    assert save_version(fresh(original), staff["author"]) is None


def test_saving_with_relations_twice_is_one_version(original, staff, finance):
    basis = publish_document(finance, staff)
    DocumentRelation.objects.create(publication=original, type=RelationType.BASED_ON, target=basis)
    assert save_version(original, staff["author"]) is not None
    assert save_version(original, staff["author"]) is None


def test_corrected_twice_both_notes_stay(original, staff):
    correct(original, staff, title="更正一")
    correct(fresh(original), staff, title="更正二")
    assert (fresh(original).title, original.versions.exclude(public_note="").count()) == ("更正二", 2)
