"""What people type, paste and forge: answered with a sentence, never with a crash; shown as text, never as markup."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from disclosure import pipeline
from disclosure.admin.verbs import VERBS
from disclosure.models import Attachment, Finding, Publication, Remark
from disclosure.versions import save_version
from disclosure.vocabulary import Status
from tests.factories import make_article, make_published, make_user

from .desk import address, errors, fill_in, page
from .uploads import image

pytestmark = pytest.mark.django_db
EVERY_POST = ["经办人", "审核人", "保密审查员", "签发人", "机关负责人"]
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
SLUGS = [*(verb.slug for verb in VERBS), "correct", "review_desk", "screen", "preview", "take_over"]
NASTY = {
    "NUL": "理由\x00",
    "half an emoji": "\ud83d",
    "emoji": "理由👍🏽",
    "blank": " \u3000\n\t",
    "very long": "长" * 200_000,
    "script": SCRIPT,
    "directions": "\u202e倒\u0000写\u2028",
    "lines": "一\r\n二\n三",
    "format": "%s {0} {title} %(x)s",
}
MOMENTS = [
    ("9999-12-31", "23:59"),
    ("0001-01-01", "00:00"),
    ("1582-10-10", "12:00"),
    ("2026-02-30", "25:61"),
    ("१२३४-०१-०१", "٠٩:٠٠"),
    ("10000-01-01", "00:00"),
    ("", "09:00"),
]


@pytest.fixture
def everyone(finance):
    return make_user(organization=finance, roles=EVERY_POST)


@pytest.fixture
def article(finance, author):
    article = make_article("低保资金发放情况", finance, created_by=author)
    save_version(article, author)
    Finding.objects.create(
        pk=7001,
        publication_id=article.pk,
        code="x",
        level="answer",
        place="正文",
        proposal="x",
        fingerprint="f",
    )
    Remark.objects.create(pk=7001, publication_id=article.pk, text="核对", by=author)
    return article


def in_status(article, status) -> None:
    facts = {"published_at": timezone.now(), "signed_at": timezone.now(), "index_number": f"X/{article.pk}"}
    facts |= {
        "publish_at": timezone.now() + timedelta(days=1),
        "withdrawal_reason": "x",
        "withdrawn_at": timezone.now(),
    }
    known = {} if status in ("draft", "returned", "submitted", "reviewed", "checked") else facts
    Publication.objects.filter(pk=article.pk).update(status=status, screened_version=1, **known)


def encoded(text: str) -> str:
    """As a browser sends it: half a character becomes a replacement."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("status", ["draft", "submitted", "checked", "scheduled", "published"])
def test_no_verb_breaks_over_what_is_typed(client, article, everyone, status, name):
    client.force_login(everyone)
    text = encoded(NASTY[name])
    answers = dict.fromkeys(
        ("remark", "reason", "note", "text", "question", "quote", "at_0", "at_1", "days"), text
    )
    for slug in SLUGS:
        in_status(article, status)
        response = client.post(
            address(article, slug), {**answers, "block": text, "remark": text, "ask": text}
        )
        assert response.status_code in (200, 302, 400, 403, 404), slug
    for route, args in (
        ("answer_finding", [7001]),
        ("remark_act", [7001, "answer"]),
        ("remark_act", [7001, "settle"]),
    ):
        url = reverse(f"admin:disclosure_article_{route}", args=[article.pk, *args])
        assert client.post(url, answers).status_code in (302, 400, 404), route
    for slug in ("review_desk", "versions", "change", "preview"):
        assert client.get(address(article, slug)).status_code == 200


@pytest.mark.parametrize(
    "moment", MOMENTS, ids=lambda moment: "-".join(moment).encode("ascii", "replace").decode()
)
def test_no_moment_breaks_the_schedule_or_the_form(client, article, everyone, moment):
    client.force_login(everyone)
    in_status(article, Status.SIGNED)
    day, hour = moment
    response = client.post(address(article, "schedule"), {"at_0": day, "at_1": hour})
    assert response.status_code in (200, 302)
    in_status(article, Status.DRAFT)
    answers = fill_in(client, address(article), expires_at_0=day, expires_at_1=hour)
    for name in ("formed_on", "effective_on", "ceases_on"):
        answers[name] = day
    assert client.post(address(article), answers).status_code in (200, 302)
    for slug in ("change", "review_desk", "versions"):
        assert client.get(address(article, slug)).status_code == 200
    assert client.get("/admin/disclosure/article/").status_code == 200
    assert client.get("/admin/").status_code == 200
    pipeline.publish_due()
    pipeline.take_down_expired()


@pytest.mark.parametrize("day", ["0001-01-01", "0202-06-01", "2020-01-01"])
def test_a_day_that_is_over_is_told_beside_the_field(client, article, author, day):
    client.force_login(author)
    answers = fill_in(client, address(article), title="不能丢", expires_at_0=day, expires_at_1="09:00")
    response = client.post(address(article), answers)
    assert any("应当晚于现在" in error for error in errors(response))
    assert page(response).select_one("[name=title]")["value"] == "不能丢"


