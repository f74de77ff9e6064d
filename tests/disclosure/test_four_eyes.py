"""Four eyes (写的人不审、不签): whoever wrote anything of it neither reviews, checks nor signs it, whichever way they wrote."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from disclosure import pipeline, remarks, screening
from disclosure.documents import interpretations
from disclosure.files import store_attachment, store_picture
from disclosure.models import Article, Consent, Finding, Interpretation, PolicyDocument, Publication
from disclosure.versions import restore_as_draft, reword_correction, save_version, start_correction
from disclosure.vocabulary import ConsentAnswer, FindingState, Status
from portal.organizations.models import Deputy
from portal.refusal import NotAllowed
from tests.factories import make_article, make_published, make_user

from .desk import address, fill_in
from .uploads import image, upload
from .word_files import saved

pytestmark = pytest.mark.django_db
EVERY_POST = ["经办人", "审核人", "保密审查员", "签发人"]
OWN = "您写的或者改过的"


@pytest.fixture
def all_round(finance):
    """A small organ's clerk with every post at once."""
    return make_user(organization=finance, roles=EVERY_POST)


@pytest.fixture
def written(finance, author, obligation):
    article = make_article("低保资金发放情况", finance, date(2025, 6, 3), created_by=author)
    save_version(article, author)
    return article


def reasons(verb, *args, **kwargs) -> str:
    with pytest.raises(NotAllowed) as refused:
        verb(*args, **kwargs)
    return "".join(refused.value.reasons)


def by_form(client, article, **answers):
    return client.post(address(article), fill_in(client, address(article), **answers))


def in_bulk(client, article, action, **answers):
    data = {"action": action, "_selected_action": [article.pk], "apply": "1", **answers}
    return client.post("/admin/disclosure/article/", data)


def upload_picture(client, article):
    data = {"upload": SimpleUploadedFile("a.png", image()), "alt": "示意图"}
    return client.post(address(article, "picture_upload"), data)


def word_document(text: str):
    document = Document()
    document.add_paragraph(text)
    return document


def replace_body(client, article):
    data = {"upload": SimpleUploadedFile("稿子.docx", saved(word_document("正文。")))}
    return client.post(address(article, "replace_body"), data)


WAYS = {
    "the form": lambda c, a, o: by_form(c, a, title="低保资金发放明细"),
    "only the day it comes down": lambda c, a, o: by_form(
        c, a, expires_at_0="2099-01-01", expires_at_1="09:00"
    ),
    "a picture put into the text": lambda c, a, o: upload_picture(c, a),
    "a Word document": lambda c, a, o: replace_body(c, a),
    "a matter set in bulk": lambda c, a, o: in_bulk(c, a, "set_matter_selected", obligation=o.pk),
    "an earlier version": lambda c, a, o: c.post(address_of_restore(a), {}),
}


def address_of_restore(article):
    save_version_with(article, "改过的标题")
    return reverse("admin:disclosure_article_restore", args=[article.pk, 1])


def save_version_with(article, title):
    Publication.objects.filter(pk=article.pk).update(title=title)
    article.refresh_from_db(fields=["title"])
    save_version(article, article.created_by)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_makes_a_writer(client, written, all_round, obligation, way):
    client.force_login(all_round)
    assert WAYS[way](client, written, obligation).status_code in (200, 302)
    written.refresh_from_db()
    for verb, status in (("review", "submitted"), ("check_secrecy", "reviewed"), ("sign", "checked")):
        written.__dict__["status"] = status
        assert OWN in "".join(pipeline.why_not(written, verb, all_round)), verb


def test_a_picture_from_the_editor_does_not_stand_in_the_way_of_saving(client, written, author):
    client.force_login(author)
    opened = fill_in(client, address(written), title="低保资金发放明细")
    assert upload_picture(client, written).status_code == 200
    assert client.post(address(written), opened).status_code == 302
    written.refresh_from_db()
    assert written.title == "低保资金发放明细"
    assert written.pictures.count() == 1


def test_no_picture_comes_in_once_it_was_handed_over(client, written, author, monkeypatch):
    """Handed over by a colleague between the check of the right and the picture's being stored."""
    from disclosure.admin import writing

    def meanwhile(*args, **kwargs):
        Publication.objects.filter(pk=written.pk).update(status=Status.SUBMITTED)
        return True

    client.force_login(author)
    monkeypatch.setattr(
        writing.PictureUploadForm, "is_valid", lambda form: meanwhile() and form.full_clean() is None
    )
    assert upload_picture(client, written).status_code in (400, 403, 404)
    assert not written.pictures.exists()


