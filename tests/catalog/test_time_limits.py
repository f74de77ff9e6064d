import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.time_limits import (
    Mode,
    Reading,
    TimeLimit,
    Unit,
    explain,
    publish_within,
    read_time_limit,
    renewal,
)

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures" / "catalog").glob("[0-9SV]*.csv"))
TABLE = Path(__file__).with_name("time_limits_readings.csv")
UNREAD = "unread"

GENERAL = "信息形成或者变更之日起20个工作日内"


def official_rows() -> list[str]:
    rows = []
    for path in FIXTURES:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += [row["公开时限"] for row in csv.DictReader(file)]
    return rows


def reviewed_table() -> dict[str, list[dict[str, str]]]:
    """Each official text with its reviewed rows: one per limit, then one per clause nobody could read."""
    table: dict[str, list[dict[str, str]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["text"], []).append(row)
    return table


def period(value: tuple[int, Unit] | None) -> str:
    return f"{value[0]} {value[1].value}" if value else ""


def as_rows(reading: Reading) -> list[dict[str, str]]:
    """A reading as the rows of the reviewed table."""
    shared = {
        "text": reading.text,
        "publish_within": period(publish_within(reading)),
        "renewal": period(renewal(reading)),
    }
    read = [
        shared
        | {
            "mode": limit.mode.value,
            "scope": limit.scope,
            "event": limit.event,
            "amount": str(limit.amount or ""),
            "max_amount": str(limit.max_amount or ""),
            "unit": limit.unit.value if limit.unit else "",
            "fixed_day": limit.fixed_day,
            "act": limit.act,
            "exception": limit.exception,
            "sentence": explain(limit),
        }
        for limit in reading.limits
    ]
    blank = dict.fromkeys(
        ("scope", "event", "amount", "max_amount", "unit", "fixed_day", "act", "exception"), ""
    )
    return read + [shared | blank | {"mode": UNREAD, "sentence": clause} for clause in reading.unread]


def one(text: str) -> TimeLimit:
    reading = read_time_limit(text)
    assert reading.unread == ()
    assert len(reading.limits) == 1
    return reading.limits[0]


# The official catalog


def test_the_table_covers_every_official_text():
    assert FIXTURES
    assert set(reviewed_table()) == set(official_rows())


@pytest.mark.parametrize(("text", "rows"), reviewed_table().items())
def test_official_text_is_read_as_reviewed(text, rows):
    assert as_rows(read_time_limit(text)) == rows


def test_nearly_every_catalog_row_gets_a_rule():
    rows = official_rows()
    readable = [text for text in rows if read_time_limit(text).readable]
    assert len(readable) / len(rows) >= 0.97


def test_the_texts_without_any_rule_are_known():
    without = {text for text in official_rows() if not read_time_limit(text).readable}
    assert without == {"按统计数据发布日程公布", "选举前后按法定时间公布"}


# Within a period after an event


@pytest.mark.parametrize(
    ("text", "event", "amount", "unit"),
    [
        ("信息形成（变更）20个工作日内", "信息形成（变更）", 20, Unit.WORKDAY),
        ("20个工作日", "", 20, Unit.WORKDAY),
        ("收到征地批准文件后10个工作日内", "收到征地批准文件", 10, Unit.WORKDAY),
        ("合同签订后7日内", "合同签订", 7, Unit.DAY),
        ("合同签订后七日内", "合同签订", 7, Unit.DAY),
        ("信息形成后二十五个工作日内公开", "信息形成", 25, Unit.WORKDAY),
        ("信息形成之日起１５个工作日内", "信息形成", 15, Unit.WORKDAY),
        ("信息形成后 20 个工作日内", "信息形成", 20, Unit.WORKDAY),
        ("应当在信息形成之日起20个工作日内公开", "信息形成", 20, Unit.WORKDAY),
        ("事件发生后24小时内发布", "事件发生", 24, Unit.HOUR),
        ("年度终了后三个月内", "年度终了", 3, Unit.MONTH),
    ],
)
def test_within(text, event, amount, unit):
    limit = one(text)
    assert (limit.mode, limit.event, limit.amount, limit.unit) == (Mode.WITHIN, event, amount, unit)


def test_a_day_of_the_next_month_is_kept_apart_from_plain_periods():
    reading = read_time_limit("文书送达后的次月15日内")
    (limit,) = reading.limits
    assert (limit.event, limit.amount, limit.unit, limit.fixed_day) == ("文书送达", 1, Unit.MONTH, "01-15")
    assert publish_within(reading) is None


def test_an_event_before_a_comma_belongs_to_the_period_after_it():
    assert one("收到批准文件后，10个工作日内公开").event == "收到批准文件"


def test_a_place_after_a_comma_belongs_to_the_period_before_it():
    assert one("登记结束后5个工作日内，在村公示栏公开").act == "在村公示栏公开"


# Before, at least, every, at once


@pytest.mark.parametrize(
    ("text", "event", "amount", "unit"),
    [
        ("规定时间前24小时", "规定时间", 24, Unit.HOUR),
        ("提前3日", "", 3, Unit.DAY),
        ("至少在拍卖开始日前20日", "拍卖开始日", 20, Unit.DAY),
        ("在组织听证7个工作日前予以公开", "组织听证", 7, Unit.WORKDAY),
        ("提前一周发通知邀请", "", 1, Unit.WEEK),
        ("补贴发放前公示", "补贴发放", None, None),
        ("封闭施工提前公告", "封闭施工", None, None),
    ],
)
def test_before(text, event, amount, unit):
    limit = one(text)
    assert (limit.mode, limit.event, limit.amount, limit.unit) == (Mode.BEFORE, event, amount, unit)


def test_before_a_date():
    limit = one("2026年12月31日前公布")
    assert (limit.mode, limit.event, limit.fixed_day) == (Mode.BEFORE, "2026年12月31日", "12-31")


@pytest.mark.parametrize(
    ("text", "amount", "most", "unit"),
    [
        ("公示期不少于5个工作日", 5, None, Unit.WORKDAY),
        ("公示7个工作日", 7, None, Unit.WORKDAY),
        ("拟聘人员公示7至15日", 7, 15, Unit.DAY),
        ("公示5-7个工作日", 5, 7, Unit.WORKDAY),
        ("征求意见期限不得少于三十日", 30, None, Unit.DAY),
    ],
)
def test_at_least(text, amount, most, unit):
    limit = one(text)
    assert limit.mode is Mode.AT_LEAST
    assert (limit.amount, limit.max_amount, limit.unit) == (amount, most, unit)


@pytest.mark.parametrize(
    ("text", "length", "fixed_day"),
    [
        ("每年1月31日前", (1, Unit.YEAR), "01-31"),
        ("每年2月底前", (1, Unit.YEAR), "02-28"),
        ("每年6月底前", (1, Unit.YEAR), "06-30"),
        ("每年年底前公布", (1, Unit.YEAR), "12-31"),
        ("每季度首月20日公布", (1, Unit.QUARTER), "01-20"),
        ("每月10日前公布", (1, Unit.MONTH), "01-10"),
        ("每半年公布一次", (6, Unit.MONTH), ""),
        ("每学期公布一次", (6, Unit.MONTH), ""),
        ("至少每季度公开一次", (1, Unit.QUARTER), ""),
        ("每20个工作日内更新", (20, Unit.WORKDAY), ""),
        ("每两年更新一次", (2, Unit.YEAR), ""),
        ("每年一次", (1, Unit.YEAR), ""),
    ],
)
def test_every(text, length, fixed_day):
    limit = one(text)
    assert (limit.mode, limit.fixed_day) == (Mode.EVERY, fixed_day)
    assert renewal(read_time_limit(text)) == length


@pytest.mark.parametrize(
    "text", ["及时公开", "空气质量实时公开", "随时公布", "与政策文件同步发布", "出刊后及时发布"]
)
def test_at_once(text):
    assert one(text).mode is Mode.AT_ONCE


# Scopes and exceptions


def test_words_before_a_colon_are_the_scope():
    reading = read_time_limit("除处罚决定外其他内容：长期公开（动态调整）；处罚决定：20个工作日内")
    assert [(limit.mode, limit.scope) for limit in reading.limits] == [
        (Mode.CONTINUOUS, "除处罚决定外其他内容"),
        (Mode.WITHIN, "处罚决定"),
    ]


def test_a_condition_before_a_comma_is_part_of_the_scope():
    assert one("收支较多的，财务情况每月公布一次").scope == "收支较多的，财务情况"


def test_an_exception_in_its_own_sentence_belongs_to_all_limits_before_it():
    text = f"{GENERAL}；处罚决定作出之日起7个工作日内。法律、法规另有规定的，从其规定"
    reading = read_time_limit(text)
    assert [limit.exception for limit in reading.limits] == ["法律、法规另有规定的，从其规定"] * 2
    assert reading.unread == ()


def test_an_exception_after_a_comma_belongs_to_its_sentence_only():
    reading = read_time_limit(f"{GENERAL}；决定作出之日起7个工作日内，法律另有规定的除外")
    assert [limit.exception for limit in reading.limits] == ["", "法律另有规定的除外"]


def test_an_exception_may_stand_first():
    assert one(f"除法律另有规定外，{GENERAL}").exception == "除法律另有规定外"


def test_an_exception_to_nothing_stays_unread():
    assert read_time_limit("法律另有规定的，从其规定").unread == ("法律另有规定的，从其规定",)


@pytest.mark.parametrize(
    "clause",
    [
        "自公告之日起满30日视为送达",
        "不得在7日内公开",
        "可延长10日内公开",
        "公示期不超过30日",
        "公示期7日内",
        "开始前20日内公布",
        "第3日内公开",
        "信息形成后1.5日内",
        "信息形成后0日内",
        "信息形成后7日内公开30日",
        "信息形成后20个工作日内（处罚决定7个工作日内）",
        "每年2月30日前",
        "每半个月公布",
        "长期公开（每20个工作日更新）",
        "一百二日内",
        "99999999999日内",
        "公示期按规定执行",
    ],
)
def test_what_is_not_understood_is_left_unread(clause):
    assert read_time_limit(clause) == Reading(clause, (), (clause,))


# The answers callers ask for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{GENERAL}；行政处罚决定作出之日起7个工作日内", (20, Unit.WORKDAY)),
        ("执法决定信息在决定作出之日起7个工作日内，其他信息形成之日起20个工作日内", (7, Unit.WORKDAY)),
        ("预算信息在批复后20日内；其他信息形成之日起20个工作日内", (20, Unit.DAY)),
        ("批准后20日内", (20, Unit.DAY)),
        ("审核公示7日；款物发放后20个工作日内", (20, Unit.WORKDAY)),
        ("收到申请之日起20个工作日内答复", None),
        ("简单常见问题1个工作日内答复", None),
        ("长期公开，变更后及时更新", None),
        ("每季度公布一次", None),
        ("公示不少于5个工作日", None),
    ],
)
def test_publish_within(text, expected):
    assert publish_within(read_time_limit(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一般事项每季度公布一次；收支较多的，财务情况每月公布一次", (1, Unit.QUARTER)),
        ("企业欠税的每季公告一次；个人欠税的每半年公告一次", (1, Unit.QUARTER)),
        (GENERAL, None),
    ],
)
def test_renewal(text, expected):
    assert renewal(read_time_limit(text)) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GENERAL, "信息形成或者变更后20个工作日内公开"),
        ("每年1月31日前", "每年1月31日前公开"),
        ("公示期不少于5个工作日", "公示不少于5个工作日"),
        ("长期公开（动态调整）", "长期公开，内容有变化随时更新"),
        ("每学期公布一次", "每学期公布一次"),
        ("采购开始前30日", "采购开始30日前公开"),
        ("公示期一般不少于7日", "公示一般不少于7日"),
        ("行政处罚决定自作出之日起7个工作日内", "行政处罚决定作出后7个工作日内公开"),
        ("处罚决定：20个工作日内", "处罚决定：20个工作日内公开"),
        ("7日内，法律另有规定的除外", "7日内公开（法律另有规定的除外）"),
    ],
)
def test_explain(text, sentence):
    assert explain(one(text)) == sentence


