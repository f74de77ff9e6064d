"""Lists of people: names may be shown where the law asks for it, what identifies them further may not."""

import random

from portal.screening import Level, screen_rows

from .numbers import account, card, identity_number, mobile

NAMES = ("王强", "李娟", "赵敏", "陈某某")


def found(rows, **more):
    return [(f.code, f.level) for f in screen_rows(rows, **more)]


def test_names_alone_are_only_a_hint():
    rows = [["姓名", "村", "金额（元）"], *([name, "石门村", "300"] for name in NAMES)]
    assert found(rows) == [("name_list", Level.HINT)]


def test_phones_and_accounts_of_private_persons_block():
    rng = random.Random(1)
    rows = [["户主", "一卡通账号", "联系电话"], *([name, account(rng), mobile(rng)] for name in NAMES)]
    assert found(rows) == [
        ("bank_account", Level.BLOCKS),
        ("mobile_number", Level.BLOCKS),
        ("name_list", Level.HINT),
    ]


def test_a_list_of_officers_need_only_be_answered():
    rng = random.Random(2)
    rows = [["姓名", "职务", "手机"], *([name, "河长", mobile(rng)] for name in NAMES)]
    assert ("mobile_number", Level.ANSWER) in found(rows)


def test_contacts_of_units_are_not_a_list_of_people():
    rng = random.Random(3)
    rows = [["单位", "联系人", "电话"], *(["青石镇", name, mobile(rng)] for name in NAMES)]
    assert found(rows) == [("mobile_number", Level.ANSWER)]


def test_children_and_patients_are_not_named():
    rows = [["姓名", "学校", "金额"], *([name, "青石小学", "500"] for name in NAMES)]
    assert found(rows, title="困境儿童补助名单") == [("vulnerable_list", Level.ANSWER)]


def test_masked_numbers_and_statistics_are_fine():
    rows = [
        ["单位", "身份证号", "总额", "项目编码"],
        ["甲", "3699**********1234", "13800138000", "13912345678"],
        ["乙", "3699**********2345", "15912345678", "13812345678"],
    ]
    assert found(rows) == []


def test_a_label_to_the_left_is_read():
    rng = random.Random(4)
    assert found([["申请人", "某某"], ["身份证号", identity_number(rng)], ["银行卡号", card(rng)]]) == [
        ("identity_number", Level.BLOCKS),
        ("bank_card", Level.BLOCKS),
    ]


def test_a_title_above_the_header_is_skipped():
    rng = random.Random(5)
    rows = [
        ["低保金发放表", "", ""],
        ["填报单位：青石镇", "2024年", ""],
        ["姓名", "证件号", "金额"],
        ["王强", identity_number(rng), "1"],
    ]
    (finding,) = screen_rows(rows)
    assert finding.place == "表格第2列“证件号”"


def test_one_more_number_is_a_new_finding():
    rng = random.Random(6)
    rows = [["姓名", "身份证号"], ["王强", identity_number(rng)], ["李娟", identity_number(rng)]]
    first, again, more = (
        screen_rows(table)[0].fingerprint
        for table in (rows, [rows[0], rows[2], rows[1]], [*rows, ["赵敏", identity_number(rng)]])
    )
    assert first == again != more


def test_ragged_and_empty_tables():
    assert screen_rows([]) == []
    assert screen_rows([[], [""], ["甲"], ["乙", None, 3]]) == []
