"""Links to other websites: which lead nowhere, asked politely, never inside the own network, and only where it is switched on."""

import socket
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from disclosure import consistency, dead_links, outward, tasks
from disclosure.models import ConsistencyFinding
from disclosure.outward import Answer, Guard, is_public, look
from portal.jobs import running
from portal.jobs.models import Job, State
from portal.refusal import NotAllowed
from tests.factories import make_article, make_organization, make_published

HERE = Guard(may_enter_own_network=True)


class Website(BaseHTTPRequestHandler):
    asked: Counter = Counter()

    def answer(self):
        self.asked[self.command, self.path] += 1
        status, headers = 200, {}
        if self.path.startswith("/status/"):
            status = int(self.path.rpartition("/")[2])
        elif self.path == "/no-head":
            status = 501 if self.command == "HEAD" else 200
        elif self.path.startswith("/to/"):
            status, headers = 302, {"Location": self.path.removeprefix("/to")}
        elif self.path == "/round":
            status, headers = 302, {"Location": "/round"}
        elif self.path == "/inward":
            status, headers = 302, {"Location": "http://169.254.169.254/latest/meta-data/"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def website():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class TestAsking:
    @pytest.mark.parametrize(
        ("path", "problem"),
        [
            ("/", ""),
            ("/a?b=中文&c=1", ""),
            ("/status/403", ""),
            ("/status/429", ""),
            ("/no-head", ""),
            ("/to/status/200", ""),
            ("/status/404", "网页已经不存在（404）"),
            ("/status/410", "网页已经不存在（410）"),
            ("/status/500", "网站出错（500）"),
            ("/to/status/404", "网页已经不存在（404）"),
            ("/round", "一直在跳转，打不开"),
        ],
    )
    def test_what_a_website_answers(self, website, path, problem):
        assert look(website + path, HERE) == Answer(problem)

    def test_head_comes_first_and_get_only_when_it_fails(self, website):
        Website.asked.clear()
        look(f"{website}/fine", HERE)
        look(f"{website}/status/404", HERE)
        assert Website.asked == {("HEAD", "/fine"): 1, ("HEAD", "/status/404"): 1, ("GET", "/status/404"): 1}

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        assert look(f"http://127.0.0.1:{port}/", HERE) == Answer("连接不上网站")

    @pytest.mark.parametrize(
        "url", ["http://no-such-host.invalid/", "http://xn--/", "http://a b/", "ftp://x/", "http://[::1"]
    )
    def test_an_address_that_is_none_is_no_crash(self, url):
        assert look(url).problem

    def test_a_website_that_never_answers_is_given_up(self, monkeypatch):
        monkeypatch.setattr(outward, "LONGEST", 0.3)

        with socket.create_server(("127.0.0.1", 0)) as silent:
            assert look(f"http://127.0.0.1:{silent.getsockname()[1]}/", HERE).problem

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
    def test_the_own_network_is_never_entered(self, website, host, monkeypatch):
        def connected(found):
            raise AssertionError("asked")

        monkeypatch.setattr(outward, "_connected", connected)
        assert look(f"http://{host}:80/").problem == (
            "" if host == "localhost" else "指向内部网络的地址，群众打不开"
        )

    def test_no_redirect_leads_into_it(self, website, monkeypatch):
        port = website.rpartition(":")[2]
        monkeypatch.setattr(outward, "is_public", lambda address: address == "127.0.0.1")
        assert look(f"http://127.0.0.1:{port}/inward").problem

    @pytest.mark.parametrize(
        ("address", "public"),
        [
            ("8.8.8.8", True),
            ("2400:3200::1", True),
            ("192.168.1.1", False),
            ("172.16.0.1", False),
            ("100.64.0.1", False),
            ("224.0.0.1", False),
            ("::ffff:10.0.0.1", False),
            ("fe80::1%eth0", False),
            ("fd00::1", False),
            ("2002:a00:1::", False),
            ("64:ff9b::a00:1", False),
        ],
    )
    def test_which_addresses_are_public(self, address, public):
        assert is_public(address) == public


@pytest.fixture
def switched_on(settings):
    settings.CHECK_EXTERNAL_LINKS = True


@pytest.fixture
def bureau(db):
    return make_organization("县民政局")


def linked(*urls, title="转载", organization=None):
    body = "".join(f'<p><a href="{url.replace("&", "&amp;")}">x</a></p>' for url in urls)
    return make_published(title, organization=organization, body=body)


def run(ask) -> list[str]:
    consistency.keep("links", dead_links.found(ask, pause=0))
    rows = ConsistencyFinding.objects.filter(check_code="links", resolved_at__isnull=True)
    return list(rows.values_list("text", flat=True))


def gone(*urls):
    """A world in which just these addresses are gone; `asked` says what was asked."""

    def ask(url):
        ask.asked.append(url)
        return Answer("网页已经不存在（404）" if url in urls else "")

    ask.asked = []
    return ask


@pytest.mark.django_db
@pytest.mark.usefixtures("switched_on")
class TestFindings:
    def test_a_dead_link_is_a_finding_of_its_page_until_it_is_mended(self, bureau):
        page = linked("https://a.example/gone?x=1&y=2", "https://a.example/fine", organization=bureau)
        (text,) = run(gone("https://a.example/gone?x=1&y=2"))
        assert text == "《转载》里的链接 https://a.example/gone?x=1&y=2 打不开：网页已经不存在（404）。"
        found = ConsistencyFinding.objects.get()
        assert found.organization == bureau and f"/{page.pk}/" in found.url
        assert len(run(gone("https://a.example/gone?x=1&y=2"))) == 1
        assert ConsistencyFinding.objects.count() == 1
        assert run(gone()) == []
        assert ConsistencyFinding.objects.get().resolved_at

    def test_each_page_with_the_link_is_told_and_it_is_asked_once(self):
        linked("https://a.example/gone", title="甲")
        linked("https://a.example/gone#part", title="乙")
        ask = gone("https://a.example/gone")
        assert len(run(ask)) == 2
        assert ask.asked == ["https://a.example/gone"]

    def test_own_pages_drafts_and_other_kinds_of_links_are_not_asked(self):
        linked(
            "/publications/1/", "https://www.minghu.example/a", "mailto:a@b.example", "http://127.0.0.1:8000/"
        )
        make_article(body='<p><a href="https://a.example/draft">x</a></p>')
        ask = gone()
        assert run(ask) == [] and ask.asked == []

    def test_switched_off_nothing_is_asked(self, settings):
        settings.CHECK_EXTERNAL_LINKS = False
        linked("https://a.example/")
        ask = gone("https://a.example/")
        assert run(ask) == [] and ask.asked == []
        tasks.check_links()
        assert not Job.objects.exists()

    def test_what_is_not_asked_tonight_stays_as_it_was(self, monkeypatch):
        urls = [f"https://h{n}.example/" for n in range(6)]
        linked(*urls)
        assert len(run(gone(*urls[:2]))) == 2
        monkeypatch.setattr(dead_links, "MOST_PER_NIGHT", 1)
        ask = gone()
        assert len(run(ask)) == 1, "one was asked again and is there; the other is known from before"
        assert len(ask.asked) == 1

    def test_when_nobody_can_be_reached_the_fault_is_ours(self):
        linked(*(f"https://h{n}.example/" for n in range(4)))
        with pytest.raises(NotAllowed):
            run(lambda url: Answer(outward.UNREACHABLE))
        assert not ConsistencyFinding.objects.exists()
        assert len(run(lambda url: Answer(outward.UNREACHABLE if "h1" in url else ""))) == 1

    def test_the_job_tells_how_many(self, monkeypatch, django_capture_on_commit_callbacks):
        linked("https://a.example/gone")
        monkeypatch.setattr(
            dead_links.found, "__defaults__", (gone("https://a.example/gone"), 0, lambda d, t: None)
        )
        with django_capture_on_commit_callbacks(execute=True):
            tasks.check_links()
        done = Job.objects.get()
        assert (done.state, done.message, done.done, done.total) == (
            State.FINISHED,
            "有1处外部链接打不开。",
            1,
            1,
        )
        assert "check=links" in done.result_url and running.BROKE not in done.message


class TestTurns:
    def test_every_address_has_its_turn(self, monkeypatch):
        monkeypatch.setattr(dead_links, "MOST_PER_NIGHT", 4)
        places = {f"https://h{n}.example/": [] for n in range(10)}
        nights = [dead_links.turn_of(night, places, set()) for night in range(300, 303)]
        assert all(len(night) <= 4 for night in nights)
        assert sorted(url for night in nights for url in night) == sorted(places)

    def test_a_website_is_not_asked_many_times_at_a_stretch(self):
        places = {f"https://{host}.example/{n}": [] for host in "ab" for n in range(3)}
        hosts = [url[8] for url in dead_links.turn_of(0, places, set())]
        assert len(set(hosts[0:2])) == len(set(hosts[2:4])) == len(set(hosts[4:6])) == 2

    def test_a_website_is_asked_a_limited_number_of_times(self):
        places = {f"https://a.example/{n}": [] for n in range(200)}
        assert len(dead_links.turn_of(0, places, set())) == dead_links.MOST_PER_HOST