def test_the_browsers_local_time_is_the_countys(client, article, everyone):
    client.force_login(everyone)
    in_status(article, Status.SIGNED)
    client.post(address(article, "schedule"), {"at_0": "2099-03-05", "at_1": "09:00"})
    article.refresh_from_db()
    assert article.publish_at.isoformat() == "2099-03-05T01:00:00+00:00"


@pytest.mark.parametrize("name", NASTY)
def test_no_title_or_body_breaks_the_form(client, author, finance, name):
    client.force_login(author)
    article = make_article("低保资金发放情况", finance, created_by=author)
    text = encoded(NASTY[name])
    for field in ("title", "summary", "body", "keywords", "source", "document_number", "base_version"):
        answers = fill_in(client, address(article), **{field: text})
        response = client.post(address(article), answers)
        assert response.status_code in (200, 302), field
        assert client.get(address(article)).status_code == 200
    article.refresh_from_db()
    assert "\n" not in article.title and "\x00" not in article.title + article.body
    assert "<script" not in article.body and "onerror" not in article.body


def test_five_megabytes_of_text_are_taken_or_refused_with_a_sentence(client, author, finance):
    client.force_login(author)
    article = make_article(organization=finance, created_by=author)
    body = "<p>" + "第一条　为了规范管理，制定本办法。" * 100 + "</p>"
    answers = fill_in(client, address(article), body=body * 1000)
    response = client.post(address(article), answers)
    assert response.status_code in (200, 302, 400, 413)
    if response.status_code == 200:
        assert errors(response)


def test_five_hundred_attachments_can_be_looked_through(
    client, article, everyone, django_assert_max_num_queries
):
    Attachment.objects.bulk_create(
        Attachment(
            publication_id=article.pk,
            file=f"attachments/x/{n}",
            name=f"附件{n}.txt",
            content_type="text/plain",
            extension="txt",
            size=1,
            sha256=f"{n:064d}",
        )
        for n in range(500)
    )
    client.force_login(everyone)
    for slug in ("change", "review_desk"):
        with django_assert_max_num_queries(80):
            assert client.get(address(article, slug)).status_code == 200
    answers = fill_in(client, address(article), title="五百个附件")
    response = client.post(address(article), answers)
    assert response.status_code in (200, 302, 400), response.status_code
    article.refresh_from_db()
    assert article.title == "五百个附件" or response.status_code != 302


def test_markup_in_reasons_and_remarks_is_shown_as_text(client, finance, everyone, issuer):
    """On the public notice, the list of steps, the reviewing page, the history, the ledger, the desk."""
    public = make_published(f"标题{SCRIPT}", organization=finance)
    pipeline.withdraw(public, issuer, SCRIPT)
    draft = make_article(f"标题{SCRIPT}", finance, created_by=issuer, status=Status.SUBMITTED)
    pipeline.return_(draft, everyone, SCRIPT)
    Remark.objects.create(publication_id=draft.pk, text=SCRIPT, quote=SCRIPT, by=everyone)
    Finding.objects.create(
        publication_id=draft.pk,
        code="x",
        level="answer",
        place=SCRIPT,
        excerpt=SCRIPT,
        proposal=SCRIPT,
        fingerprint="f",
    )
    everyone.organization = finance
    client.force_login(everyone)
    addresses = [f"/publications/{public.pk}/", "/ledger/", "/admin/", "/admin/disclosure/finding/"]
    addresses += [
        address(draft, slug) for slug in ("change", "review_desk", "versions", "history", "preview")
    ]
    addresses += [address(draft, slug) for slug in ("submit", "return", "withdraw", "correct")]
    for url in addresses:
        response = client.get(url)
        assert response.status_code in (200, 410), url
        assert not [tag for tag in page(response).select("script") if "alert" in tag.text], url
        assert not page(response).select("[onerror]"), url


def test_a_title_of_two_lines_becomes_one(client, author, finance):
    article = make_article("第一行\r\n第二行", finance, created_by=author)
    article.refresh_from_db()
    assert article.title.split() == ["第一行", "第二行"] or article.title == "第一行第二行"


@pytest.mark.parametrize("alt", [" ", "\u3000", "图" * 5000, "图\x00", SCRIPT])
def test_words_of_an_uploaded_picture(client, article, author, alt):
    client.force_login(author)
    data = {"upload": SimpleUploadedFile("a.png", image()), "alt": alt}
    response = client.post(address(article, "picture_upload"), data)
    assert response.status_code in (200, 400)
    assert response.json().keys() <= {"picture", "refusal"}


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "topic=%00",
        "organization=%00",
        "status=%00",
        "p=-1",
        "p=99999",
        "o=9.9.9",
        "e=1",
        "_facets=True",
        "q=" + "%F0%9F%98%80" * 300,
    ],
)
@pytest.mark.parametrize(
    "path", ["article", "publication", "finding", "consent", "interpretationplan", "validitychange"]
)
def test_no_list_breaks_over_its_address(client, author, path, query):
    client.force_login(author)
    response = client.get(f"/admin/disclosure/{path}/?{query}")
    assert response.status_code in (200, 302, 400)