# Properties

MORSELS = (
    "每",
    "前",
    "后",
    "内",
    "3",
    "十五",
    "个工作日",
    "日",
    "月",
    "公示",
    "（",
    "）",
    "；",
    "，",
    "的",
    " ",
    "\n",
)
OFFICIAL_PIECES = {piece for text in reviewed_table() for piece in re.split("([；，。：])", text) if piece}
PIECES = st.sampled_from(sorted(OFFICIAL_PIECES | {*MORSELS}))
WORDINGS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map("".join))
LIMITS = st.builds(
    TimeLimit,
    mode=st.sampled_from(Mode),
    event=st.sampled_from(["", "信息形成", "发放前", "学期", "首月20日"]),
    amount=st.none() | st.integers(1, 60),
    unit=st.none() | st.sampled_from(Unit),
    scope=st.sampled_from(["", "处罚决定"]),
    max_amount=st.none() | st.integers(1, 60),
    fixed_day=st.sampled_from(["", "01-31"]),
    exception=st.sampled_from(["", "一般", "另有规定的，从其规定"]),
    act=st.sampled_from(["", "公示", "及时公开", "提前公告", "长期公开（动态调整）"]),
)


def figures(reading: Reading) -> set[int]:
    """Every figure that is somewhere in the reading, as a value or in words."""
    values = {value for limit in reading.limits for value in (limit.amount, limit.max_amount) if value}
    words = [*reading.unread]
    for limit in reading.limits:
        words += [limit.event, limit.scope, limit.act, limit.exception, limit.fixed_day]
    return values | {int(figure) for word in words for figure in re.findall("[0-9]+", word)}


