"""Long work: done once, watched on a page of its own by whoever started it, and ended with a sentence whatever happens."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.jobs import live, running, services
from portal.jobs.models import Job, State
from portal.jobs.registry import KINDS, Outcome, job
from portal.refusal import NotAllowed
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds():
    """Jobs of the tests' own; the cache begins empty."""
    cache.clear()
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.fixture
def clerk():
    return make_user(organization=make_organization(), roles=["经办人"])


@pytest.fixture
def counting():
    @job("count")
    def count(work, numbers):
        work.expect(len(numbers))
        for _ in numbers:
            work.advance()
        return Outcome(f"数了{len(numbers)}个数。", lines=({"text": "第一个", "url": "/a/", "note": "1"},))


def started(kind: str, user, **arguments) -> Job:
    """A job that was begun and, unless it waits for something, carried out."""
    made = services.start(kind, "数数", user, **arguments)
    running.dispatch(made.pk)
    made.refresh_from_db()
    return made


def waiting(user=None, **fields) -> Job:
    return Job.objects.create(started_by=user, **{"kind": "count", "title": "数数", **fields})


def county_administrator():
    return make_user(organization=make_organization(is_competent_authority=True), roles=["系统管理员"])


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


class TestCarryingOut:
    def test_it_is_done_and_says_what_it_came_to(self, counting, clerk):
        done = started("count", clerk, numbers=[1, 2, 3])
        assert (done.state, done.done, done.total, done.percent) == (State.FINISHED, 3, 3, 100)
        assert done.message == "数了3个数。"
        assert done.result == {"lines": [{"text": "第一个", "url": "/a/", "note": "1"}], "more": 0}
        assert done.started_at <= done.finished_at

    def test_it_begins_when_the_transaction_is_committed(
        self, counting, clerk, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            made = services.start("count", "数数", clerk, numbers=[1])
            assert made.state == State.WAITING
        made.refresh_from_db()
        assert made.state == State.FINISHED

    def test_a_kind_nobody_registered_does_not_begin(self, clerk):
        with pytest.raises(LookupError):
            services.start("nothing", "没有", clerk)

    def test_handed_out_twice_it_is_done_once(self, clerk):
        calls = []
        job("once")(lambda work: calls.append(work.job.pk))
        made = started("once", clerk)
        running.execute(made.pk)
        assert calls == [made.pk]

    def test_an_exception_ends_it_with_a_sentence_and_is_logged(self, clerk, caplog):
        @job("break")
        def broken(work):
            work.expect(10)
            work.advance(4)
            raise ZeroDivisionError("secret detail")

        failed = started("break", clerk)
        assert (failed.state, failed.done, failed.total) == (State.FAILED, 4, 10)
        assert "系统出错，没有做完" in failed.message and "secret" not in failed.message
        assert "secret detail" in caplog.text

    def test_a_refusal_is_told_in_its_own_words(self, clerk):
        def refused(work):
            raise NotAllowed(["目录有了变化，请重新上传。"])

        job("refuse")(refused)
        failed = started("refuse", clerk)
        assert (failed.state, failed.message) == (State.FAILED, "目录有了变化，请重新上传。")

    def test_a_kind_that_is_gone_after_an_upgrade_is_no_crash(self, clerk):
        left = waiting(clerk, kind="no longer there")
        running.execute(left.pk)
        left.refresh_from_db()
        assert left.state == State.FAILED

    def test_very_many_lines_are_kept_in_part(self, clerk):
        lines = tuple({"text": str(n), "url": "", "note": ""} for n in range(running.MOST_LINES + 7))
        job("many")(lambda work: Outcome(lines=lines))
        done = started("many", clerk)
        assert (len(done.result["lines"]), done.result["more"]) == (running.MOST_LINES, 7)

    def test_what_is_a_month_old_is_forgotten_with_its_file(self, counting, clerk):
        job("write")(lambda work: Outcome(file=ContentFile(b"x"), filename="清单.xlsx"))
        old = started("write", clerk)
        path = old.file.path
        Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
        services.start("count", "数数", clerk, numbers=[])
        assert not Job.objects.filter(pk=old.pk).exists()
        with pytest.raises(FileNotFoundError), open(path):
            pass


class TestProgress:
    def test_it_is_seen_while_the_job_runs(self, clerk, client):
        seen = []

        @job("look")
        def look(work):
            client.force_login(clerk)
            work.expect(4)
            work.advance(1, "正在数。")
            seen.append(client.get(f"/admin/jobs/job/{work.job.pk}/state/").json())

        started("look", clerk)
        assert seen == [
            {
                "under_way": True,
                "state": "进行中",
                "percent": 25,
                "words": "共4项，已完成1项（25%）。正在数。",
            }
        ]

    def test_it_never_says_100_before_it_is_done(self):
        assert waiting(state=State.RUNNING, done=5, total=5).percent == 99

    def test_a_job_that_waits_is_stopped_at_once(self, counting, clerk):
        made = services.start("count", "数数", clerk, numbers=[1])
        services.cancel(made)
        running.execute(made.pk)
        made.refresh_from_db()
        assert (made.state, made.done) == (State.CANCELLED, 0)

    def test_a_job_that_runs_stops_at_its_next_step(self, clerk):
        @job("endless")
        def endless(work):
            while True:
                work.advance()
                services.cancel(work.job)

        assert started("endless", clerk).state == State.CANCELLED


class TestDeadProcess:
    def test_nothing_heard_for_two_minutes_is_shown_as_broken_off(self, client, clerk):
        left = waiting(
            clerk, state=State.RUNNING, started_at=timezone.now(), heartbeat=timezone.now(), total=9
        )
        client.force_login(clerk)
        address = f"/admin/jobs/job/{left.pk}/"
        assert page_of(client.get(address)).select_one("#job-state").text == "进行中"
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            client.force_login(clerk)
            page = page_of(client.get(address))
            assert page.select_one("#job-state").text == "中断"
            assert "重新发起" in page.select_one(".errornote").text
            assert not page.select("#job[data-state-url], noscript meta")
            assert client.get(f"{address}state/").json()["under_way"] is False

    def test_a_heartbeat_keeps_it_alive(self, clerk):
        left = waiting(clerk, state=State.RUNNING, heartbeat=timezone.now() - timedelta(minutes=10))
        assert left.is_lost
        live.beat(left.pk)
        assert not live.overlay(left).is_lost

    def test_what_waited_in_a_process_that_is_gone_is_lost_but_a_broker_keeps_it(self, settings, clerk):
        left = waiting(clerk)
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            assert left.is_lost
            settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
            assert not left.is_lost and left.waits_long

    def test_a_dead_one_does_not_bar_the_next(self, clerk):
        waiting(clerk, state=State.RUNNING, heartbeat=timezone.now() - timedelta(minutes=10))
        assert services.under_way("count", clerk) is None
        alive = waiting(clerk)
        assert services.under_way("count") == alive


class TestPages:
    @pytest.fixture
    def made(self, counting, clerk):
        return started("count", clerk, numbers=[1])

    @pytest.mark.parametrize("what", ["", "state/", "cancel/", "file/", "change/"])
    @pytest.mark.parametrize(
        ("visitor", "status"),
        [
            ("nobody", 302),
            ("no right", 403),
            ("colleague", 404),
            ("inspector", 404),
            ("administrator elsewhere", 404),
        ],
    )
    def test_a_job_is_its_owners(self, client, made, clerk, visitor, status, what):
        users = {
            "no right": lambda: make_user(organization=clerk.organization),
            "colleague": lambda: make_user(organization=clerk.organization, roles=["经办人"]),
            "inspector": lambda: make_user(organization=make_organization(), roles=["督查员"]),
            "administrator elsewhere": lambda: make_user(
                organization=make_organization(), roles=["系统管理员"]
            ),
        }
        if visitor in users:
            client.force_login(users[visitor]())
        response = client.get(f"/admin/jobs/job/{made.pk}/{what}")
        assert response.status_code == status
        if visitor == "nobody":
            assert "/admin/login/" in response["Location"]

    @pytest.mark.parametrize("role", ["经办人", "系统管理员"])
    def test_the_owner_and_administrators_see_it(self, client, made, clerk, role):
        client.force_login(clerk if role == "经办人" else county_administrator())
        page = page_of(client.get(f"/admin/jobs/job/{made.pk}/"))
        bar = page.select_one("progress")
        assert (bar["value"], bar["max"]) == ("100", "100")
        assert page.select_one(f"label[for={bar['id']}]").text == "进度"
        assert "数了1个数。" in page.text and page.select_one("#job li a")["href"] == "/a/"
        assert client.get(f"/admin/jobs/job/{made.pk}/change/")["Location"] == f"/admin/jobs/job/{made.pk}/"

    @pytest.mark.parametrize("key", ["999999", "9" * 40])
    def test_no_such_job(self, client, clerk, key):
        client.force_login(clerk)
        assert client.get(f"/admin/jobs/job/{key}/").status_code == 404
        assert client.get(f"/admin/jobs/job/{key}/change/").status_code == 404

    def test_while_it_runs_the_page_asks_again_with_and_without_a_script(self, client, clerk):
        left = waiting(clerk, state=State.RUNNING, heartbeat=timezone.now(), done=1, total=3)
        client.force_login(clerk)
        page = page_of(client.get(f"/admin/jobs/job/{left.pk}/"))
        assert page.select_one("noscript meta[http-equiv=refresh]")["content"] == "5"
        assert page.select_one("script[src*='job.js']")
        assert page.select_one("#job")["data-state-url"] == f"/admin/jobs/job/{left.pk}/state/"
        assert page.select_one("progress")["value"] == "33"
        assert "共3项，已完成1项（33%）" in page.select_one("#job-words").text

    def test_how_much_there_is_may_be_unknown(self, client, clerk):
        left = waiting(clerk, state=State.RUNNING, heartbeat=timezone.now())
        client.force_login(clerk)
        assert not page_of(client.get(f"/admin/jobs/job/{left.pk}/")).select_one("progress").has_attr("value")

    def test_looking_on_does_not_keep_the_session_open(self, client, clerk):
        left = waiting(clerk, state=State.RUNNING, heartbeat=timezone.now())
        client.force_login(clerk)
        client.get("/admin/")
        before = dict(client.session)
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            client.get(f"/admin/jobs/job/{left.pk}/state/")
            assert dict(client.session) == before

    def test_the_file_comes_under_its_name(self, client, clerk):
        job("write")(lambda work: Outcome(file=ContentFile(b"abc"), filename="政务信息.xlsx"))
        made = started("write", clerk)
        client.force_login(clerk)
        response = client.get(f"/admin/jobs/job/{made.pk}/file/")
        assert b"".join(response.streaming_content) == b"abc"
        assert "attachment" in response["Content-Disposition"]

    def test_stopping_is_asked_by_a_button(self, client, clerk):
        left = waiting(clerk)
        client.force_login(clerk)
        client.get(f"/admin/jobs/job/{left.pk}/cancel/")
        left.refresh_from_db()
        assert left.state == State.WAITING
        page = page_of(client.post(f"/admin/jobs/job/{left.pk}/cancel/", follow=True))
        assert page.select_one("#job-state").text == "已取消"

    def test_the_list_shows_ones_own(self, client, clerk, made):
        elsewhere = make_organization()
        waiting(make_user(organization=elsewhere), title="别人的任务")
        client.force_login(clerk)
        page = page_of(client.get("/admin/jobs/job/"))
        assert [a.text for a in page.select("#result_list tbody a")] == ["数数"]
        client.force_login(county_administrator())
        assert "别人的任务" in client.get("/admin/jobs/job/").content.decode()


@pytest.mark.django_db(transaction=True)
class TestThread:
    @pytest.fixture(autouse=True)
    def in_a_thread(self, settings):
        settings.JOBS_INLINE = False

    def test_jobs_are_done_one_after_another_in_the_background(self, clerk):
        inside, most, names = [], [], []

        @job("slow")
        def slow(work):
            inside.append(work.job.pk)
            most.append(len(inside))
            names.append(threading.current_thread().name)
            time.sleep(0.1)
            inside.remove(work.job.pk)

        made = [services.start("slow", "慢", clerk) for _ in range(3)]
        until = time.monotonic() + 20
        while Job.objects.under_way().exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert [Job.objects.get(pk=m.pk).state for m in made] == [State.FINISHED] * 3
        assert most == [1, 1, 1] and set(names) == {"jobs"}

    def test_one_that_breaks_does_not_stop_the_next(self, clerk):
        def broken(work):
            raise RuntimeError

        job("break")(broken)
        job("fine")(lambda work: Outcome("好了。"))
        first, second = services.start("break", "坏", clerk), services.start("fine", "好", clerk)
        until = time.monotonic() + 20
        while Job.objects.under_way().exists() and time.monotonic() < until:
            time.sleep(0.05)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.FAILED, State.FINISHED)

    def test_with_a_broker_a_worker_is_asked(self, clerk, settings, monkeypatch):
        asked = []
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
        monkeypatch.setattr(running.current_app, "send_task", lambda name, args: asked.append((name, args)))
        job("fine")(lambda work: None)
        made = services.start("fine", "好", clerk)
        assert asked == [("portal.jobs.tasks.run_job", [made.pk])]

    def test_a_broker_that_does_not_answer_is_told(self, clerk, settings, monkeypatch):
        def unreachable(name, args):
            raise ConnectionError

        settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
        monkeypatch.setattr(running.current_app, "send_task", unreachable)
        job("fine")(lambda work: None)
        made = services.start("fine", "好", clerk)
        made.refresh_from_db()
        assert made.state == State.FAILED and "后台服务没有运行" in made.message
