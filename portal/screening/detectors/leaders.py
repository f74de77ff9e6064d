"""Order of leaders: persons named side by side must stand in the order of the local list of titles."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .hits import Hit

_NAME = r"[\u4e00-\u9fff·×Xx*○某]{2,4}"
_SEPARATOR = r"(?:\s*[、，,]\s*|\s*(?:和|及|以及|与|暨)\s*)"
_AFTER_NAME = (
    r"[、，,和及与暨。；\s]|以及|$|出席|参加|陪同|调研|到|等|会见|看望|列席|视察|检查|一行|现场|率|在|同志"
)
_VERBS = re.compile(
    r"主持|出席|参加|讲话|陪同|指出|强调|要求|表示|带队|调研|负责|分管|介绍|宣布|领导|对|并|就|作|讲|在|到|向|为|任|的|将|会|工作|汇报|总结|发言|点评|部署|通报|解读|回应|传达|宣读|致辞|授|颁"
)


class Rank(NamedTuple):
    """Lower `place` stands first. `names` are those who hold the title now, if the county keeps them."""

    place: int
    titles: tuple[str, ...]
    names: tuple[str, ...] = ()


class _Person(NamedTuple):
    start: int
    end: int
    place: int
    words: str


def title_orders(text: str, ranks: tuple[Rank, ...]) -> Iterator[Hit]:
    """Persons in one list (书记甲、县长乙) whose order differs from that of the list of titles."""
    places = {word: rank.place for rank in ranks for word in (*rank.titles, *rank.names)}
    if not places or not any(word in text for word in places):
        return
    title = _any_of(word for rank in ranks for word in rank.titles)
    name = _any_of(word for rank in ranks for word in rank.names)
    words = re.compile(f"{title}|{name}")
    persons = re.compile(rf"{title}(?:\s*[、，,兼]\s*{title})*(?:\s*{_NAME}?(?={_AFTER_NAME}))?|{name}")
    run: list[_Person] = []
    for match in persons.finditer(text):
        person = _read(match, words, places)
        if run and not re.fullmatch(_SEPARATOR, text[run[-1].end : match.start()]):
            yield from _judged(text, run)
            run = []
        if person:
            run.append(person)
    yield from _judged(text, run)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never fits when there are none."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


def _read(match: re.Match, words: re.Pattern, places: dict[str, int]) -> _Person | None:
    """One person: the titles that stand together, and the name after them. The highest title counts."""
    said = match.group()
    if _VERBS.search(words.sub("", said)):
        return None
    place = min(places[word] for word in words.findall(said))
    return _Person(match.start(), match.end(), place, said)


def _judged(text: str, run: list[_Person]) -> Iterator[Hit]:
    places = [person.place for person in run]
    if len(run) < 2 or places == sorted(places):
        return
    right = sorted(run, key=lambda person: person.place)
    order = "、".join("".join(person.words.split()) for person in right)
    value = "".join(text[run[0].start : run[-1].end].split())
    yield Hit("title_order", run[0].start, run[-1].end, value, f"按照领导职务排序表，建议顺序为：{order}。")
