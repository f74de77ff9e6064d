"""The fixed tables of an annual report (国办公开办函〔2021〕30号): figures that add up, and their HTML.

A county's figures are the sums of its organs' (rule 3.36); what one year carries out the next one carries in (3.34).
"""

from dataclasses import dataclass, field
from html import escape
from random import Random

from portal.organizations.models import TOWN_KINDS, Organization

from .chance import chance

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = (
    ("（一）予以公开", ""),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("（三）不予公开", "1.属于国家秘密"),
    ("（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("（三）不予公开", "3.危及“三安全一稳定”"),
    ("（三）不予公开", "4.保护第三方合法权益"),
    ("（三）不予公开", "5.属于三类内部事务信息"),
    ("（三）不予公开", "6.属于四类过程性信息"),
    ("（三）不予公开", "7.属于行政执法案卷"),
    ("（三）不予公开", "8.属于行政查询事项"),
    ("（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("（四）无法提供", "2.没有现成信息需要另行制作"),
    ("（四）无法提供", "3.补正后申请内容仍不明确"),
    ("（五）不予处理", "1.信访举报投诉类申请"),
    ("（五）不予处理", "2.重复申请"),
    ("（五）不予处理", "3.要求提供公开出版物"),
    ("（五）不予处理", "4.无正当理由大量反复申请"),
    ("（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    ("（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    (
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("（六）其他处理", "3.其他"),
)
"""Rows 3 to 23 of the table of section 三, in the order of the form."""

LIKELY = {0: 52, 1: 9, 5: 3, 7: 2, 8: 1, 9: 4, 10: 20, 11: 3, 13: 4, 14: 1, 20: 1}
"""Outcomes by number in OUTCOMES, with how often they come up."""

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")


@dataclass
class Figures:
    """What one organ counts in one year. `received` and `done` go by applicant; `fees` are in 万元."""

    actions: dict[str, int] = field(default_factory=dict)
    received: list[int] = field(default_factory=lambda: [0] * len(APPLICANTS))
    carried_in: list[int] = field(default_factory=lambda: [0] * len(APPLICANTS))
    done: list[list[int]] = field(default_factory=lambda: [[0] * len(APPLICANTS) for _ in OUTCOMES])
    carried_out: list[int] = field(default_factory=lambda: [0] * len(APPLICANTS))
    remedies: list[list[int]] = field(default_factory=lambda: [[0] * len(RESULTS) for _ in range(3)])

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            {name: self.actions.get(name, 0) + number for name, number in other.actions.items()},
            _plus(self.received, other.received),
            _plus(self.carried_in, other.carried_in),
            [_plus(a, b) for a, b in zip(self.done, other.done, strict=True)],
            _plus(self.carried_out, other.carried_out),
            [_plus(a, b) for a, b in zip(self.remedies, other.remedies, strict=True)],
        )

    def outcome(self, *rows: int) -> int:
        """Applications with these outcomes, of all applicants."""
        return sum(sum(self.done[row]) for row in rows)


def figures_of(organ: Organization, year: int) -> Figures:
    """The figures of one organ, the same whenever they are asked for."""
    luck = chance("report figures", organ.code, year)
    figures = Figures(_actions(organ, luck))
    figures.carried_in, figures.carried_out = _open_at_end(organ, year - 1), _open_at_end(organ, year)
    figures.received = _received(luck, 8 if organ.kind in TOWN_KINDS else 12)
    for applicant in range(len(APPLICANTS)):
        left = figures.received[applicant] + figures.carried_in[applicant] - figures.carried_out[applicant]
        if left < 0:
            figures.received[applicant] -= left
        for outcome in luck.choices(list(LIKELY), list(LIKELY.values()), k=max(left, 0)):
            figures.done[outcome][applicant] += 1
    if figures.outcome(1, 5, 7, 8) and luck.random() < 0.4:
        figures.remedies[0][luck.choice((0, 0, 2, 3))] += 1
        figures.remedies[luck.choice((1, 2))][0] += luck.random() < 0.2
    return figures


def words_for_tables(figures: Figures) -> dict[str, object]:
    """The tables as {table_actions}, {table_requests}, {table_remedies}, and the totals the text repeats."""
    by_law, after, direct = figures.remedies[0], figures.remedies[2], figures.remedies[1]
    return {
        "table_actions": table_of_actions(figures),
        "table_requests": table_of_requests(figures),
        "table_remedies": table_of_remedies(figures),
        "received": sum(figures.received),
        "carried_in": sum(figures.carried_in),
        "done": figures.outcome(*range(len(OUTCOMES))),
        "carried_out": sum(figures.carried_out),
        "reconsiderations": sum(by_law),
        "lawsuits": sum(after) + sum(direct),
        "rules_made": figures.actions["rules_made"],
    }


def table_of_actions(figures: Figures) -> str:
    """Section 二: four blocks, each with a head of its own (rule 3.10). A county issues no 规章."""
    n = figures.actions
    return _table(
        "主动公开政府信息情况",
        [
            _head(("第二十条第（一）项", 4)),
            _head("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            _row("规章", 0, 0, 0),
            _row("行政规范性文件", n["rules_made"], n["rules_ended"], n["rules_in_force"]),
            _head(("第二十条第（五）项", 4)),
            _head("信息内容", ("本年处理决定数量", 3)),
            _row("行政许可", (n["licences"], 3)),
            _head(("第二十条第（六）项", 4)),
            _head("信息内容", ("本年处理决定数量", 3)),
            _row("行政处罚", (n["penalties"], 3)),
            _row("行政强制", (n["coercions"], 3)),
            _head(("第二十条第（八）项", 4)),
            _head("信息内容", ("本年收费金额（单位：万元）", 3)),
            _row("行政事业性收费", (n["fees"], 3)),
        ],
    )


def table_of_requests(figures: Figures) -> str:
    """Section 三: 25 rows of 7 numbers (rules 3.20, 3.21); the outcomes hang under their labels, as on the form."""
    total = [sum(column) for column in zip(*figures.done, strict=True)]
    rows = [
        _head(
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3), *APPLICANTS, "总计"
        ),
        _counted(_label("一、本年新收政府信息公开申请数量", 3), figures.received),
        _counted(_label("二、上年结转政府信息公开申请数量", 3), figures.carried_in),
    ]
    results = _label("三、本年度办理结果", 1, len(OUTCOMES) + 1)
    for number, ((group, case), counts) in enumerate(zip(OUTCOMES, figures.done, strict=True)):
        labels = results if number == 0 else ""
        if not case:
            labels += _label(group, 2)
        else:
            is_first = OUTCOMES[number - 1][0] != group
            labels += _label(group, 1, sum(g == group for g, _ in OUTCOMES)) if is_first else ""
            labels += _label(case)
        rows.append(_counted(labels, counts))
    rows += [
        _counted(_label("（七）总计", 2), total),
        _counted(_label("四、结转下年度继续办理", 3), figures.carried_out),
    ]
    return _table("收到和处理政府信息公开申请情况", rows)


def table_of_remedies(figures: Figures) -> str:
    """Section 四: reconsideration, lawsuits without it and after it, each in five numbers (rule 3.40)."""
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    rows = [_counted(_label(name), counts) for name, counts in zip(names, figures.remedies, strict=True)]
    return _table("政府信息公开行政复议、行政诉讼情况", [_head("类别", *RESULTS, "总计"), *rows])


def _actions(organ: Organization, luck: Random) -> dict[str, int]:
    is_town = organ.kind in TOWN_KINDS
    made = 0 if is_town else luck.randint(0, 1)
    return {
        "rules_made": made,
        "rules_ended": 0 if is_town else luck.randint(0, 1),
        "rules_in_force": made + luck.randint(0, 1 if is_town else 4),
        "licences": luck.randint(6, 48) if is_town else luck.choice((0, 0, luck.randint(40, 1860))),
        "penalties": luck.randint(0, 12) if is_town else luck.choice((0, luck.randint(4, 160))),
        "coercions": 0 if is_town else luck.choice((0, 0, luck.randint(1, 24))),
        "fees": 0 if is_town else luck.choice((0, 0, 0, luck.randint(12, 860))),
    }


def _received(luck: Random, most: int) -> list[int]:
    found = [0] * len(APPLICANTS)
    for applicant in luck.choices(range(len(APPLICANTS)), (78, 12, 1, 1, 3, 2), k=luck.randint(1, most)):
        found[applicant] += 1
    return found


def _open_at_end(organ: Organization, year: int) -> list[int]:
    """Applications of natural persons that were open on 31 December."""
    luck = chance("open requests", organ.code, year)
    return [int(luck.random() < 0.12), *[0] * (len(APPLICANTS) - 1)]


def _plus(a: list[int], b: list[int]) -> list[int]:
    return [x + y for x, y in zip(a, b, strict=True)]


def _counted(labels: str, counts: list[int]) -> str:
    cells = "".join(_cell("td", number) for number in (*counts, sum(counts)))
    return f"<tr>{labels}{cells}</tr>"


def _label(text: str, columns: int = 1, rows: int = 1) -> str:
    tall = f' rowspan="{rows}"' if rows > 1 else ""
    return _cell("th", (text, columns), f' scope="row"{tall}')


def _table(caption: str, rows: list[str]) -> str:
    return f"<table><caption>{caption}</caption><tbody>{''.join(rows)}</tbody></table>"


def _head(*cells: str | tuple[str, int]) -> str:
    return "<tr>" + "".join(_cell("th", cell, ' scope="col"') for cell in cells) + "</tr>"


def _row(label: str, *cells: int | tuple[int, int]) -> str:
    return "<tr>" + _label(label) + "".join(_cell("td", cell) for cell in cells) + "</tr>"


def _cell(tag: str, cell, attributes: str = "") -> str:
    """A cell from its text, or from (text, columns it spans)."""
    text, span = cell if isinstance(cell, tuple) else (cell, 1)
    wide = f' colspan="{span}"' if span > 1 else ""
    return f"<{tag}{attributes}{wide}>{escape(str(text))}</{tag}>"