@given(WORDINGS)
def test_any_text_is_read_without_error_and_explained(text):
    reading = read_time_limit(text)
    assert reading.text == text
    assert all(explain(limit) for limit in reading.limits)
    assert all(reading.unread)
    publish_within(reading)
    renewal(reading)


@given(WORDINGS)
def test_no_figure_is_lost(text):
    assert {int(figure) for figure in re.findall("[0-9]+", text)} <= figures(read_time_limit(text))


@given(WORDINGS)
def test_no_sentence_with_words_is_lost(text):
    reading = read_time_limit(text)
    if re.search(r"[^\s；。，\u3000\u00a0\u200b\ufeff;,]", text):
        assert reading.limits or reading.unread


@given(WORDINGS)
def test_periods_are_complete(text):
    for limit in read_time_limit(text).limits:
        if limit.mode in (Mode.WITHIN, Mode.AT_LEAST, Mode.EVERY):
            assert limit.amount
            assert limit.unit
        assert (limit.amount is None) == (limit.unit is None)


@pytest.mark.parametrize(
    "piece", ["在", "及时在", "每年", "信息形成后", "公示", "（", "一", "20日前", "前、后分别"]
)
def test_long_nonsense_is_given_up_quickly(piece):
    started = time.perf_counter()
    read_time_limit(piece * (290 // len(piece)))
    assert time.perf_counter() - started < 1


@given(LIMITS)
def test_every_limit_can_be_explained(limit):
    assert explain(limit).strip()
