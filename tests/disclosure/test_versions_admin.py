"""历史版本 and 更正 at the desk: who sees them, what they show, what they refuse, and that text stays text."""

import pytest
from django.utils import timezone

from disclosure.files import store_attachment
from disclosure.locking import take
from disclosure.models import Article, Publication, Version
from disclosure.versions import save_version, start_correction
from disclosure.vocabulary import Status
from tests.factories import make_published, make_user

from .desk import address, messages, page
from .uploads import PDF, upload

pytestmark = pytest.mark.django_db
NASTY = '<script>alert("x")</script><img src=x onerror=alert(1)>'
NOTE = {"note": "附件金额有误，现更正"}


@pytest.fixture
def written(draft, author):
    """A draft with two versions: the second has another title, another number in the text, and an attachment."""
    draft.body = "<p>收入1200万元。</p><p>支出1100万元。</p>"
    draft.save()
    save_version(draft, author)
    draft.title, draft.body = "2025年度部门预算（修订）", "<p>收入1260万元。</p><p>支出1100万元。</p>"
    draft.save()
    store_attachment(draft, upload("预算表.pdf", PDF))
    save_version(draft, author, "补上附件")
    return draft


@pytest.fixture
def public(finance, calendar):
    return make_published("2025年度部门预算", organization=finance)


def pages_of(publication) -> dict[str, str]:
    base = address(publication).removesuffix("change/")
    return {
        "versions": f"{base}versions/",
        "compare": f"{base}versions/compare/?old=1&new=2",
        "restore": f"{base}versions/1/restore/",
        "correct": f"{base}correct/",
        "preview": f"{base}preview/",
    }


@pytest.mark.parametrize("name", ["versions", "compare", "restore", "correct", "preview"])
def test_who_sees_the_pages(client, written, author, education, name):
    url = pages_of(written)[name]
    response = client.get(url)
    assert response.status_code == 302 and "/admin/login/" in response["Location"]
    no_right = make_user(organization=written.organization)
    elsewhere = make_user(organization=education, roles=["经办人"])
    client.force_login(no_right)
    assert client.get(url).status_code == 403
    client.force_login(elsewhere)
    response = client.get(url, follow=True)
    assert written.title not in response.content.decode()
    client.force_login(author)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["restore", "correct", "preview"])
def test_who_may_act_is_asked_again_when_it_is_sent(client, written, education, name):
    reader = make_user(organization=written.organization, roles=["督查员"])
    for user in (reader, make_user(organization=education, roles=["经办人"])):
        client.force_login(user)
        client.post(pages_of(written)[name], {**NOTE, "days": 1})
        written.refresh_from_db()
        assert written.version_number == 2
        assert not Publication.objects.filter(corrects__isnull=False).exists()
        assert not written.preview_links.exists()


def test_the_list_says_number_who_when_what_for(client, written, author):
    client.force_login(author)
    rows = page(client.get(pages_of(written)["versions"])).select("table.versions tbody tr")
    first, second = (row.get_text(" ", strip=True) for row in rows)
    assert "第2版（最新）" in first and str(author) in first and "补上附件" in first and "未公开" in first
    assert second.startswith("第1版")


def test_the_list_takes_as_many_queries_for_many_versions(
    client, written, author, django_assert_max_num_queries
):
    client.force_login(author)
    for number in range(3, 90):
        Version.objects.create(publication=written, number=number, saved_by=author, content={})
    with django_assert_max_num_queries(12):
        response = client.get(pages_of(written)["versions"])
    assert len(page(response).select("table.versions tbody tr")) == 50
    assert "第2页，共2页" in client.get(pages_of(written)["versions"] + "?p=2").content.decode()


def test_two_versions_side_by_side_with_signs_and_not_by_colour_alone(client, written, author):
    client.force_login(author)
    found = page(client.get(pages_of(written)["compare"]))
    title = next(
        row for row in found.select("table.compare tr") if row.th and row.th.get_text().startswith("标题")
    )
    assert title.select_one("ins").get_text() == "[＋（修订）]"
    changed = found.select_one(".compare-body tr.is-changed")
    assert changed.select_one("del").get_text() == "[－1200]"
    assert changed.select_one("ins").get_text() == "[＋1260]"
    assert "预算表.pdf" in found.select_one(".compare-rows ins").get_text()
    assert len(found.select(".compare-body tr.is-same")) == 1


def test_only_what_differs(client, written, author):
    client.force_login(author)
    found = page(client.get(pages_of(written)["compare"] + "&only=1"))
    assert not found.select("tr.is-same")
    assert "（1段相同，未列出）" in found.select_one(".compare-body").get_text()


def test_one_version_alone_is_read(client, written, author):
    client.force_login(author)
    found = page(client.get(pages_of(written)["compare"].replace("old=1&", "")))
    assert "收入1260万元。" in found.select_one(".compare-body").get_text()
    assert not found.select("table ins, table del")


@pytest.mark.parametrize(
    "query", ["", "?old=1&new=9", "?new=x", "?new=public", f"?new={'9' * 40}", "?new=-1", "?new=²"]
)
def test_a_version_that_is_not_there_is_not_found(client, written, author, query):
    client.force_login(author)
    assert client.get(pages_of(written)["versions"] + "compare/" + query).status_code == 404


def test_versions_of_another_publication_are_not_reached(client, written, author, finance):
    other = make_published("另一条", organization=finance)
    save_version(other, author)
    client.force_login(author)
    assert client.get(pages_of(other)["compare"]).status_code == 404