def test_who_words_what_the_public_reads_of_a_correction_wrote_it(finance, author, all_round):
    public = make_published(organization=finance)
    correction = start_correction(public, author, "金额有误")
    reword_correction(correction, all_round, "第3行金额有误，现更正为12.6万元")
    pipeline.submit(correction, author)
    assert OWN in reasons(pipeline.review, correction, all_round)


def test_who_restores_something_public_as_a_correction_wrote_it(finance, author, all_round):
    public = make_published(organization=finance)
    version = save_version(public, author)
    correction = restore_as_draft(version, all_round, "恢复原来的表述")
    pipeline.submit(correction, all_round)
    assert OWN in reasons(pipeline.review, correction, all_round)


class TestPlan:
    @pytest.fixture
    def document(self, finance, author):
        document = make_article("关于低保的办法", finance, date(2025, 6, 3), created_by=author)
        Article.objects.filter(pk=document.pk).delete()
        document = PolicyDocument.objects.create(
            title="关于低保的办法",
            organization=finance,
            formed_on=date(2025, 6, 3),
            body="<p>第一条</p>",
            topic="综合政务\\政务公开",
            created_by=author,
        )
        save_version(document, author)
        return document

    def test_who_asks_for_an_exemption_does_not_approve_it(self, document, all_round, office):
        interpretations.save_plan(document, all_round, exemption_reason="内容是转发，不涉及群众")
        assert OWN in reasons(pipeline.approve_exemption, document, all_round)
        pipeline.approve_exemption(document, office["reviewer"])

    @pytest.mark.parametrize("status", [Status.SIGNED, Status.SCHEDULED])
    def test_the_plan_stands_as_it_was_signed(self, document, author, status):
        draft = Interpretation.objects.create(
            title="解读",
            organization=document.organization,
            formed_on=document.formed_on,
            topic=document.topic,
        )
        interpretations.save_plan(document, author, interpretation=draft)
        moment = timezone.now() + timedelta(days=1)
        Publication.objects.filter(pk=document.pk).update(status=status, publish_at=moment)
        assert "文件已经签发" in reasons(interpretations.save_plan, document, author, interpretation=None)
        document.refresh_from_db()
        assert document.interpretation_plan.interpretation_id == draft.pk

    def test_a_link_added_to_an_interpretation_is_a_version_of_it(self, document, author, all_round):
        draft = Interpretation.objects.create(
            title="解读",
            organization=document.organization,
            formed_on=document.formed_on,
            topic=document.topic,
            created_by=author,
        )
        save_version(draft, author)
        interpretations.save_plan(document, all_round, interpretation=draft)
        assert draft.versions.first().saved_by == all_round


class TestFindingsAndRemarks:
    @pytest.fixture
    def finding(self, written):
        return Finding.objects.create(
            publication=written.publication_ptr,
            code="phone",
            level="answer",
            place="正文",
            proposal="核对",
            fingerprint="f" * 64,
        )

    def test_nobody_answers_what_was_found_in_their_own_text(self, written, finding, all_round, office):
        save_version_with_by(written, all_round)
        assert OWN in reasons(screening.answer, finding, all_round, "是单位电话")
        assert screening.answer(finding, office["secrecy"], "是单位电话").state == FindingState.ANSWERED

    def test_nor_does_the_deputy_of_who_wrote_it(self, written, finding, all_round, author, finance):
        save_version_with_by(written, all_round)
        today = timezone.localdate()
        stands_in = make_user(organization=finance)
        Deputy.objects.create(
            principal=all_round,
            deputy=stands_in,
            starts_on=today,
            ends_on=today,
            reason="年休假",
            granted_by=author,
        )
        assert reasons(screening.answer, finding, stands_in, "是单位电话")

    def test_nobody_settles_a_remark_about_their_own_text(self, written, all_round, office):
        save_version_with_by(written, all_round)
        said = remarks.remark(written, office["reviewer"], "第二段口径不一致。")
        assert OWN in reasons(remarks.settle, said, all_round)
        remarks.settle(said, office["reviewer"])


