"""Links of public pages to other websites that lead nowhere any more (政府网站发展指引: 链接定期检查)."""

import hashlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from portal.refusal import NotAllowed

from .body_links import own_hosts
from .consistency.found import Found, about
from .models import ConsistencyFinding, Publication
from .outward import SILENT, UNREACHABLE, Answer, look

CHECK = "links"
MOST_PER_NIGHT = 500
MOST_PER_HOST = 50
PAUSE = 1.0
"""Seconds between two questions to the same website."""
CUT_OFF_FROM = 3
_OUTWARD = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"', re.IGNORECASE)


class Place(NamedTuple):
    """Where a link stands."""

    pk: int
    title: str
    organization_id: int


def found(
    ask: Callable[[str], Answer] = look,
    pause: float = PAUSE,
    asked: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Found]:
    """One finding for each dead link of each public page. Nothing when CHECK_EXTERNAL_LINKS is off.

    What is known to be dead is asked again every night; of the rest each night takes its turn. What is not asked
    tonight stays as it was. `asked(done, total)` hears of every link. Raises NotAllowed when nobody can be reached.
    """
    if not settings.CHECK_EXTERNAL_LINKS:
        return
    places, known = outward_links(), _known()
    tonight = turn_of(
        timezone.localdate().toordinal(), places, {mark for mark in map(mark_of, places) if mark in known}
    )
    problems = _problems(tonight, ask, pause, asked)
    if _is_cut_off(problems):
        raise NotAllowed(["所有的网站都连接不上，可能是本机不能访问互联网，这次的结果没有采用。请检查网络。"])
    for url, standing in places.items():
        problem = problems.get(url, "" if url in problems else known.get(mark_of(url), ""))
        for place in standing if problem else ():
            yield _told(place, url, problem)


def outward_links() -> dict[str, list[Place]]:
    """Every address outside the portal that public pages link to, and where. One pass over the bodies."""
    own, places = own_hosts(), defaultdict(list)
    rows = Publication.objects.public().filter(body__contains='href="http').order_by("pk")
    fields = rows.values_list("pk", "title", "organization_id", "body")
    for pk, title, organization, body in fields.iterator(chunk_size=200):
        for url in dict.fromkeys(unescape(url).partition("#")[0] for url in _OUTWARD.findall(body)):
            if _host(url) and _host(url) not in own:
                places[url].append(Place(pk, title, organization))
    return places


def turn_of(night: int, places: dict[str, list[Place]], dead: set[str]) -> list[str]:
    """Which addresses are asked in a night: the known dead, then a share of the others, hosts in turn.

    The shares are drawn anew in every round, so that the pages of a website with very many come up in time.
    """
    again = [url for url in places if mark_of(url) in dead][:MOST_PER_NIGHT]
    others = set(places) - set(again)
    nights = max(1, -(-len(others) // max(1, MOST_PER_NIGHT - len(again))))
    drawn = sorted(others, key=lambda url: mark_of(f"{night // nights} {url}"))
    return _hosts_in_turn([*again, *drawn[night % nights :: nights]])[:MOST_PER_NIGHT]


def _hosts_in_turn(urls: list[str]) -> list[str]:
    """So that no website is asked many times at a stretch."""
    by_host = defaultdict(list)
    for url in urls:
        by_host[_host(url)].append(url)
    rounds = zip_longest(*(of_host[:MOST_PER_HOST] for of_host in by_host.values()))
    return [url for one_each in rounds for url in one_each if url is not None]


def _problems(urls: list[str], ask, pause: float, asked) -> dict[str, str]:
    """What is wrong with each address asked, empty for those that are there."""
    problems, last = {}, Counter()
    for number, url in enumerate(urls, start=1):
        wait = last[_host(url)] + pause - time.monotonic()
        if last[_host(url)] and wait > 0:
            time.sleep(wait)
        problems[url] = ask(url).problem
        last[_host(url)] = time.monotonic()
        asked(number, len(urls))
    return problems


def _is_cut_off(problems: dict[str, str]) -> bool:
    """Whether it is ourselves who reach nobody: not one of several websites answered."""
    hosts = {_host(url) for url in problems}
    return len(hosts) >= CUT_OFF_FROM and set(problems.values()) <= {UNREACHABLE, SILENT}


def _known() -> dict[str, str]:
    """What is open since other nights: the problem by the mark of the address."""
    rows = ConsistencyFinding.objects.filter(check_code=CHECK, resolved_at__isnull=True)
    return {
        subject.rpartition(":")[2]: _problem_in(text) for subject, text in rows.values_list("subject", "text")
    }


def _problem_in(text: str) -> str:
    return text.rpartition("打不开：")[2].rstrip("。") or "打不开"


def mark_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:24]


def _told(place: Place, url: str, problem: str) -> Found:
    shown = url if len(url) <= 200 else f"{url[:200]}…"
    row = Publication(pk=place.pk, title=place.title, organization_id=place.organization_id)
    told = about(row, f"里的链接 {shown} 打不开：{problem}。")
    return told._replace(subject=f"{told.subject}:{mark_of(url)}")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
