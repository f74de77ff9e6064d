"""Links that could not be seen: cleaning makes them visible, and screening remembers that they were hidden."""

import pytest

from disclosure import hidden_links, pipeline, screening
from disclosure.models import Article, Finding
from disclosure.vocabulary import FindingState, Status
from portal.refusal import NotAllowed

from .desk import ADD, address, fill_in, messages, new_article

HREF = "https://www.gov.cn/zhengce/?a=1&b=2"
HIDDEN = f'<p>正文。<a href="{HREF.replace("&", "&amp;")}" style="display:none">国务院</a></p>'
SEEN = HIDDEN.replace(' style="display:none"', "")


@pytest.fixture
def clerk(client, author):
    client.force_login(author)
    return client


def kept() -> list[tuple[str, str, str]]:
    return list(Finding.objects.filter(code="hidden_link").values_list("level", "state", "place"))


def saved(clerk, **answers):
    return clerk.post(ADD, new_article(clerk, **answers), follow=True)


def test_saving_warns_and_keeps_a_finding(clerk):
    told = " ".join(messages(saved(clerk, body=HIDDEN)))
    assert "原来看不见的链接" in told and HREF in told and "请核对" in told
    article = Article.objects.get()
    assert "display" not in article.body and "href=" in article.body
    assert kept() == [("blocks", "open", "正文")]


def test_an_ordinary_link_says_nothing(clerk):
    assert not [said for said in messages(saved(clerk, body=SEEN)) if "看不见" in said]
    assert kept() == []


def test_screening_does_not_take_being_visible_for_being_put_right(clerk, office):
    saved(clerk, body=HIDDEN)
    article = Article.objects.get()
    assert [f.code for f in screening.screen_publication(article) if f.level == "blocks"] == ["hidden_link"]
    with pytest.raises(NotAllowed) as refusal:
        pipeline.submit(article, office["author"])
    assert "必须改正" in "".join(refusal.value.reasons)


def test_it_is_put_right_when_the_link_is_gone(clerk, office):
    saved(clerk, body=HIDDEN)
    article = Article.objects.get()
    clerk.post(address(article), fill_in(clerk, address(article), body="正文。"))
    article.refresh_from_db()
    screening.screen_publication(article)
    assert Finding.objects.get(code="hidden_link").state == FindingState.FIXED
    assert pipeline.submit(article, office["author"]).status == Status.SUBMITTED


def test_the_secrecy_officers_answer_stays(clerk, office):
    saved(clerk, body=HIDDEN)
    article = Article.objects.get()
    screening.answer(Finding.objects.get(code="hidden_link"), office["secrecy"], "原页面的返回链接，无害")
    screening.screen_publication(article)
    assert Finding.objects.get(code="hidden_link").state == FindingState.ANSWERED


def test_hidden_again_after_it_was_put_right_is_open_again(clerk, draft):
    found = hidden_links.hidden_in(HIDDEN)
    draft.body = SEEN
    draft.save()
    hidden_links.note(draft, found)
    Finding.objects.update(state=FindingState.FIXED)
    screening.screen_publication(draft)
    assert Finding.objects.get(code="hidden_link").state == FindingState.FIXED, "visible now, put in anew"
    hidden_links.note(draft, found)
    assert Finding.objects.get(code="hidden_link").state == FindingState.OPEN


def test_a_link_that_cleaning_took_away_is_not_kept(draft):
    assert hidden_links.note(draft, hidden_links.hidden_in(HIDDEN)) == []
    assert kept() == []


@pytest.mark.parametrize(
    "href",
    [
        "https://www.gov.cn/%E4%B8%AD?x=%20",
        "https://www.gov.cn/政策 文件.html",
        "/publications/1/",
        "//www.gov.cn/a",
    ],
)
def test_an_address_is_known_again_after_cleaning(draft, href):
    draft.body = f'<p>甲<a href="{href}">乙</a></p>'
    draft.save()
    raw = f'<div style="font-size:0"><a href=" {href} ">乙</a></div>'
    assert hidden_links.note(draft, hidden_links.hidden_in(raw))


def test_what_was_pasted_hidden_is_remembered_until_it_is_saved(clerk):
    pasted = f'<p>文字<a href="{HREF}"><font color="#ffffff">国务院</font></a></p>'
    answer = clerk.post("/admin/disclosure/article/clean-paste/", {"html": pasted}).json()
    assert "color" not in answer["html"] and HREF.split("?")[0] in answer["html"]
    told = " ".join(messages(saved(clerk, body=answer["html"])))
    assert "原来看不见的链接" in told
    assert kept() == [("blocks", "open", "正文")]
    assert clerk.session["hidden_links"] == []


def test_what_was_pasted_and_taken_out_again_leaves_no_trace(clerk):
    clerk.post("/admin/disclosure/article/clean-paste/", {"html": HIDDEN})
    assert not [said for said in messages(saved(clerk, body="正文。")) if "看不见" in said]
    assert kept() == []