def save_version_with_by(article, user):
    Publication.objects.filter(pk=article.pk).update(title="改过的标题")
    article.refresh_from_db(fields=["title"])
    save_version(article, user)


class TestOtherOrgans:
    def ask(self, written, education, user) -> Consent:
        return pipeline.ask_consent(written, education, user, "数据是否一致")

    def test_who_asks_does_not_answer_in_the_place_of_the_organ_asked(self, county, written, education):
        """The county office sees every organisation: being able to act for both is not having asked the other."""
        everywhere = make_user(organization=county, roles=EVERY_POST)
        consent = self.ask(written, education, everywhere)
        agreed = ConsentAnswer.AGREED
        assert "复函文号" in reasons(pipeline.answer_consent, consent, everywhere, agreed)
        pipeline.answer_consent(consent, everywhere, agreed, letter="明教函〔2026〕3号")

    def test_a_letter_does_not_undo_what_the_organ_itself_answered(self, written, education, author):
        consent = self.ask(written, education, author)
        answers = make_user(organization=education, roles=["审核人"])
        pipeline.answer_consent(consent, answers, ConsentAnswer.OBJECTED, "数据不一致")
        said = reasons(
            pipeline.answer_consent, consent, author, ConsentAnswer.AGREED, letter="明教函〔2026〕3号"
        )
        assert "已经自己答复" in said
        pipeline.answer_consent(consent, answers, ConsentAnswer.AGREED)


class TestDirectPosts:
    """The forms of rows below a publication, sent without the page: what was handed over stays as it is."""

    @pytest.mark.parametrize(
        "status", ["submitted", "reviewed", "checked", "signed", "published", "archived"]
    )
    def test_rows_of_what_was_handed_over_do_not_change(self, client, written, author, status, obligation):
        store_attachment(written, upload("a.txt", b"abc"))
        picture = store_picture(written, upload("a.png", image()), "图")
        client.force_login(author)
        answers = fill_in(client, address(written))
        rows = {
            **{f"pictures-0-{name}": value for name, value in (("alt", "换掉"), ("id", picture.pk))},
            "pictures-0-DELETE": "on",
            "attachments-0-DELETE": "on",
            "fulfilments-TOTAL_FORMS": "1",
            "fulfilments-0-obligation": obligation.pk,
        }
        facts = {"published_at": timezone.now(), "signed_at": timezone.now(), "index_number": "X/2025-1"}
        Publication.objects.filter(pk=written.pk).update(status=status, **facts)
        assert client.post(address(written), {**answers, **rows}).status_code == 403
        assert written.pictures.get().alt == "图" and written.attachments.exists()
        assert not written.fulfilments.exists()


def test_a_superuser_signs_not_what_they_wrote_either(finance, county):
    root = make_user(is_superuser=True, organization=finance)
    article = make_article(organization=finance, created_by=root, screened_version=0)
    article.__dict__["status"] = Status.CHECKED
    assert OWN in "".join(pipeline.why_not(article, "sign", root))


def test_who_moved_to_another_organ_leaves_the_rights_behind_and_stays_the_writer(
    written, all_round, education, finance
):
    save_version_with_by(written, all_round)
    written.__dict__["status"] = Status.SUBMITTED
    all_round.organization = education
    all_round.save()
    assert "不在您的单位范围之内" in "".join(pipeline.why_not(written, "review", all_round))
    all_round.organization = finance
    all_round.save()
    assert OWN in "".join(pipeline.why_not(written, "review", all_round))


class TestTimeOver:
    def test_what_is_over_does_not_go_out(self, signed, issuer):
        """Published and taken down in the same minute, it would count as having been public."""
        past = timezone.now() - timedelta(minutes=1)
        Publication.objects.filter(pk=signed.pk).update(expires_at=past)
        assert "到期下线的时间已经过去" in reasons(pipeline.publish, signed, issuer)

    def test_nor_when_the_worker_comes_too_late(self, signed, issuer):
        now = timezone.now()
        pipeline.schedule(signed, issuer, now + timedelta(hours=1))
        Publication.objects.filter(pk=signed.pk).update(expires_at=now + timedelta(hours=2))
        Publication.objects.filter(pk=signed.pk).update(
            publish_at=now - timedelta(hours=3), expires_at=now - timedelta(hours=1)
        )
        assert pipeline.publish_due() == (0, 1)
        signed.refresh_from_db()
        assert "已经过去" in signed.schedule_problem
