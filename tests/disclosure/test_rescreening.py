"""重新检查 after the word lists changed, and 检查发现 across publications, as each visitor gets them."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from disclosure import pipeline, rescreening, screening
from disclosure.files import store_attachment
from disclosure.jobs import rescreen_many
from disclosure.models import Finding, Publication
from disclosure.vocabulary import Status
from portal.jobs.models import Job, State
from portal.jobs.working import Work
from portal.screening import Words
from portal.screening.models import WordRule
from tests.factories import make_article, make_published, make_user

from .desk import LIST, address, messages, page
from .uploads import PDF, upload

pytestmark = pytest.mark.usefixtures("empty_cache")
FINDINGS = reverse("admin:disclosure_finding_changelist")
ALL = reverse("admin:disclosure_rescreen_all")
NEW_WORD = "旧提法"


@pytest.fixture
def inspector(county):
    return make_user(organization=county, roles=["督查员"])


@pytest.fixture
def public(finance, calendar):
    made = make_published(
        "已经公开的", organization=finance, body=f"<p>这里有{NEW_WORD}。</p>", summary="摘要"
    )
    screening.screen_publication(made)
    return made


@pytest.fixture
def new_rule(db):
    return WordRule.objects.create(kind="banned", text=NEW_WORD, reason="已经废止的提法")


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Press a button that starts a job, which is done at once; returns the page of the job."""

    def send(url, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, data or {})
        return client.get(response["Location"])

    return send


def open_findings(publication) -> list[str]:
    return list(publication.findings.filter(state="open", level="blocks").values_list("excerpt", flat=True))


class TestEverything:
    def test_what_is_public_and_what_is_under_way_is_found_with_the_new_list(
        self, client, press, inspector, public, new_rule, finance, education, office
    ):
        moving = make_article(body=f"<p>{NEW_WORD}</p>", organization=education, status=Status.CHECKED)
        draft = make_article(body=f"<p>{NEW_WORD}</p>", organization=finance)
        client.force_login(inspector)
        shown = page(client.get(ALL)).text
        assert "已经公开的1条" in shown and "正在办理的1条" in shown
        done = page(press(ALL))
        assert done.select_one("#job-state").text == "完成"
        assert "检查了2条信息：2条有需要改正或者说明的地方" in done.text
        links = {a.text: a["href"] for a in done.select("#job li a")}
        assert links["已经公开的"] == address(public, "review_desk") + "#findings"
        assert open_findings(public) and open_findings(moving) and not open_findings(draft)

    def test_nothing_is_moved(self, client, press, inspector, public, new_rule):
        before = Publication.objects.values_list("status", "published_at", "version_number").get(pk=public.pk)
        client.force_login(inspector)
        press(ALL)
        assert (
            Publication.objects.values_list("status", "published_at", "version_number").get(pk=public.pk)
            == before
        )
        assert not public.steps.exists()

    def test_what_is_under_way_is_held_by_what_is_found(
        self, client, press, inspector, finance, office, new_rule
    ):
        moving = make_article(
            body=f"<p>{NEW_WORD}</p>",
            organization=finance,
            status=Status.CHECKED,
            created_by=office["author"],
        )
        client.force_login(inspector)
        press(ALL)
        assert "没有处理" in "".join(
            pipeline.why_not(Publication.objects.get(pk=moving.pk), "sign", office["issuer"])
        )

    def test_a_broken_file_is_named_and_does_not_stop_the_others(
        self, client, press, inspector, public, new_rule, finance
    ):
        lost = make_published("文件丢了的", organization=finance)
        attachment = store_attachment(lost, upload("预算表.pdf", PDF))
        default_storage.delete(attachment.file.name)
        client.force_login(inspector)
        text = page(press(ALL)).text
        assert "有1条没有检查成" in text and "文件丢了的：没有检查成" in text.replace("\n", "")
        assert open_findings(public)

    def test_only_one_at_a_time(self, client, inspector, public):
        running = Job.objects.create(kind="rescreen", title="全部重新检查", started_by=inspector)
        client.force_login(inspector)
        assert page(client.get(ALL)).select_one(".errornote").text == "“全部重新检查”还没有做完。"
        response = client.post(ALL, follow=True)
        assert "还没有做完" in messages(response)[0]
        assert Job.objects.get() == running

    def test_a_version_saved_meanwhile_is_read_again(self, public, author, new_rule, monkeypatch):
        calls = []

        def find(publication, words):
            calls.append(publication.version_number)
            if len(calls) == 1:
                Publication.objects.filter(pk=publication.pk).update(version_number=7)
            return screening.find_in(publication, words)

        monkeypatch.setattr(rescreening, "find_in", find)
        assert rescreening.rescreen(public.pk, Words.load())
        assert calls == [0, 7]


