"""`manage.py screen FILE...`: Chinese sentences, and an exit code that a script can use."""

import random
from io import StringIO

import pytest
from django.core.management import call_command

from .numbers import identity_number


def screened(*files, **options):
    """Exit code, what was said, what was complained."""
    out, err = StringIO(), StringIO()
    try:
        call_command("screen", *map(str, files), shipped=True, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_nothing_to_say(file):
    code, out, _ = screened(file("通知.txt", "关于开展防汛检查的通知\n（此件公开发布）\n"))
    assert code == 0 and "没有发现问题" in out


def test_something_blocks(file):
    number = identity_number(random.Random(1))
    code, out, _ = screened(file("名单.txt", f"王某，身份证{number}，截止目前\n"), file("通知.txt", "通知\n"))
    assert code == 1
    assert "必须改正1条，须作说明1条" in out and "身份证号码" in out and "通知.txt：没有发现问题" in out
    assert number not in out


def test_web_pages_are_read_as_such(file):
    code, out, _ = screened(file("a.html", '<p><a href="https://www.gov.cn" style="display:none">x</a></p>'))
    assert code == 1 and "隐藏链接" in out


def test_a_file_that_is_not_there(tmp_path):
    code, _, err = screened(tmp_path / "没有.txt")
    assert code == 2 and "读不到文件" in err


@pytest.mark.django_db
def test_the_lists_of_the_database_are_used(file):
    from portal.screening.models import WordRule

    WordRule.objects.create(kind="banned", text="本地禁用词")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("screen", str(file("a.txt", "本地禁用词\n")), stdout=out)
    assert "禁用语" in out.getvalue()
