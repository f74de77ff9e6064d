"""Time grows with the length of the text and no faster, whatever the text: patterns that blow up would stop the office."""

import time

import pytest

from portal.screening import Words, screen_html, screen_text

WORDS = Words.shipped()
SMALL, LARGE = 2_000, 16_000
HOSTILE = [
    "1",
    "1 ",
    "1  ",
    "1 \n ",
    "1-",
    "a.",
    "a@",
    "村一组",
    "县长、",
    "县委书记",
    "秘   密   ",
    "住址：",
    "账号：1 ",
    "户名：",
    "https://a.b",
    "138 ",
    "《",
    "3幢2单元",
    "仅供",
    "11010119900307 ",
    "国土资源局",
    "既使",
]


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        screen_text(text, "正文", WORDS)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece):
    small, large = (seconds(piece * (length // len(piece))) for length in (SMALL, LARGE))
    assert large < 4 * (LARGE / SMALL) * max(small, 0.001)


def test_many_findings_in_one_body():
    body = "".join(f'<p>第{n}条<a href="https://a{n}.example/">链接</a></p>' for n in range(2000))
    start = time.process_time()
    assert len(screen_html(body, "正文", WORDS)) == 2000
    assert time.process_time() - start < 5