class TestSelected:
    def choose(self, *rows):
        return {"action": "rescreen_selected", "_selected_action": [row.pk for row in rows]}

    def test_selected_rows_are_screened(self, client, press, author, public, new_rule, finance):
        other = make_published("别的", organization=finance, body=f"<p>{NEW_WORD}</p>")
        client.force_login(author)
        done = page(press(LIST, self.choose(public)))
        assert "重新检查所选的1条信息" in done.select_one("h1").text
        assert open_findings(public) and not open_findings(other)

    def test_the_action_is_for_those_who_work_on_them(self, client, public, finance):
        def offered(*roles):
            client.force_login(make_user(organization=finance, roles=roles))
            return page(client.get(LIST)).select("option[value=rescreen_selected]")

        assert offered("经办人") and offered("保密审查员")
        assert not offered("依申请受理员")

    def test_what_lies_outside_the_scope_is_left_alone(self, client, press, public, new_rule, education):
        stranger = make_user(organization=education, roles=["经办人"])
        made = Job.objects.create(kind="rescreen", title="x", started_by=stranger)
        outcome = rescreen_many(Work(made), selected=[public.pk])
        assert "检查了0条" in outcome.message and not open_findings(public)


class TestFindingsList:
    @pytest.fixture
    def found(self, public, new_rule):
        screening.screen_publication(public)
        return public.findings.get(level="blocks")

    def titles(self, client, query=""):
        rows = page(client.get(f"{FINDINGS}{query}")).select("#result_list tbody tr")
        return [row.select_one(".field-kind").text for row in rows]

    @pytest.mark.parametrize(
        ("visitor", "status"), [("nobody", 302), ("no right", 403), ("elsewhere", 200), ("clerk", 200)]
    )
    def test_who_sees_the_list(self, client, found, finance, education, visitor, status):
        users = {
            "no right": lambda: make_user(organization=finance),
            "elsewhere": lambda: make_user(organization=education, roles=["保密审查员"]),
            "clerk": lambda: make_user(organization=finance, roles=["经办人"]),
        }
        if visitor in users:
            client.force_login(users[visitor]())
        response = client.get(FINDINGS)
        assert response.status_code == status
        assert (NEW_WORD in response.content.decode()) == (visitor == "clerk")
        detail = client.get(reverse("admin:disclosure_finding_change", args=[found.pk]))
        wanted = address(found.publication.article, "review_desk") + "#findings"
        assert (detail.status_code == 302 and detail["Location"] == wanted) == (visitor == "clerk")

    @pytest.mark.parametrize(
        ("visitor", "status"),
        [("nobody", 302), ("no right", 403), ("clerk", 403), ("inspector", 200), ("administrator", 200)],
    )
    def test_who_may_have_everything_screened(self, client, finance, county, visitor, status):
        users = {
            "no right": lambda: make_user(organization=finance),
            "clerk": lambda: make_user(organization=finance, roles=["经办人"]),
            "inspector": lambda: make_user(organization=county, roles=["督查员"]),
            "administrator": lambda: make_user(organization=county, roles=["系统管理员"]),
        }
        if visitor in users:
            client.force_login(users[visitor]())
        assert client.get(ALL).status_code == status
        assert client.post(ALL).status_code == (302 if status == 200 else status)
        assert Job.objects.filter(state=State.WAITING).exists() == (status == 200)

    def test_what_waits_is_shown_first_and_the_rest_on_request(self, client, found, office):
        client.force_login(office["secrecy"])
        assert "禁用语" in self.titles(client)
        screening.answer(found, office["secrecy"], "引用历史文件")
        assert "禁用语" not in self.titles(client)
        assert self.titles(client, "?state=answered") == ["禁用语"]
        assert "禁用语" in self.titles(client, "?state=all")
        assert self.titles(client, "?state=all&code=banned_word") == ["禁用语"]
        assert self.titles(client, "?state=all&public=0") == []
        assert self.titles(client, "?state=all&level__exact=blocks") == ["禁用语"]

    def test_every_kind_of_finding_has_a_chinese_name(self, client, found, office, finance):
        bare = make_article(
            "不予公开", finance, topic="综合政务\\其他", body='<p><a href="/nowhere/">x</a></p>'
        )
        screening.screen_publication(bare)
        client.force_login(office["author"])
        assert all(not name.isascii() for name in self.titles(client))

    def test_it_leads_to_where_it_is_answered(self, client, found, office):
        client.force_login(office["secrecy"])
        link = page(client.get(FINDINGS)).select_one("#result_list .field-title a")["href"]
        assert page(client.get(link)).select_one(f"#answer-{found.pk}")

    def test_queries_do_not_grow_with_the_rows(
        self, client, office, public, new_rule, finance, django_assert_max_num_queries
    ):
        for _ in range(12):
            screening.screen_publication(make_published(organization=finance))
        client.force_login(office["author"])
        client.get(FINDINGS)
        with django_assert_max_num_queries(14):
            assert len(self.titles(client)) > 20

    def test_it_is_read_only(self, client, found, county):
        client.force_login(make_user(organization=county, roles=["系统管理员"]))
        assert client.get(f"{FINDINGS}add/").status_code == 403
        assert client.post(f"{FINDINGS}{found.pk}/delete/").status_code in (302, 403)
        assert Finding.objects.filter(pk=found.pk).exists()