def test_text_stays_text(client, written, author):
    written.title, written.summary = NASTY, NASTY
    written.save()
    version = save_version(written, author, NASTY)
    version.content["fields"]["body"] = f"<p>{NASTY}</p>"
    version.content["attachments"][0]["name"] = NASTY
    version.save()
    client.force_login(author)
    for url in (*pages_of(written).values(), pages_of(written)["compare"].replace("new=2", "new=3")):
        found = page(client.get(url))
        assert not [s for s in found.select("script") if "alert" in s.get_text()], url
        assert not found.select("[onerror]"), url


def test_a_draft_goes_back_and_the_newer_version_stays(client, written, author):
    client.force_login(author)
    response = client.post(pages_of(written)["restore"], follow=True)
    assert "已恢复为第1版的内容" in messages(response)[0]
    now = Article.objects.get(pk=written.pk)
    assert (now.title, now.version_number, now.attachments.count()) == ("2025年度部门预算", 3, 0)
    assert now.versions.first().note == "恢复第1版"
    client.post(pages_of(written)["restore"].replace("versions/1/", "versions/2/"))
    now = Article.objects.get(pk=written.pk)
    assert (now.title, now.attachments.get().name) == ("2025年度部门预算（修订）", "预算表.pdf")


def test_looking_changes_nothing(client, written, author):
    client.force_login(author)
    for url in pages_of(written).values():
        client.get(url)
    written.refresh_from_db()
    assert (written.version_number, Version.objects.count()) == (2, 2)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.REVIEWED, Status.CHECKED, Status.SIGNED])
def test_under_review_it_says_why_it_does_not_go_back(client, written, author, status):
    Publication.objects.filter(pk=written.pk).update(status=status, signed_at=timezone.now())
    client.force_login(author)
    response = client.get(pages_of(written)["restore"])
    assert "请先收回或者退回" in response.content.decode() and not page(response).select("#content form")
    client.post(pages_of(written)["restore"])
    written.refresh_from_db()
    assert written.version_number == 2


def test_while_a_colleague_writes_it_does_not_go_back(client, written, author, both):
    take(written, both)
    client.force_login(author)
    assert f"{both}正在编辑这份稿子" in client.get(pages_of(written)["restore"]).content.decode()


def test_what_is_public_goes_back_as_a_correction(client, public, author, calendar):
    save_version(public, author)
    Publication.objects.filter(pk=public.pk).update(title="后来的标题")
    save_version(Article.objects.get(pk=public.pk), author)
    client.force_login(author)
    assert "更正说明" in client.get(pages_of(public)["restore"]).content.decode()
    client.post(pages_of(public)["restore"], {"note": ""})
    assert not public.corrections.exists()
    client.post(pages_of(public)["restore"], NOTE)
    draft = public.corrections.get()
    public.refresh_from_db()
    assert (draft.title, draft.correction_note, public.title) == (
        "2025年度部门预算",
        NOTE["note"],
        "后来的标题",
    )
    titles = [v.content["fields"]["title"] for v in draft.versions.order_by("number")]
    assert titles == ["后来的标题", "2025年度部门预算"]


def test_a_correction_is_started_at_the_desk(client, public, author):
    client.force_login(author)
    assert pages_of(public)["correct"] in client.get(address(public)).content.decode()
    response = client.post(pages_of(public)["correct"], NOTE, follow=True)
    draft = public.corrections.get()
    assert response.redirect_chain[-1][0] == address(Article.objects.get(pk=draft.pk))
    assert "更正稿已经建立" in messages(response)[0]
    text = response.content.decode()
    assert "与公开的内容对比" in text and NOTE["note"] in text
    assert "请接着办理那一份" in client.get(pages_of(public)["correct"]).content.decode()


def test_without_a_note_it_is_asked_for_again(client, public, author):
    client.force_login(author)
    response = client.post(pages_of(public)["correct"], {"note": " "})
    assert "请写明更正了什么、为什么" in response.content.decode()
    assert not public.corrections.exists()


def test_a_correction_is_compared_with_what_is_public(client, public, author):
    draft = start_correction(public, author, "更正标题")
    draft.title = "2025年度部门预算（更正）"
    draft.save()
    save_version(draft, author)
    client.force_login(author)
    url = pages_of(draft)["versions"] + "compare/?old=public&new=2&only=1"
    found = page(client.get(url))
    assert found.select_one("table.compare ins").get_text() == "[＋（更正）]"
    assert public.index_number in found.select_one(".compare-sides").get_text()


def test_the_public_note_is_changed_on_the_correction(client, public, author):
    draft = start_correction(public, author, "更正标题")
    client.force_login(author)
    response = client.post(pages_of(draft)["correct"], {"note": "更正年度"}, follow=True)
    draft.refresh_from_db()
    assert (draft.correction_note, messages(response)) == ("更正年度", ["更正说明已经修改。"])


def test_a_reader_is_told_why_not(client, public, finance):
    client.force_login(make_user(organization=finance, roles=["签发人"]))
    assert "请由本单位经办人起草更正稿" in client.get(pages_of(public)["correct"]).content.decode()


def test_the_desk_leads_to_versions_and_preview(client, written, author):
    client.force_login(author)
    text = client.get(address(written)).content.decode()
    assert pages_of(written)["versions"] in text and pages_of(written)["preview"] in text
